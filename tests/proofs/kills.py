#!/usr/bin/env python3
"""Kills an import at random moments, goes on, kills it again … until it is done.

    python3 tests/proofs/kills.py PROGRAM [--kills 1000] [--papers 2000] [--seed N]

After every kill: no acknowledged document (a line on standard output, or a row another process could
read) is missing, its original has its bytes, none is there twice, at most a batch was in the making.
At the end of every import: it lists, refuses and finds exactly what an import without a kill does.
Killed are the whole process group, the importer alone, or one of its readers.
"""

import os
import pathlib
import random
import signal
import subprocess
import threading
import time

import papers
from archive import BATCH, DONE, SOME_REJECTED, Archive, Run, arguments, check, environment, folder, proof, same

# One kill in so many is followed by a comparison with a rebuilt index.
REBUILT = 25
SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "samples"


class Import:
    """An import running, and what it has acknowledged so far."""

    def __init__(self, archive, *paths):
        command = archive.command("--json", "import", *paths)
        self.process = subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, start_new_session=True)
        self.out, self.lines = [], 0
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.out.append(line.decode())
            self.lines += 1

    def running(self):
        return self.process.poll() is None

    def wait(self, seconds, lines):
        """Until that much time has passed, or that many lines were printed."""
        until = time.monotonic() + seconds
        while self.running() and time.monotonic() < until and self.lines < lines:
            time.sleep(0.001)

    def readers(self):
        try:
            return pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split() or [
                child for task in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()
                for child in (task / "children").read_text().split()]
        except OSError:
            return []

    def end(self):
        """What it gave, once it is dead."""
        self.process.wait()
        self.reader.join()
        # A line that was cut acknowledges nothing.
        run = Run(self.process.returncode, "".join(line for line in self.out if line.endswith("}\n")),
                  self.process.stderr.read().decode(errors="replace"))
        self.process.stdout.close()
        self.process.stderr.close()
        check("panicked" not in run.err, "a panic:", run.err)
        return run


class Proof:
    def __init__(self, options):
        self.options, self.dice = options, random.Random(options.seed)
        self.kills = self.reader_kills = self.imports = self.rebuilt = self.most_unlisted = self.unacknowledged = 0

    def prove(self):
        with folder() as place:
            folders = [papers.make(place / "papers", self.options.papers, self.options.seed), SAMPLES]
            undisturbed = Archive(self.options.program, place / "undisturbed")
            started = time.monotonic()
            summary = undisturbed.take(*folders)
            seconds = time.monotonic() - started
            print(f"{summary['found']} files, {summary['imported']} documents in {seconds:.1f} s without a kill", flush=True)
            expected = undisturbed.answers()
            # Small imports take no longer than starting does: then at least some kills come late.
            stride = max(seconds / 12, 0.25)
            while self.kills < self.options.kills:
                archive = Archive(self.options.program, place / f"killed-{self.imports}")
                self.one(archive, folders, stride)
                same(archive.answers(), expected, "what was killed and went on")
                archive.verify()
                archive.rebuilt_answers_the_same()
                self.imports += 1
                print(f"  {self.kills} kills, {self.reader_kills} of readers, {self.imports} imports finished", flush=True)
                subprocess.run(["rm", "-rf", str(archive.folder)], check=True)
        return (f"{self.kills} kills of imports of {summary['found']} files, {self.reader_kills} more of readers; {self.imports} "
                f"imports finished like undisturbed ones; 0 acknowledged lost, 0 doubled, 0 read again after they were acknowledged; "
                f"at most {self.most_unlisted} files written and not acknowledged (a batch is {BATCH}); {self.rebuilt} indexes compared with rebuilt ones")

    def one(self, archive, folders, stride):
        """One import to its end, through as many kills as it takes."""
        acknowledged, paths, readers_died = set(), set(), False
        while True:
            run = Import(archive, *folders)
            last = self.kills >= self.options.kills
            if not last:
                by_lines = self.dice.random() < 0.3
                lines = self.dice.randint(1, 400) if by_lines else 1 << 30
                run.wait(60 if by_lines else self.dice.uniform(0, stride), lines)
                readers_died |= self.kill(run, stride)
            ended = run.end()
            for line in ended.lines:
                if line.get("outcome") == "imported":
                    check(line["path"] not in paths, "read again after it was acknowledged:", line["path"])
                    paths.add(line["path"])
                    acknowledged.add(line["id"])
            if ended.code >= 0:
                check(ended.code in (DONE, SOME_REJECTED), "ended with", ended.code, ended.err)
                break
            self.kills += 1
            self.look(archive, acknowledged)
        if readers_died:
            # A file whose reader was killed is one that could not be read, until it is tried again.
            archive.run("import", "--retry", *folders, expect=(DONE, SOME_REJECTED))

    def kill(self, run, stride):
        """Kills the group, the importer alone, or a reader and then the group; whether a reader."""
        way = self.dice.random()
        readers = run.readers() if way < 0.1 else []
        if readers:
            try:
                os.kill(int(self.dice.choice(readers)), signal.SIGKILL)
                self.reader_kills += 1
            except ProcessLookupError:
                pass
            run.wait(self.dice.uniform(0, stride), 1 << 30)
        if run.running():
            (os.kill if way > 0.8 else os.killpg)(run.process.pid, signal.SIGKILL)
        return bool(readers)

    def look(self, archive, acknowledged):
        if not (archive.folder / "catalogue.db").exists():
            check(not acknowledged, "acknowledged without a catalogue")
            return
        try:
            listed = {row[0] for row in archive.rows("SELECT id FROM documents")}
        except Exception as error:
            # Killed while the archive was being made: no tables yet.
            check(not acknowledged, "the catalogue cannot be read:", error)
            return
        self.unacknowledged += len(listed - acknowledged)
        # What could be read by another process is acknowledged, too.
        acknowledged |= listed
        digests = archive.hold(acknowledged)
        unlisted = len(archive.originals().keys() - digests)
        incoming = sum(1 for _ in (archive.folder / "originals/incoming").iterdir())
        self.most_unlisted = max(self.most_unlisted, unlisted + incoming)
        check(unlisted + incoming <= BATCH, "more than a batch was in the making:", unlisted, incoming)
        check(not archive.rows("SELECT 1 FROM files LEFT JOIN documents ON documents.id = files.document WHERE files.document "
                               "IS NOT NULL AND documents.id IS NULL"), "the journal is ahead of the store")
        if self.kills % REBUILT == 0:
            archive.rebuilt_answers_the_same()
            self.rebuilt += 1


if __name__ == "__main__":
    options = arguments(__doc__, kills=1000, papers=2000)
    proof("kills", options.seed, Proof(options).prove)
