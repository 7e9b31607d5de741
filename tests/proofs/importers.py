#!/usr/bin/env python3
"""Two importers at once on one folder, and an importer beside a server that is sent the same papers.

    python3 tests/proofs/importers.py PROGRAM [--rounds 20] [--papers 120] [--seed N]

The second importer is told who holds the archive, or its job is taken over; a server's upload is taken,
or refused with words. Whoever comes first: no paper is there twice, none is missing in the end.
"""

import collections
import json
import random
import time

import papers
from archive import DONE, FAILED, SOME_REJECTED, Archive, arguments, check, folder, proof, same
from kills import Import

ENDED = (DONE, SOME_REJECTED, FAILED)
BOUNDARY = "vankho-proof"


def prove(options):
    dice, ended = random.Random(options.seed), collections.Counter()
    with folder() as place:
        source = papers.make(place / "papers", options.papers, options.seed)
        undisturbed = Archive(options.program, place / "undisturbed")
        undisturbed.take(source)
        expected = undisturbed.answers()
        for number in range(options.rounds):
            archive = Archive(options.program, place / f"archive-{number}")
            if number % 2:
                beside_a_server(archive, source, dice, ended)
            else:
                two(archive, source, dice, ended)
            archive.take(source)
            same(paperwise(archive.answers()), paperwise(expected), "the archive of two")
            archive.verify()
    return f"{options.rounds} rounds: " + ", ".join(f"{count} × {what}" for what, count in ended.most_common())


def paperwise(answers):
    """Without where papers came from: one that was sent in came from nowhere else."""
    answers = json.loads(json.dumps(answers))
    for row in [*answers["listed"].values(), *(hit for answer in answers["found"].values() for hit in answer["hits"])]:
        row.pop("sources")
    return {"listed": answers["listed"], "found": answers["found"]}


def two(archive, source, dice, ended):
    first = Import(archive, source)
    first.wait(dice.choice([0, 0, 0.05, dice.uniform(0, 2)]), 1 << 30)
    second = Import(archive, source)
    runs = [first.end(), second.end()]
    imported = [line["id"] for run in runs for line in run.lines if line.get("outcome") == "imported"]
    check(len(imported) == len(set(imported)), "two importers both took a paper")
    for run in runs:
        check(run.code in ENDED, "ended with", run.code, run.err)
        if run.code == FAILED:
            check("held by" in run.err, "refused without saying by whom:", run.err)
            ended["importer told who holds the archive"] += 1
        else:
            ended["importer done"] += 1
    check(any(run.code != FAILED for run in runs), "neither importer did it")


def beside_a_server(archive, source, dice, ended):
    with archive.serving() as server:
        run = Import(archive, source)
        run.wait(dice.uniform(0, 1), dice.randint(1, 60))
        files = [path for path in sorted(source.rglob("*")) if path.suffix == ".txt"]
        status, body = server.post("/api/v1/imports", form(dice.sample(files, len(files) // 2)),
                                   **{"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
        check(status in (202, 409, 503), "the upload was answered with", status, body)
        if status == 202:
            job = json.loads(body)
            while job["state"] in ("waiting", "running"):
                time.sleep(0.05)
                job = json.loads(server.get(job["url"])[1])
            check(job["state"] == "done" or job["error"], "an upload failed without a word:", job)
            ended[f"upload {job['state']}"] += 1
        else:
            ended[f"upload refused ({status})"] += 1
        code = run.end()
        check(code.code in ENDED, "ended with", code.code, code.err)
        check(code.code != FAILED or "held by" in code.err, "refused without saying by whom:", code.err)
        ended["importer told who holds the archive" if code.code == FAILED else "importer done"] += 1


def form(files):
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{path.name}"\r\n\r\n'.encode()
             + path.read_bytes() + b"\r\n" for path in files]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


if __name__ == "__main__":
    options = arguments(__doc__, rounds=20, papers=120)
    proof("importers", options.seed, lambda: prove(options))
