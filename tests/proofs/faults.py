#!/usr/bin/env python3
"""Lets every single write, sync, rename and open of an import fail: disk full, I/O error, no permission.

    python3 tests/proofs/faults.py PROGRAM [--papers 6] [--thin 0] [--every 1] [--seed N]

The program must say so in words that name what could not be written, and end with an error; or, where
what failed was not needed (tidying up), have done all of it. Nothing is acknowledged after a failed
sync of the store. What was there before answers as before, and the same import again leads where it
would have led. At the end the same with a small file system that is really full, where it can be
mounted: the old state answers while it is, and when there is room again nothing is missing.
"""

import collections
import errno
import os
import subprocess

import papers
from archive import DONE, FAILED, SOME_REJECTED, Archive, Failed, arguments, check, folder, proof, same, skip
from steps import Steps, acknowledged, thinned
from tracer import MAKES, OPENS, REMOVES, RENAMES, SYNCS, WRITES, possible

FAULTS = {
    errno.ENOSPC: WRITES | OPENS | RENAMES | MAKES | SYNCS,
    errno.EIO: WRITES | OPENS | RENAMES | MAKES | SYNCS | REMOVES,
    errno.EACCES: OPENS | RENAMES | MAKES | REMOVES,
}
CALLS = WRITES | SYNCS | RENAMES | REMOVES | MAKES | OPENS
# What a message must name: the archive, a part of it, or a path in it.
NAMES = ("archive", "catalogue", "index", "original")


class Faults:
    def __init__(self, options):
        self.options, self.endings, self.unneeded = options, collections.Counter(), collections.Counter()

    def prove(self):
        with folder() as place:
            steps = Steps(self.options.program, place, self.options.seed, self.options.papers)
            for step in steps.steps[1:]:
                events = steps.trace(step, CALLS, lambda event: None).events
                chosen = thinned(events) if self.options.thin else events
                chosen = chosen[self.options.seed % self.options.every::self.options.every]
                print(f"commit {step.number + 1}: {len(events)} calls, {len(chosen)} of them to fail", flush=True)
                for done_before, event in enumerate(chosen):
                    if done_before % 50 == 49:
                        print(f"  {done_before + 1} …", flush=True)
                    for error, calls in FAULTS.items():
                        if event.name in calls:
                            self.one(steps, step, event.number, error)
            full = self.full(place)
        ended = ", ".join(f"{count} {ending}" for ending, count in self.endings.most_common())
        unneeded = ", ".join(f"{count} × {what}" for what, count in self.unneeded.most_common())
        return f"{sum(self.endings.values())} faults: {ended}; not needed: {unneeded}; {full}"

    def one(self, steps, step, number, error):
        done = steps.trace(step, CALLS, lambda event: error if event.number == number else None)
        if len(done.events) < number:
            # Threads race: now and then a run has fewer calls than the one before.
            self.endings["not reached"] += 1
            return
        failed = done.events[number - 1]
        what = f"{errno.errorcode[error]} at call {number}, {failed.name} of {failed.path}"
        try:
            self.look(done, failed, error)
            state = steps.look(step, acknowledged(done.out))
            if done.code in (DONE, SOME_REJECTED):
                check(state == "after", "ended well and is not done")
        except Exception:
            print(f"{what}\nended with {done.code}: {done.err}", flush=True)
            raise

    def look(self, done, failed, error):
        if done.code in (DONE, SOME_REJECTED):
            self.endings["not needed"] += 1
            self.unneeded[f"{failed.name} {os.path.basename(failed.path) if '/index' not in failed.path else 'in the index'}"] += 1
            return
        check(done.code == FAILED, "ended with", done.code)
        self.endings["reported"] += 1
        check(any(name in done.err for name in NAMES), "the message names nothing:", done.err)
        if failed.name in SYNCS and "/index" not in failed.path:
            later = done.out.encode()[done.out_at_fault:].decode(errors="replace")
            check('"imported"' not in later, "acknowledged after a sync failed:", later)

    def full(self, place):
        """A file system of a few megabytes, filled to the last byte at different moments."""
        mounted, moments = place / "full", 0
        mounted.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", mounted], capture_output=True).returncode:
            print("SKIP of the full file system: mounting is refused", flush=True)
            return "no file system was full (mounting refused)"
        try:
            more = papers.make(place / "more", 300, self.options.seed, first=1000)
            few = papers.make(place / "few", 10, self.options.seed, first=5000)
            expected = Archive(self.options.program, place / "expected")
            expected.take(few)
            old = expected.answers()
            expected.take(more)
            whole = expected.answers()
            for room in [0, 4096, 40_000, 150_000, 400_000, 900_000, 2_000_000, 4_000_000]:
                moments += 1
                archive = Archive(self.options.program, mounted / "archive")
                archive.take(few)
                ballast = mounted / "ballast"
                fill(ballast, room)
                run = archive.run("--json", "import", more)
                try:
                    check(run.code == FAILED, "the import into a full file system ended with", run.code)
                    check("no space" in run.err.lower(), "the message does not say that there is no space:", run.err)
                    check(any(name in run.err for name in NAMES), "the message names nothing:", run.err)
                    fill(ballast, 0)
                    told = acknowledged(run.out)
                    listed = archive.listed()
                    check(told <= set(listed), "acknowledged and lost:", told - set(listed))
                    found = archive.run("--json", "search", "--limit", 100, "", expect=(DONE,)).lines[0]
                    check(found["total"] >= len(old["listed"]), "what was there is not found:", found["total"])
                except Failed:
                    print(f"{room} bytes of room; the import ended with {run.code}: {run.err}", flush=True)
                    raise
                ballast.unlink()
                archive.take(more)
                same(archive.answers(), whole, "with room again, the archive")
                archive.verify()
                subprocess.run(["rm", "-rf", archive.folder], check=True)
            return f"a full file system at {moments} moments"
        finally:
            subprocess.run(["umount", mounted], check=True)


def fill(ballast, room):
    """Leaves so much room on the file system that `ballast` is on."""
    with open(ballast, "ab", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            pass
        os.truncate(ballast, max(0, file.tell() - room))


if __name__ == "__main__":
    options = arguments(__doc__, papers=6, thin=0, every=1)
    if reason := possible():
        skip("faults", reason)
    proof("faults", options.seed, Faults(options).prove)
