#!/usr/bin/env python3
"""How much of a DOCX is read, and whether anything is read twice, against LibreOffice and pandoc.

    python3 tests/bench/docx_accuracy.py FOLDER PROGRAM [ARGUMENT ...]     (needs soffice; pandoc if there)

FOLDER holds DOCX; `PROGRAM ARGUMENT … FILE` prints one's text. Printed for each file: recall of the
other reader's words (order aside), then runs of eight words that we have more often than the other.
At the end: means, worst. Others print deletions and hidden text and leave TCVN3 and VNI as they are:
look before you believe a loss.
"""

import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

RUN = 8
TOO_FEW = 20


def words(text):
    """Words without regard to hyphens that no one sees."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u2011", "-")
    return re.findall(r"[^\W_]+", text.lower())


def recall(ours, theirs):
    ours, theirs = collections.Counter(ours), collections.Counter(theirs)
    missing = theirs - ours
    return 1 - sum(missing.values()) / max(1, sum(theirs.values())), missing


def runs(text):
    return collections.Counter(tuple(text[at:at + RUN]) for at in range(len(text) - RUN + 1))


def twice(ours, theirs):
    """Runs of words that stand more often in ours than in theirs, and more than once."""
    theirs = runs(theirs)
    return [run for run, count in runs(ours).items() if count > max(1, theirs[run])]


def by_soffice(path, folder):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder, str(path)]
    try:
        subprocess.run(command, capture_output=True, timeout=180, check=False)
    except subprocess.TimeoutExpired:
        return ""
    text = pathlib.Path(folder) / f"{path.stem}.txt"
    return text.read_text(encoding="utf-8", errors="replace") if text.exists() else ""


def by_pandoc(path, _):
    command = ["pandoc", "--wrap=none", "--track-changes=accept", "--to=plain", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace")


def main(folder, program):
    others = {"soffice": by_soffice}
    if shutil.which("pandoc"):
        others["pandoc"] = by_pandoc
    scores = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(pathlib.Path(folder).glob("**/*.docx")):
            ran = subprocess.run([*program, str(path)], capture_output=True, check=False)
            ours = words(ran.stdout.decode("utf-8", "replace"))
            for name, reader in others.items():
                theirs = words(reader(path, scratch))
                if len(theirs) < TOO_FEW:
                    continue
                share, missing = recall(ours, theirs)
                doubled = twice(ours, theirs)
                scores[name].append((share, len(doubled), path.name))
                shown = " ".join(f"{word}×{count}" for word, count in missing.most_common(6))
                first = " ".join(doubled[0]) if doubled else ""
                print(f"{share:.4f}  twice {len(doubled):4}  {name:8}{path.name}  {shown}  {first}", flush=True)
    for name, rows in scores.items():
        shares = [share for share, _, _ in rows]
        print(f"\n{name}: {len(rows)} files, recall of words mean {sum(shares) / len(rows):.4f}, "
              f"least {min(rows)[0]:.4f} ({min(rows)[2]}); runs read twice {sum(count for _, count, _ in rows)}")
    if not scores:
        sys.exit("no DOCX with text in this folder, or no other reader")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
