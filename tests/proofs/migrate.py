#!/usr/bin/env python3
"""An archive moved to a server of PostgreSQL and a node of OpenSearch, and back into a folder.

    python3 tests/proofs/migrate.py PROGRAM [--archive FOLDER | --papers 2000] [--seed N]

All three list the same documents, byte for byte, and answer the same questions alike. The archive is
one that is there already, or one of so many papers made for it. Needs what `tests/run` installs.
"""

import contextlib
import hashlib
import json
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

import papers
from archive import QUESTIONS, Archive, arguments, check, folder, proof

CLUSTER = pathlib.Path(__file__).resolve().parent.parent / "cluster"
# What a node may take to begin.
PATIENCE_S = 180


def prove(options):
    with folder() as place, contextlib.ExitStack() as servers:
        database, search, inner = free_port(), free_port(), free_port()
        servers.enter_context(running("postgres", place / "database", database))
        servers.enter_context(running(
            "node", place / "search", "cluster.name=kho", "node.name=mot", f"http.port={search}",
            f"transport.port={inner}", f"discovery.seed_hosts=127.0.0.1:{inner}", "cluster.initial_cluster_manager_nodes=mot"))
        here = Archive(options.program, options.archive or place / "here")
        if not options.archive:
            here.take(papers.make(place / "papers", options.papers, options.seed))
        wait_for(search)
        there, back = place / "there", place / "back"
        there.mkdir()
        (there / "cluster.toml").write_text(
            f'[catalogue]\nurl = "postgres://kho@127.0.0.1:{database}/kho"\n'
            f'[search]\nhosts = ["http://127.0.0.1:{search}"]\nindex = "kho"\nreplicas = 0\n')
        took = []
        for source, target in ((here.folder, there), (there, back)):
            started = time.monotonic()
            done = subprocess.run([here.program, "--archive", source, "migrate", target], capture_output=True, text=True)
            check(done.returncode == 0, "migrate ended with", done.returncode, done.stderr[-2000:])
            took.append(time.monotonic() - started)
        all_three = [here, *(Archive(options.program, folder) for folder in (there, back))]
        lists = [listed(archive) for archive in all_three]
        check(len(set(lists)) == 1, "lists differ:", lists)
        answers = [[answer(archive, question) for question in QUESTIONS] for archive in all_three]
        for question, *three in zip(QUESTIONS, *answers):
            check(three[0] == three[1] == three[2], "answers differ:", question)
        count, digest = lists[0]
        return (f"{count} documents there in {took[0]:.0f} s, back in {took[1]:.0f} s: three lists of SHA-256 {digest[:16]}…, "
                f"{len(QUESTIONS)} answers alike")


def listed(archive):
    """How many documents are listed, and the digest of the list."""
    count, digest = 0, hashlib.sha256()
    with subprocess.Popen(archive.command("--json", "list"), stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            count += 1
            digest.update(line)
    check(process.returncode == 0, "list ended with", process.returncode)
    return count, digest.hexdigest()


def answer(archive, question):
    lines = archive.run("--json", "search", question, expect=(0, 1)).lines
    return [{name: value for name, value in line.items() if name != "took_ms"} for line in lines]


@contextlib.contextmanager
def running(program, *arguments):
    """A server that ends when its input does."""
    with subprocess.Popen([CLUSTER / program, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as server:
        try:
            yield
        finally:
            server.stdin.close()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port):
    for _ in range(PATIENCE_S * 2):
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(
                f"http://127.0.0.1:{port}/_cluster/health?wait_for_status=yellow") as health:
            if json.load(health)["number_of_nodes"] == 1:
                return
        time.sleep(0.5)
    check(False, "OpenSearch did not begin within", PATIENCE_S, "s")


if __name__ == "__main__":
    options = arguments(__doc__, archive="", papers=2000)
    proof("migrate", options.seed, lambda: prove(options))
