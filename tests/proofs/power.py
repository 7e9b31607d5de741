#!/usr/bin/env python3
"""Cuts the power of a file system during an import, on ext4 and XFS; then reads a read-only medium.

    python3 tests/proofs/power.py PROGRAM [--moments 20] [--papers 150] [--seed N]

As root: a file system in a file is mounted and shut down (FS_IOC_SHUTDOWN without flushing its log) at a
random moment, which loses what was not synced; mounted again, every document that was acknowledged must
be there with its bytes, the archive must be verified, and the import must go on to the same end. Then the
same medium read-only, after a clean end and after a kill: listing, searching and serving go on.
"""

import contextlib
import fcntl
import os
import random
import shutil
import struct
import subprocess
import time

import papers
from archive import DAMAGED, DONE, Archive, arguments, check, folder, proof, same, skip
from kills import Import

SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
SYSTEMS = {"ext4": ["mkfs.ext4", "-q", "-F"], "xfs": ["mkfs.xfs", "-q", "-f"]}
IMAGE = 400 << 20


class Medium:
    """A file system in a file."""

    def __init__(self, system, place):
        self.image, self.at = place / f"{system}.img", place / system
        with open(self.image, "wb") as image:
            image.truncate(IMAGE)
        subprocess.run([*SYSTEMS[system], self.image], check=True, capture_output=True)
        self.at.mkdir()

    def mount(self, *options):
        done = subprocess.run(["mount", "-o", ",".join(["loop", *options]), self.image, self.at], capture_output=True)
        return done.returncode == 0

    def unmount(self):
        # A process that was just killed may hold a file a moment longer.
        for _ in range(100):
            if subprocess.run(["umount", self.at], capture_output=True).returncode == 0:
                return
            time.sleep(0.05)
        subprocess.run(["umount", self.at], check=True)

    def cut(self):
        directory = os.open(self.at, os.O_RDONLY)
        try:
            fcntl.ioctl(directory, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(directory)


def prove(options):
    dice, told = random.Random(options.seed), []
    with folder() as place, contextlib.ExitStack() as mounted:
        media = {}
        for system, (maker, *_) in SYSTEMS.items():
            if not shutil.which(maker):
                told.append(f"{system} skipped, {maker} is missing")
                print(f"SKIP of {system}: {maker} is missing", flush=True)
                continue
            media[system] = Medium(system, place)
            if not media[system].mount():
                skip("power", f"mounting {system} is refused")
            mounted.callback(media[system].unmount)
            told.append(cuts(options, dice, place, media[system], system))
            print("  " + told[-1], flush=True)
        for system, medium in media.items():
            read_only(options, place, medium, system)
            told.append(f"read-only {system} listed, searched and served, also after a kill")
    return "; ".join(told)


def cuts(options, dice, place, medium, system):
    archive = Archive(options.program, medium.at / "archive")
    undisturbed = Archive(options.program, place / f"undisturbed-{system}")
    folders, acknowledged, during = [], set(), 0
    for moment in range(options.moments):
        if moment % 5 == 4:
            print(f"  {system}: {moment + 1} cuts …", flush=True)
        folders.append(papers.make(place / f"papers-{system}" / f"{moment:02}", options.papers, options.seed, first=1 + 1000 * moment))
        run = Import(archive, *folders)
        # Half the cuts right after something was acknowledged, half at any time.
        run.wait(60 if moment % 2 else dice.uniform(0, 3), dice.randint(1, options.papers) if moment % 2 else 1 << 30)
        during += run.running()
        medium.cut()
        ended = run.end()
        acknowledged |= {line["id"] for line in ended.lines if line.get("outcome") == "imported"}
        medium.unmount()
        check(medium.mount(), system, "cannot be mounted again")
        if not (archive.folder / "catalogue.db").exists():
            check(not acknowledged, "acknowledged without a catalogue")
            continue
        archive.hold(acknowledged)
        # What was going on goes on at the next moment; now and then it is brought to an end before.
        if moment % 3 == 2:
            archive.take(*folders)
        archive.answers()
        archive.verify(DONE, *([] if acknowledged else [DAMAGED]))
    archive.take(*folders)
    undisturbed.take(*folders)
    same(archive.answers(), undisturbed.answers(), f"the archive on {system}")
    archive.verify()
    check(set(archive.listed()) >= acknowledged, "acknowledged and lost")
    check(not list((archive.folder / "originals/incoming").iterdir()), "leftovers in originals/incoming")
    return f"{system}: {options.moments} cuts ({during} of them while importing), {len(acknowledged)} documents acknowledged before one, all there"


def read_only(options, place, medium, system):
    archive = Archive(options.program, medium.at / "archive")
    more = papers.make(place / f"more-{system}", 100, options.seed, first=90_000)
    for killed in (False, True):
        if killed:
            run = Import(archive, more)
            run.wait(60, 20)
            os.killpg(run.process.pid, 9)
            run.end()
        expected = {row[0] for row in archive.rows("SELECT id FROM documents")}
        medium.unmount()
        check(medium.mount("ro"), system, "cannot be mounted read-only")
        listed = archive.run("--json", "list", expect=(0,)).lines
        check({row["id"] for row in listed} == expected, "a read-only archive lists", len(listed), "instead of", len(expected))
        found = archive.run("--json", "search", "công tác văn thư", expect=(0,)).lines[0]
        check(found["total"] > 0, "a read-only archive finds nothing")
        with archive.serving() as server:
            check(server.search("công tác văn thư")["total"] == found["total"], "a read-only archive serves something else")
        refused = archive.run("import", more)
        check(refused.code == 2 and "read-only" in refused.err, "an import into a read-only archive:", refused.code, refused.err)
        medium.unmount()
        check(medium.mount(), system, "cannot be mounted again")
    archive.take(more)
    archive.verify()


if __name__ == "__main__":
    options = arguments(__doc__, moments=20, papers=150)
    if os.geteuid() != 0:
        skip("power", "only root can mount")
    proof("power", options.seed, lambda: prove(options))
