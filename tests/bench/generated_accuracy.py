#!/usr/bin/env python3
"""Whether generated papers are described as they were meant: number, kind, body, date, subject.

    vankho --archive KHO import OUT/papers && vankho --archive KHO --json list > list.ndjson
    python3 tests/bench/generated_accuracy.py list.ndjson OUT/truth.tsv

OUT is what generate.py wrote. Prints the share of each field and the first wrong answers; exit 1 when
a paper is missing, or when a field but the subject is right in less than 99 of 100.
"""

import collections
import csv
import json
import re
import sys

FIELDS = {
    "number": lambda paper: paper.get("number_printed"),
    "kind": lambda paper: (paper.get("kind") or {}).get("id"),
    "body": lambda paper: (paper.get("issuing_body") or {}).get("id"),
    "date": lambda paper: paper.get("issued_on"),
    "subject": lambda paper: re.sub("^([Vv]ề|V/v) ", "", paper.get("subject") or ""),
}
SHOWN = 5


def main(listed, truth):
    with open(listed, encoding="utf-8") as lines:
        papers = {source: paper for paper in map(json.loads, lines) for source in paper["sources"]}
    with open(truth, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    right, wrong, missing = collections.Counter(), collections.defaultdict(list), 0
    for row in rows:
        paper = papers.get(row["path"])
        missing += paper is None
        for field, read in FIELDS.items():
            found = read(paper or {})
            right[field] += found == row[field]
            if found != row[field]:
                wrong[field].append(f"{row['path']}: {found!r}, not {row[field]!r}")
    print(f"{len(rows)} papers, {missing} missing")
    for field in FIELDS:
        print(f"{field}: {right[field] / len(rows):.4f}")
        print("".join(f"    {line}\n" for line in wrong[field][:SHOWN]), end="")
    return missing or any(right[field] < 0.99 * len(rows) for field in FIELDS if field != "subject")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(bool(main(*sys.argv[1:])))
