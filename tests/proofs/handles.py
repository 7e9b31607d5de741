#!/usr/bin/env python3
"""Runs the program with few file handles: from too few to start with to enough.

    python3 tests/proofs/handles.py PROGRAM [--papers 80] [--most 96] [--step 1] [--seed N]

With every limit a command does what it should or ends with an error in words; it never gives a wrong
answer and says nothing, and what was there before answers as before.
"""

import collections

import papers
from archive import DONE, FAILED, SOME_REJECTED, Archive, arguments, check, copy, folder, proof, same

TOO_FEW_TO_LOAD = (127, -6, 134)


def prove(options):
    ended = collections.Counter()
    with folder() as place:
        old, more = papers.make(place / "old", 20, options.seed), papers.make(place / "more", options.papers, options.seed, first=1000)
        archive, expected = Archive(options.program, place / "archive"), Archive(options.program, place / "expected")
        archive.take(old)
        before = archive.answers()
        copy(archive.folder, place / "start")
        expected.take(old)
        expected.take(more)
        after = expected.answers()
        searched = archive.run("--json", "search", "công tác văn thư", expect=(DONE,)).lines[0]["total"]
        for limit in range(4, options.most, options.step):
            limited = ["prlimit", f"--nofile={limit}"]
            copy(place / "start", archive.folder)
            for command in (["list"], ["search", "công tác văn thư"], ["verify"]):
                run = archive.run("--json", *command, around=limited)
                if run.code in TOO_FEW_TO_LOAD:
                    ended["could not be started"] += 1
                    continue
                check(run.code in (DONE, FAILED), limit, "handles:", command, "ended with", run.code, run.out[-400:], run.err)
                ended[f"{command[0]} {'done' if run.code == DONE else 'reported'}"] += 1
                if run.code == FAILED:
                    check(run.err.startswith("error: "), limit, "handles:", command, "said", run.err)
                elif command == ["list"]:
                    check(len(run.lines) == len(before["listed"]), limit, "handles: lists", len(run.lines))
                elif command[0] == "search":
                    check(run.lines[0]["total"] == searched, limit, "handles: finds", run.lines[0]["total"])
            run = archive.run("--json", "import", more, around=limited)
            if run.code not in TOO_FEW_TO_LOAD:
                check(run.code in (DONE, SOME_REJECTED, FAILED), limit, "handles: the import ended with", run.code, run.err)
                check(run.code != FAILED or run.err.startswith("error: "), limit, "handles: the import said", run.err)
                ended[f"import {'reported' if run.code == FAILED else 'done'}"] += 1
            told = {line["id"] for line in run.lines if line.get("outcome") == "imported"}
            check(told <= set(archive.listed()), limit, "handles: acknowledged and lost")
            # What could not be read for lack of handles is read when it is tried again.
            archive.run("import", "--retry", more, expect=(DONE, SOME_REJECTED))
            same(archive.answers(), after, f"after {limit} handles, the archive")
        archive.verify()
    return ", ".join(f"{count} × {what}" for what, count in sorted(ended.items()))


if __name__ == "__main__":
    options = arguments(__doc__, papers=80, most=96, step=1)
    proof("handles", options.seed, lambda: prove(options))
