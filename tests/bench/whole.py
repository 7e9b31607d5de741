#!/usr/bin/env python3
"""The whole program beside what an office would have without it, run in turn, ratios of medians.

    python3 tests/bench/whole.py again  ARCHIVE PAPERS       a folder that was imported, once more
    python3 tests/bench/whole.py start  ARCHIVE QUERIES.tsv  from the call to the first answer; memory
    python3 tests/bench/whole.py texts  PAPERS               import of texts against R's indexing
    python3 tests/bench/whole.py pdfs   PDFS                 import of PDFs against pdftotext, then R
    python3 tests/bench/whole.py busy   ARCHIVE QUERIES.tsv PAPERS  searching while importing PAPERS
    python3 tests/bench/whole.py scans  PDFS                 OCR of their first pages, as pictures, against tesseract
    python3 tests/bench/whole.py disk   ARCHIVE              bytes on disk against R's

PAPERS and QUERIES.tsv are what generate.py wrote; ARCHIVE has them imported. `--rounds` 5, `--program`
target/release/vankho, `--reference` the newest target/release/deps/engine-* (`cargo build --release
--bench engine`). Each writes target/bench/NAME.json. `again` touches every file of PAPERS, and each
becomes an entry of ARCHIVE's log: give it copies. `busy` imports PAPERS into copies of ARCHIVE it makes.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).parent.parent.parent
# Pictures that `scans` reads.
SCANS = 10
# That `busy` asks.
SEARCHES_A_SECOND = 5


def timed(*command, shell=False):
    """Seconds a command takes; what it prints is dropped."""
    started = time.perf_counter()
    done = subprocess.run(command[0] if shell else command, shell=shell, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    took = time.perf_counter() - started
    if done.returncode not in (0, 3):
        raise SystemExit(f"{command}: {done.stderr.decode()[-2000:]}")
    return took


def reference(given, *arguments):
    """Runs the program with R in it; the seconds it prints as its last word."""
    done = subprocess.run([given.reference, *map(str, arguments)], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


class Rounds:
    """Pairs of ours and theirs, run in turn."""

    def __init__(self, given, name):
        self.given, self.name, self.rows = given, name, []

    def compare(self, what, ours, theirs, goal, at_least=False):
        pairs = []
        for round in range(self.given.rounds):
            first, second = (ours, theirs) if round % 2 else (theirs, ours)
            times = {run: run() for run in (first, second)}
            pairs.append((times[ours], times[theirs]))
        ratio = statistics.median(one / other for one, other in pairs)
        met = ratio >= goal if at_least else ratio <= goal
        ours, theirs = (statistics.median(column) for column in zip(*pairs))
        sign = "≥" if at_least else "≤"
        print(f"{what}: {ours:.4g} / {theirs:.4g} = {ratio:.2f} ({sign} {goal}{'' if met else ' MISSED'})")
        self.rows.append({"what": what, "pairs": pairs, "ratio": ratio, "goal": goal})

    def note(self, what, value):
        print(f"{what}: {value:.4g}")
        self.rows.append({"what": what, "value": value})

    def write(self):
        path = ROOT / "target/bench" / f"{self.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.rows, indent=1))
        print(f"record: {path}")


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def again(given, rounds):
    archive, papers = given.of
    run = [given.program, "--archive", archive, "import", "--no-ocr", "--settle", "0", papers]
    timed(*run)
    stat = f"find {papers} -type f -print0 | xargs -0 stat"
    rounds.compare("unchanged folder, s", lambda: timed(*run), lambda: timed(stat, shell=True), 1.5)

    def touched():
        for path in files(papers):
            os.utime(path)
        return timed(*run)

    digest = f"find {papers} -type f -print0 | xargs -0 -P2 -n 500 sha256sum"
    rounds.compare("its content again, s", touched, lambda: timed(digest, shell=True), 1.2)


@contextlib.contextmanager
def serving(given, archive):
    """The server's address and process."""
    command = [given.program, "--archive", archive, "serve", "--listen", "127.0.0.1:0", "--verify-every", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            base = next(found[0] for line in server.stdout if (found := re.findall(r"http://[^\s/]+", line)))
            yield base, server
        finally:
            server.kill()


def ask(base, row):
    fields = {"q": row["text"], "from": row["from"], "to": row["to"]}
    fields = {name: value for name, value in fields.items() if value}
    with urllib.request.urlopen(f"{base}/api/v1/search?{urllib.parse.urlencode(fields)}") as answer:
        return json.load(answer)


def questions(table, *classes):
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = [dict(zip(lines[0].split("\t"), line.split("\t"))) for line in lines[1:]]
    return [row for row in rows if row["class"] in classes]


def start(given, rounds):
    archive, table = given.of
    question = questions(table, "and2")[0]

    def ours():
        started = time.perf_counter()
        with serving(given, archive) as (base, _):
            answer = ask(base, question)
            took = time.perf_counter() - started
        assert answer["facets"]["year"]
        return took

    theirs = lambda: reference(given, "first", archive, question["text"])  # noqa: E731
    rounds.compare("to the first answer, s", ours, theirs, 2)
    with serving(given, archive) as (base, server):
        ask(base, question)
        status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
        rounds.note("idle anonymous memory, MB (≤ 64)", int(re.search(r"RssAnon:\s+(\d+)", status)[1]) / 1000)


def imported(given, papers):
    """Seconds to import a folder into an archive of its own."""
    with tempfile.TemporaryDirectory() as place:
        return timed(given.program, "--archive", f"{place}/a", "import", "--no-ocr", "--jobs", "2", "--settle", "0", papers)  # fmt: skip


def texts(given, rounds):
    (papers,) = given.of
    megabytes = sum(path.stat().st_size for path in files(papers)) / 1e6
    ours = lambda: megabytes / imported(given, papers)  # noqa: E731
    theirs = lambda: megabytes / reference(given, "index", papers)  # noqa: E731
    rounds.compare("texts imported, MB/s", ours, theirs, 0.9, at_least=True)


def pdfs(given, rounds):
    (papers,) = given.of

    def theirs():
        with tempfile.TemporaryDirectory() as place:
            read = f"pdftotext -layout \"$1\" {place}/$$.txt 2>/dev/null"
            command = f"find {papers} -name '*.pdf' -print0 | xargs -0 -P2 -I{{}} sh -c '{read}' _ {{}}"
            return timed(command, shell=True) + reference(given, "index", place)

    def recoll():
        with tempfile.TemporaryDirectory() as place:
            pathlib.Path(place, "recoll.conf").write_text(f"topdirs = {papers.resolve()}\n")
            return timed("recollindex", "-c", place)

    rounds.compare("PDFs imported, s", lambda: imported(given, papers), theirs, 1.0)
    if shutil.which("recollindex"):
        rounds.compare("PDFs imported, s, against Recoll", lambda: imported(given, papers), recoll, 0.8)


def scans(given, rounds):
    """Pictures of 300 dpi, read by ours and by tesseract on two processes of one thread each."""
    (papers,) = given.of
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory() as place:
        for at, path in enumerate(sorted(files(papers))[:SCANS]):
            timed("pdftoppm", "-r", "300", "-gray", "-png", "-singlefile", path, f"{place}/{at:03}")

        def ours():
            with tempfile.TemporaryDirectory() as kho:
                return timed(given.program, "--archive", f"{kho}/a", "import", "--jobs", "2", "--settle", "0", place)

        read = f"find {place} -name '*.png' -print0 | xargs -0 -P2 -I{{}} tesseract {{}} stdout -l vie"
        rounds.compare(f"{SCANS} scans read, s", ours, lambda: timed(read, shell=True), 1.1)


def percentile(times, share):
    return sorted(times)[round((len(times) - 1) * share)]


def busy(given, rounds):
    """p99 of five searches a second while a folder is imported, against the same server idle; and how
    much slower the import is for being searched beside."""
    archive, table, papers = given.of
    asked = questions(table, "and2", "and3", "browse")

    def times(base, until):
        """Seconds each of five questions a second takes, until the event comes."""
        took = []
        due = time.perf_counter()
        while not until.is_set():
            started = time.perf_counter()
            ask(base, asked[len(took) % len(asked)])
            took.append(time.perf_counter() - started)
            due += 1 / SEARCHES_A_SECOND
            until.wait(max(0, due - time.perf_counter()))
        return took

    def a_copy():
        """A server of a copy of the archive, which has answered each question once."""
        place = stack.enter_context(tempfile.TemporaryDirectory())
        copy = pathlib.Path(place, "copy")
        shutil.copytree(archive, copy)
        base, _ = stack.enter_context(serving(given, copy))
        for row in asked:
            ask(base, row)
        return base, (given.program, "--archive", copy, "import", "--no-ocr", "--settle", "0", papers)

    idle, loaded, alone, beside = [], [], [], []
    for _ in range(given.rounds):
        with contextlib.ExitStack() as stack:
            _, command = a_copy()
            alone.append(timed(*command))
        with contextlib.ExitStack() as stack:
            base, command = a_copy()
            over = threading.Event()
            waiting = threading.Timer(alone[-1], over.set)
            waiting.start()
            idle += times(base, over)
            over.clear()

            def importing():
                beside.append(timed(*command))
                over.set()

            threading.Thread(target=importing).start()
            loaded += times(base, over)
    for share in (0.5, 0.99):
        ratio = percentile(loaded, share) / percentile(idle, share)
        rounds.note(f"p{share * 100:.0f} while importing ÷ idle (≤ 1.2 of p99, of {len(loaded)})", ratio)
    speed = statistics.median(one / other for one, other in zip(alone, beside))
    rounds.note("speed of an import while searching ÷ the same unasked (≥ 0.8)", speed)


def disk(given, rounds):
    (archive,) = given.of
    size = lambda folder: sum(path.stat().st_size for path in files(folder))  # noqa: E731
    ours = size(archive) - size(archive / "originals")
    for part in ("index", "catalogue.db", "log"):
        path = archive / part
        rounds.note(f"{part}, MB", (size(path) if path.is_dir() else path.stat().st_size) / 1e6)
    theirs = reference(given, "size", archive)
    rounds.note("all without originals ÷ R (≤ 0.8)", ours / theirs)


TASKS = {task.__name__: task for task in (again, start, texts, pdfs, scans, busy, disk)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("task", choices=TASKS)
    arguments.add_argument("of", nargs="+", type=pathlib.Path)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--program", default=ROOT / "target/release/vankho")
    arguments.add_argument("--reference")
    given = arguments.parse_args()
    built = (path for path in (ROOT / "target/release/deps").glob("engine-*") if not path.suffix)
    given.reference = given.reference or max(built, key=lambda path: path.stat().st_mtime, default=None)
    rounds = Rounds(given, given.task)
    TASKS[given.task](given, rounds)
    rounds.write()


if __name__ == "__main__":
    sys.exit(main())
