#!/usr/bin/env python3
"""Many small commits, a correction each: the index stays small and nothing is left lying about.

    python3 tests/proofs/updates.py PROGRAM [--updates 10000] [--papers 300] [--seed N]

At the end the index takes at most 1.5 times the room of one built anew and answers like it; every file
in its folder is one that its last commit names, and every original is a document's.
"""

import json
import random
import time

import papers
from archive import Archive, arguments, check, folder, proof, same

MOST = 1.5
NO_SEGMENTS = {"meta.json", ".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock"}


def size(index):
    return sum(path.stat().st_size for path in index.iterdir())


def orphans(index):
    meta = json.loads((index / "meta.json").read_text())
    segments = {segment["segment_id"].replace("-", "") for segment in meta["segments"]}
    return [path.name for path in index.iterdir() if path.name not in NO_SEGMENTS and path.name.split(".")[0] not in segments]


def prove(options):
    dice = random.Random(options.seed)
    with folder() as place:
        archive = Archive(options.program, place / "archive")
        archive.take(papers.make(place / "papers", options.papers, options.seed))
        ids, index = sorted(archive.listed()), archive.folder / "index"
        most, slowest, started = 0, 0.0, time.monotonic()
        with archive.serving() as server:
            for number in range(options.updates):
                body = json.dumps({"field": "subject", "value": f"trích yếu sửa lần {number} về văn thư", "who": "người thử"}).encode()
                begun = time.monotonic()
                status, answer = server.post(f"/api/v1/documents/{dice.choice(ids)}/corrections", body, **{"Content-Type": "application/json"})
                check(status == 201, "a correction was answered with", status, answer)
                slowest = max(slowest, time.monotonic() - begun)
                if number % 100 == 99:
                    most = max(most, size(index))
                if number % 1000 == 999:
                    print(f"  {number + 1} corrections in {time.monotonic() - started:.0f} s, index of {size(index) >> 10} KiB", flush=True)
            seconds = time.monotonic() - started
            check(server.search("")["total"] == len(ids), "documents are missing")
        updated, left = size(index), orphans(index)
        check(not left, "files no commit names:", left)
        check(archive.originals().keys() == {row[0] for row in archive.rows("SELECT digest FROM documents")}, "originals of no document")
        log = archive.folder / "catalogue.db-wal"
        logged = log.stat().st_size if log.exists() else 0
        archive.verify()
        archive.rebuilt_answers_the_same()
        fresh = size(index)
        check(updated <= MOST * fresh, f"the index takes {updated / fresh:.2f} times the room of a fresh one:", updated, fresh)
        check(not orphans(index), "files no commit names after a rebuild:", orphans(index))
    return (f"{options.updates} corrections in {seconds:.0f} s ({1000 * seconds / options.updates:.0f} ms each, slowest {slowest:.1f} s); index {updated >> 10} KiB, "
            f"fresh {fresh >> 10} KiB, {updated / fresh:.2f} times, at most {most / fresh:.2f} on the way; write-ahead log {logged >> 10} KiB; no orphans")


if __name__ == "__main__":
    options = arguments(__doc__, updates=10_000, papers=300)
    proof("updates", options.seed, lambda: prove(options))
