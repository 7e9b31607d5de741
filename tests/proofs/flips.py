#!/usr/bin/env python3
"""Flips single bits in originals, catalogue and index; `vankho verify` must find all and invent none.

    python3 tests/proofs/flips.py PROGRAM [--flips 100] [--papers 10000] [--seed N]

Of the flips 40 % are in originals, all at once: exactly those are named. 30 % are in the catalogue and 30 %
in the index, one at a time. A byte of the catalogue that is in use by nothing (checked by reading the
whole database) is no damage, and another one is flipped instead. After every flip in the index it is
built anew and answers as before. Without a flip there is nothing to find.
"""

import collections
import json
import random
import re
import shutil
import sqlite3

import papers
from archive import DAMAGED, DONE, FAILED, Archive, arguments, check, folder, proof, same

# Locks, and a list that only says which files may be collected.
NOT_READ = (".tantivy-meta.lock", ".tantivy-writer.lock", ".managed.json")


def flip(path, dice):
    """Flips a bit; gives what takes it back."""
    at, bit = dice.randrange(path.stat().st_size), 1 << dice.randrange(8)

    def turn():
        mode = path.stat().st_mode
        path.chmod(0o644)
        with open(path, "r+b") as file:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ bit]))
        path.chmod(mode)
    turn()
    return at, turn


def said(run):
    return run.out + run.err


def originals(archive, flips, dice):
    chosen = dict(dice.sample(sorted(archive.originals().items()), flips))
    back = [flip(path, dice)[1] for path in chosen.values()]
    run = archive.verify(DAMAGED)
    named = {found for line in run.lines if line.get("event") == "problem" for found in re.findall(r"[0-9a-f]{64}", json.dumps(line))}
    check(named == set(chosen), "flipped and not named:", set(chosen) - named, "named and not flipped:", named - set(chosen))
    for turn in back:
        turn()
    archive.verify(DONE)


def contents(path):
    """All rows of all tables and all that SQLite finds wrong, or nothing where it cannot be read."""
    try:
        catalogue = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        catalogue.text_factory = bytes
        tables = [row[0].decode() for row in catalogue.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        rows = hash(tuple((table, tuple(catalogue.execute(f'SELECT * FROM "{table}"'))) for table in tables))
        return rows, tuple(catalogue.execute("SELECT sql FROM sqlite_master")), tuple(catalogue.execute("PRAGMA integrity_check"))
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def catalogue(archive, flips, dice, found):
    path = archive.folder / "catalogue.db"
    for leftover in ("catalogue.db-wal", "catalogue.db-shm"):
        check(not (archive.folder / leftover).exists() or (archive.folder / leftover).stat().st_size in (0, 32768), "not settled:", leftover)
    whole, unused, missed = contents(path), 0, []
    shutil.copy2(path, path.with_suffix(".saved"))
    # A verification enters itself in the log: file and catalogue are put back together.
    log = archive.folder.parent / "log-saved"
    shutil.copytree(archive.folder / "log", log)
    done = 0
    while done < flips:
        at, _ = flip(path, dice)
        if contents(path) == whole:
            unused += 1
        else:
            done += 1
            run = archive.verify(DONE, FAILED, DAMAGED)
            found[{DONE: "catalogue, missed", FAILED: "catalogue, refused", DAMAGED: "catalogue"}[run.code]] += 1
            if run.code == DONE:
                missed.append((at, what(path, path.with_suffix(".saved"))))
            check(run.code != FAILED or "catalogue" in run.err or "archive" in run.err, "refused in other words:", run.err)
        for leftover in ("catalogue.db-wal", "catalogue.db-shm"):
            (archive.folder / leftover).unlink(missing_ok=True)
        shutil.copy2(path.with_suffix(".saved"), path)
        shutil.rmtree(archive.folder / "log")
        shutil.copytree(log, archive.folder / "log")
    path.with_suffix(".saved").unlink()
    for at, where in missed:
        print(f"  missed: byte {at} of the catalogue, {where}", flush=True)
    archive.verify(DONE)
    return unused, missed


def what(flipped, saved):
    """In which table a flip is."""
    sides = [sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) for path in (flipped, saved)]
    for side in sides:
        side.text_factory = bytes
    for (table,) in sides[1].execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        table = table.decode()
        one, other = (side.execute(f'SELECT * FROM "{table}"').fetchall() for side in sides)
        if one != other:
            differ = [(was, now) for now, was in zip(one, other) if now != was][:1]
            return f"table {table}: {str(differ)[:300]}"
    return "in no table"


def index(archive, flips, dice, found, before):
    files = [path for path in sorted((archive.folder / "index").iterdir()) if path.name not in NOT_READ]
    saved = archive.folder.parent / "index-saved"
    shutil.copytree(archive.folder / "index", saved)
    for _ in range(flips):
        path = dice.choices(files, [path.stat().st_size for path in files])[0]
        at, _ = flip(path, dice)
        run = archive.verify(DONE, FAILED, DAMAGED)
        kind = f"index{path.suffix or path.name}"
        found[f"index{', missed' if run.code == DONE else ', refused' if run.code == FAILED else ''}"] += 1
        if run.code == DONE:
            print(f"  missed: byte {at} of {kind}", flush=True)
        archive.run("reindex", expect=(DONE,))
        archive.verify(DONE)
        with archive.serving() as server:
            same(server.answers(), before, f"the index rebuilt after a flip in {kind}")
        shutil.rmtree(archive.folder / "index")
        shutil.copytree(saved, archive.folder / "index")


def prove(options):
    dice, found = random.Random(options.seed), collections.Counter()
    with folder() as place:
        archive = Archive(options.program, place / "archive")
        archive.take(papers.make(place / "papers", options.papers, options.seed))
        archive.verify(DONE)
        with archive.serving() as server:
            before = server.answers()
        count = len(archive.originals())
        originals(archive, options.flips * 4 // 10, dice)
        print(f"  {options.flips * 4 // 10} flips in {count} originals named", flush=True)
        unused, missed = catalogue(archive, options.flips * 3 // 10, dice, found)
        print(f"  catalogue: {dict(found)}", flush=True)
        index(archive, options.flips * 3 // 10, dice, found, before)
    wrong = {kind: times for kind, times in found.items() if "missed" in kind}
    check(not wrong, "not found:", dict(found))
    told = ", ".join(f"{times} in {kind}" for kind, times in found.items())
    return f"{options.flips * 4 // 10} flips in {count} originals, all named and no other; {told}; {unused} in bytes in use by nothing"


if __name__ == "__main__":
    options = arguments(__doc__, flips=100, papers=10_000)
    proof("flips", options.seed, lambda: prove(options))
