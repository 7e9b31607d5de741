"""An archive under proof: runs the program on it, asks it questions, compares what two of them answer."""

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

QUESTIONS = [
    "",
    "12/KH-UBND",
    "kh 15",
    "5/QĐ-BNV",
    "công tác văn thư",
    "quy che phoi hop",
    '"bảo vệ nền tảng tư tưởng"',
    "ủy ban nhân dân tỉnh an giang năm 2020",
    "bộ tài chính -rừng",
    "chay rung",
    "sở nội vụ chủ trì phối hợp",
    "kế hoạch 2015",
]
# What may not be redone after a crash: more files than a batch has.
BATCH = 256
DONE, SOME_REJECTED, FAILED, DAMAGED = 0, 3, 2, 4


class Failed(Exception):
    """A promise that was not kept."""


def check(holds, *what):
    if not holds:
        raise Failed(" ".join(str(one) for one in what))


class Run:
    """What a run of the program gave."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines() if line.endswith("}")]


class Archive:
    def __init__(self, program, folder):
        self.program, self.folder = str(pathlib.Path(program).resolve()), pathlib.Path(folder)

    def command(self, *arguments):
        return [self.program, "--archive", str(self.folder), *map(str, arguments)]

    def run(self, *arguments, expect=None, around=()):
        done = subprocess.run([*around, *self.command(*arguments)], env=environment(), stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=600)
        run = Run(done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace"))
        check("panicked" not in run.err, "a panic:", run.err)
        if expect is not None:
            check(run.code in expect, arguments, "ended with", run.code, run.out[-500:], run.err[-2000:])
        return run

    def take(self, *paths):
        """Imports; gives the summary."""
        return self.run("--json", "import", *paths, expect=(DONE, SOME_REJECTED)).lines[-1]

    def listed(self):
        """Every document by its id, its sources in alphabetical order."""
        rows = self.run("--json", "list", expect=(0, 1)).lines
        for row in rows:
            row["sources"].sort()
        listed = {row["id"]: row for row in rows}
        check(len(listed) == len(rows), "a document is listed twice")
        return listed

    def rejects(self):
        rows = self.run("--json", "quarantine", expect=(0,)).lines
        return sorted((row["path"], row["outcome"], row["reason"]) for row in rows)

    @contextlib.contextmanager
    def serving(self):
        """A running server; gives what asks it."""
        server = subprocess.Popen(self.command("serve", "--listen", "127.0.0.1:0"), env=environment(),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            line = server.stdout.readline().decode()
            if "http://" not in line:
                server.kill()
                raise Failed("the server did not start:", server.stderr.read().decode(errors="replace"))
            yield Asker(line.split("http://")[1].split("/")[0])
        finally:
            server.kill()
            server.communicate()

    def answers(self):
        """What is listed, refused and found, without what may differ between runs."""
        with self.serving() as server:
            found = server.answers()
        return {"listed": self.listed(), "rejects": self.rejects(), "found": found}

    def rebuilt_answers_the_same(self):
        """The index is a function of the store: built anew, it answers what it answered before."""
        with self.serving() as server:
            before = server.answers()
            self.run("reindex", expect=(0,))
            after = server.answers()
        same(before, after, "the rebuilt index")

    def verify(self, *expect):
        return self.run("--json", "verify", expect=expect or (0,))

    def rows(self, question):
        """Asks the catalogue as another process would. (Not read only: one may have to roll back first.)"""
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/catalogue.db?mode=rw", uri=True)) as catalogue:
            return catalogue.execute(question).fetchall()

    def sequence(self):
        return self.rows("SELECT value FROM meta WHERE name = 'sequence'")[0][0]

    def indexed_sequence(self):
        """The last change the index has committed, as its own file says; 0 for none."""
        try:
            meta = json.loads((self.folder / "index/meta.json").read_text())
        except FileNotFoundError:
            return 0
        return int(meta["payload"].split()[1]) if meta.get("payload") else 0

    def originals(self):
        """Every complete original on disk: digest → path."""
        shelves = (self.folder / "originals").glob("[0-9a-f][0-9a-f]/*")
        return {path.name: path for path in shelves}

    def hold(self, acknowledged):
        """Checks that documents are there with their bytes; gives the digests of all that are."""
        digests = {row[0]: row[1] for row in self.rows("SELECT id, digest FROM documents")}
        lost = set(acknowledged) - set(digests)
        check(not lost, "acknowledged and lost:", lost)
        originals = self.originals()
        for one in acknowledged:
            path = originals.get(digests[one])
            check(path, "without its original:", one)
            check(sha256(path) == digests[one], "with other bytes:", path)
        return set(digests.values())


class Asker:
    """Asks a server."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address, timeout=60)

    def get(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def post(self, path, body, **headers):
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def search(self, question):
        path = "/api/v1/search?" + urllib.parse.urlencode({"q": question, "limit": 100})
        status, body = self.get(path)
        check(status == 200, path, status, body)
        answer = json.loads(body)
        # `next` carries the score, whose last digits depend on the order of a sum.
        for name in ("took_ms", "next"):
            answer.pop(name)
        for hit in answer["hits"]:
            hit.pop("score")
            hit["sources"].sort()
        return answer

    def answers(self):
        return {question: self.search(question) for question in QUESTIONS}


def environment():
    # OCR takes seconds a page and proves nothing here.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VANKHO_", "RUST_LOG"))}
    return {**kept, "VANKHO_TESSERACT": "/nowhere/tesseract"}


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def same(one, other, what):
    """Compares two answers and names the first place where they differ."""
    if one == other:
        return
    path = []
    while type(one) is type(other) and isinstance(one, (dict, list)):
        keys = one.keys() | other.keys() if isinstance(one, dict) else range(max(len(one), len(other)))
        get = (lambda side, key: side.get(key)) if isinstance(one, dict) else (lambda side, key: side[key] if key < len(side) else None)
        key = next(key for key in sorted(keys, key=str) if get(one, key) != get(other, key))
        path.append(key)
        one, other = get(one, key), get(other, key)
    raise Failed(f"{what} differs at {path}: {str(one)[:400]} instead of {str(other)[:400]}")


def copy(source, target):
    """A folder as it is, with its times; `target` is made anew."""
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", str(source), str(target)], check=True)


@contextlib.contextmanager
def folder():
    """A temporary folder; kept when a proof fails, so that it can be looked at."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="vankho-proof-"))
    try:
        yield path
    except BaseException:
        print(f"kept for looking at: {path}", flush=True)
        raise
    shutil.rmtree(path, ignore_errors=True)


def arguments(text, **figures):
    """The command line all proofs share: PROGRAM, --seed, and figures of their own."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the vankho to prove")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    for name, default in figures.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    return parser.parse_args()


def proof(name, seed, prove):
    """Runs a proof and prints its one line: what was done, or what was not kept."""
    started = time.monotonic()
    # Told to stop, it still takes down what it mounted and ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        done = prove()
    except Failed as failed:
        print(f"FAIL {name} (seed {seed}): {failed}", flush=True)
        sys.exit(1)
    print(f"PASS {name} (seed {seed}, {time.monotonic() - started:.0f} s): {done}", flush=True)


def skip(name, reason):
    print(f"SKIP {name}: {reason}", flush=True)
    sys.exit(77)
