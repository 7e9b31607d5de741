#!/usr/bin/env python3
"""How well texts in TCVN3 and VNI are read, against Unicode transcripts.

    python3 tests/bench/legacy_accuracy.py MANIFEST.csv PROGRAM [ARG…]     (needs rapidfuzz)

MANIFEST.csv names, relative to its folder, files (`path`) and their transcripts (`transcript`);
`PROGRAM ARG… FILE` prints a file's text (`target/release/vankho extract`). Prints for each file the
word F1, the character error apart from letter case and blanks, and the words with marks that no
transcript has; then the means. Figures are left out: a sheet's `1234567` is its transcript's
`1.234.567`.
"""

import collections
import csv
import pathlib
import re
import statistics
import subprocess
import sys
import unicodedata

from rapidfuzz.distance import Levenshtein

# One letter may carry its tone on either vowel (hòa, hoà): compare without that choice.
TONES = "\u0300\u0301\u0303\u0309\u0323"


def neutral(word):
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in letters if c in TONES)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES)) + tones


def words(text):
    text = unicodedata.normalize("NFC", text).lower()
    return [neutral(word) for word in re.findall(r"[^\W_]+", text) if not word.isdigit()]


def f1(one, other):
    one, other = collections.Counter(one), collections.Counter(other)
    common = sum((one & other).values())
    total = sum(one.values()) + sum(other.values())
    return 2 * common / total if total else 1.0


def error(one, other):
    """Character error; of texts in another order the words are compared sorted."""
    in_order = Levenshtein.distance(" ".join(one), " ".join(other))
    in_any = Levenshtein.distance(" ".join(sorted(one)), " ".join(sorted(other)))
    return min(in_order, in_any) / max(1, len(" ".join(other)))


def main():
    manifest, program = pathlib.Path(sys.argv[1]), sys.argv[2:]
    with open(manifest, encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row.get("transcript")]
    read = {}
    for row in rows:
        folder = manifest.parent
        ran = subprocess.run(program + [str(folder / row["path"])], capture_output=True)
        transcript = (folder / row["transcript"]).read_text(encoding="utf-8", errors="replace")
        read[row["path"]] = (words(ran.stdout.decode("utf-8", "replace")), words(transcript), row)
    known = {word for _, transcript, _ in read.values() for word in transcript}
    scores, errors, bad, marked = [], [], 0, 0
    print(f"{'F1':>7}{'CER':>8}{'odd':>6}  encoding, file")
    for path, (ours, transcript, row) in sorted(read.items()):
        with_marks = [word for word in ours if not word.isascii()]
        odd = [word for word in with_marks if word not in known]
        scores.append(f1(ours, transcript))
        errors.append(error(ours, transcript))
        bad, marked = bad + len(odd), marked + len(with_marks)
        print(f"{scores[-1]:7.4f}{errors[-1]:8.4f}{len(odd):6}  {row.get('encoding', '')}, {path} {odd[:4]}")
    print(f"\n{len(scores)} files: word F1 mean {statistics.mean(scores):.4f}, least {min(scores):.4f}; "
          f"character error mean {statistics.mean(errors):.4f}, median {statistics.median(errors):.4f}; "
          f"words with marks known to the transcripts {1 - bad / max(1, marked):.4f} of {marked}")


if __name__ == "__main__":
    main()
