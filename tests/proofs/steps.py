"""Three imports one after the other, and what the archive is after each: the states that a crash or a
fault in the middle of one must lead back to."""

import json
import pathlib

import papers
from archive import DAMAGED, DONE, SOME_REJECTED, Archive, check, copy, environment, same
from tracer import MAKES, REMOVES, RENAMES, SYNCS, WRITES, traced

BOUNDARIES = WRITES | SYNCS | RENAMES | REMOVES | MAKES


class Step:
    """An import, the archive it begins with and the answers before and after."""

    def __init__(self, number, folder, start, before, after):
        self.number, self.folder, self.start, self.before, self.after = number, folder, start, before, after


class Steps:
    def __init__(self, program, place, seed, count):
        self.program, self.place = program, pathlib.Path(place)
        papers_at = self.place / "papers"
        folders = [papers.make(papers_at / str(number), count, seed, first=1 + 100 * number) for number in range(3)]
        # The second has a copy of a paper of the first, whose sources change, and a container.
        first = next(path for path in sorted(folders[0].rglob("*.txt")))
        papers.put(folders[1] / "ban-sao" / first.name, first.read_bytes())
        papers.put(folders[1] / "goi.zip", papers.packed({f"{part}.txt": f"Tài liệu số {part} về lưu trữ.\n".encode() * 9 for part in range(3)}))
        # The third has one of the first that was changed meanwhile, and one that cannot be read.
        self.changed, self.first = folders[2] / "sua" / "thay-doi.txt", first
        papers.put(self.changed, first.read_bytes() + "Bổ sung nội dung.\n".encode())
        papers.put(folders[2] / "hong.pdf", b"%PDF-1.4\nnothing")
        self.archive = Archive(program, self.place / "archive")
        self.steps = []
        before = {"listed": {}, "rejects": [], "found": {}}
        for number, folder in enumerate(folders):
            start = self.place / f"start-{number}"
            if number == 0:
                start.mkdir()
                self.archive.folder.mkdir()
            else:
                copy(self.archive.folder, start)
            self.archive.take(folder)
            self.archive.run("reindex", expect=(DONE,))
            after = self.archive.answers()
            self.steps.append(Step(number, folder, start, before, after))
            before = after

    def begin(self, step):
        """The archive as it is before a step."""
        copy(step.start, self.archive.folder)
        return self.archive

    def trace(self, step, calls, decide):
        """The step's import, stopped at its calls."""
        self.begin(step)
        command = self.archive.command("--json", "import", step.folder)
        done = traced(command, self.archive.folder, calls, decide, environment())
        check("panicked" not in done.err, "a panic:", done.err)
        return done

    def look(self, step, acknowledged):
        """Checks what a cut import left: commit k or k + 1, nothing ahead of the store, all verified; says
        which. Then goes on, and checks that nothing is missing at the end."""
        archive, state = self.archive, "none"
        listed = {}
        if (archive.folder / "catalogue.db").exists() and archive.rows("SELECT 1 FROM sqlite_master"):
            listed = {row[0] for row in archive.rows("SELECT id FROM documents")}
            indexed, stored = archive.indexed_sequence(), archive.sequence()
            check(indexed <= stored, "the index is at", indexed, "ahead of the store at", stored)
            archive.hold(acknowledged)
            ahead = archive.rows("SELECT path FROM files WHERE document IS NOT NULL AND document NOT IN (SELECT id FROM documents)")
            check(not ahead, "the journal is ahead of the store:", ahead)
            answers = archive.answers()
            check(archive.indexed_sequence() == archive.sequence(), "the index was not caught up")
            state = self.state(step, listed, answers)
            # An archive without a single document is nothing that could be verified.
            archive.verify(DONE, *([] if listed else [DAMAGED]))
        check(set(acknowledged) <= set(listed), "acknowledged and lost:", set(acknowledged) - set(listed))
        archive.run("import", step.folder, expect=(DONE, SOME_REJECTED))
        same(archive.answers(), step.after, "after going on, the archive")
        return state

    def state(self, step, listed, answers):
        """Which of the two states this is. An import that was slow has more than one batch: then in between."""
        if listed == set(step.before["listed"]) and answers["rejects"] == step.before["rejects"]:
            if step.before["found"]:
                same(answers, step.before, "the archive as before the import")
            return "before"
        if listed == set(step.after["listed"]) and answers["listed"] == step.after["listed"]:
            same(answers["found"], step.after["found"], "the archive as after the import")
            return "after"
        check(set(step.before["listed"]) <= listed <= set(step.after["listed"]), "documents from nowhere or gone")
        return "between"


def acknowledged(out):
    """The documents an import said were taken; a line that was cut says nothing."""
    lines = [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith("}\n")]
    return {line["id"] for line in lines if line.get("outcome") in ("imported", "duplicate") and line.get("id")}


def thinned(events):
    """Of many calls alike one after the other (pages of a log, directories) the first two and the last; all others."""
    chosen, run = [], []
    for event in [*events, None]:
        alike = run and event and (event.name, family(event)) == (run[-1].name, family(run[-1])) and event.name in WRITES | MAKES
        if not alike:
            chosen += run if len(run) < 4 else [run[0], run[1], run[-1]]
            run = []
        run.append(event)
    return chosen


def family(event):
    return pathlib.Path(event.path).suffix if "/index" in event.path else event.path if event.name not in MAKES else "a directory"
