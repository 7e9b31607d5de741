#!/usr/bin/env python3
"""A folder of very many small papers: how soon something is seen, how much memory it takes, and
that importing it again takes about as long as walking it and writes nothing.

    tests/proofs/many_files.py target/release/vankho [N] [FOLDER]

N is 300,000 unless given. FOLDER (else a temporary one, removed at the end) is kept, so that a
second call goes on with what is there. The two bounds that depend on the machine (seconds to the
first line, times of the walk) are for a release build; a debug build is only asked for the others.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

MEMORY = 1 << 30
FIRST_LINE = 5.0
PER_FOLDER = 500
TEXT = """ỦY BAN NHÂN DÂN TỈNH AN GIANG
Số: {number}/KH-UBND
An Giang, ngày {day} tháng {month} năm {year}
KẾ HOẠCH
về công tác văn thư, lưu trữ đợt {number}
Các cơ quan, đơn vị tổ chức thực hiện nghiêm túc kế hoạch số {number} này.
"""


def make(folder, count):
    for number in range(count):
        inner = folder / f"{number // PER_FOLDER:04}"
        if number % PER_FOLDER == 0:
            inner.mkdir(parents=True, exist_ok=True)
        paper = inner / f"{number:06}.txt"
        if not paper.exists():
            text = TEXT.format(
                number=number + 1, day=number % 28 + 1, month=number % 12 + 1, year=2000 + number % 25
            )
            paper.write_text(text, encoding="utf-8")
            # An hour old: nobody is writing it.
            os.utime(paper, (time.time() - 3600, time.time() - 3600))


def tree(pid):
    pids = [pid]
    for child in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for word in child.read_text().split():
            pids += tree(int(word))
    return pids


def memory(pid):
    """Bytes a process and its children hold, what they share counted once."""
    total = 0
    for one in tree(pid):
        try:
            for line in pathlib.Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except OSError:
            pass  # it has just ended
    return total


def run_import(program, archive, folder):
    """The sums, seconds to the first line and in all, and the most memory at a time."""
    started = time.monotonic()
    process = subprocess.Popen(
        [program, "--archive", archive, "--json", "import", "--no-ocr", folder],
        stdout=subprocess.PIPE,
        text=True,
    )
    most, ended = [0], threading.Event()

    def watch():
        while not ended.wait(0.5):
            try:
                most[0] = max(most[0], memory(process.pid))
            except OSError:
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    first, last, lines = None, None, 0
    for line in process.stdout:
        first = first or time.monotonic() - started
        last, lines = line, lines + 1
        if lines % 10000 == 0:
            told = f"{lines} in {time.monotonic() - started:.0f} s, {most[0] >> 20} MiB at most"
            print(told, file=sys.stderr, flush=True)
    code = process.wait()
    ended.set()
    watcher.join()
    assert code == 0, f"exit code {code}"
    return json.loads(last), first, time.monotonic() - started, most[0]


def state(archive):
    """Size and time of every file of an archive. Three aside that hold nothing: the lock names its
    last holder, the catalogue's log is empty between runs, its shared memory is SQLite's own."""
    seen = {}
    for folder, _, names in os.walk(archive):
        for name in names:
            path = os.path.join(folder, name)
            about = os.stat(path)
            seen[path] = (about.st_size, about.st_mtime_ns)
    log = seen.pop(os.path.join(archive, "catalogue.db-wal"), (0, 0))
    assert log[0] == 0, "the catalogue's log was not merged"
    for name in ["lock", "catalogue.db-shm"]:
        seen.pop(os.path.join(archive, name), None)
    return seen


def walk(folder):
    started = time.monotonic()
    subprocess.run(
        ["find", folder, "-printf", "%s %T@ %p\\n"], stdout=subprocess.DEVNULL, check=True
    )
    return time.monotonic() - started


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300_000
    is_release = "release" in program
    with tempfile.TemporaryDirectory() as temporary:
        base = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else pathlib.Path(temporary)
        papers, archive = base / f"papers-{count}", str(base / f"archive-{count}")
        make(papers, count)
        sums, first, seconds, most = run_import(program, archive, str(papers))
        print(f"import: {sums['imported']} new of {sums['found']} in {seconds:.1f} s, "
              f"first line after {first:.2f} s, {most >> 20} MiB at most", flush=True)
        assert sums["found"] == count, sums
        assert sums["imported"] + sums["known"] == count, sums
        assert most <= MEMORY, f"{most >> 20} MiB"
        assert not is_release or first <= FIRST_LINE, f"first line after {first:.2f} s"
        before = state(archive)
        best = None
        for _ in range(3):
            walked = walk(str(papers))
            sums, first, seconds, most = run_import(program, archive, str(papers))
            print(f"again: {sums['known']} known of {sums['found']} in {seconds:.2f} s "
                  f"({sums['seconds']:.2f} s by its own clock), find {walked:.2f} s, "
                  f"first line after {first:.2f} s, {most >> 20} MiB at most", flush=True)
            assert sums["known"] == sums["found"] == count, sums
            assert most <= MEMORY, f"{most >> 20} MiB"
            best = min(best or seconds, seconds)
        after = state(archive)
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert not changed, f"written: {sorted(changed)[:5]}"
        print(f"nothing written; best time again {best:.2f} s")


if __name__ == "__main__":
    main()
