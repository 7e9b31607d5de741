#!/usr/bin/env python3
"""How often the right paper comes first, over HTTP, with the real program.

    python3 tests/bench/retrieval.py SET PROGRAM [--only KIND]

SET is a folder with `corpus.jsonl.gz` ({id, title, text}), `queries.jsonl` ({id, text[, kind]}) and
`qrels.tsv` (query, document[, grade]). Every document becomes a text file and is imported with
PROGRAM (`target/release/vankho`); every query is asked over HTTP as it is and with its marks
removed. Prints hit@1, MRR@10, R@10, nDCG@10 for each kind of query, and the median time of an answer.
"""

import argparse
import collections
import gzip
import json
import math
import pathlib
import re
import statistics
import subprocess
import tempfile
import time
import unicodedata
import urllib.parse
import urllib.request


def bare(text):
    """The text as someone types it without marks."""
    letters = unicodedata.normalize("NFD", text)
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return letters.replace("đ", "d").replace("Đ", "D")


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def relevant(path):
    found = collections.defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) >= 2 and cells[0] not in ("query", "query_id", "query-id", "qid"):
            found[cells[0]].add(cells[1])
    return found


def write_papers(corpus, folder):
    """One text file a document; gives the id for each file name."""
    names = {}
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        for count, line in enumerate(file):
            document = json.loads(line)
            name = f"{count:06}-{re.sub('[^A-Za-z0-9]+', '-', str(document['id']))[:60]}.txt"
            title, text = document.get("title") or "", document["text"]
            whole = text if title and text.lstrip().startswith(title) else f"{title}\n\n{text}"
            (folder / name).write_text(whole, encoding="utf-8")
            names[name] = str(document["id"])
    return names


def ask(base, query):
    url = f"{base}/api/v1/search?" + urllib.parse.urlencode({"q": query, "limit": 10})
    started = time.perf_counter()
    with urllib.request.urlopen(url) as answer:
        hits = json.load(answer)["hits"]
    return [hit["sources"][0] for hit in hits], time.perf_counter() - started


def score(ranked, right):
    places = [place for place, one in enumerate(ranked) if one in right]
    gain = sum(1 / math.log2(place + 2) for place in places)
    best = sum(1 / math.log2(place + 2) for place in range(min(10, len(right))))
    return {
        "hit@1": 1.0 if ranked and ranked[0] in right else 0.0,
        "MRR@10": 1 / (places[0] + 1) if places else 0.0,
        "R@10": len(places) / len(right),
        "nDCG@10": gain / best,
    }


def report(title, scores, seconds):
    print(f"\n{title:<28}{'queries':>8}{'hit@1':>8}{'MRR@10':>8}{'R@10':>8}{'nDCG@10':>9}")
    groups = sorted(scores) + (["all"] if len(scores) > 1 else [])
    for group in groups:
        rows = sum(scores.values(), []) if group == "all" else scores[group]
        means = [statistics.mean(row[name] for row in rows) for name in rows[0]]
        print(f"{group:<28}{len(rows):>8}" + "".join(f"{mean:>8.3f}" for mean in means))
    print(f"median {statistics.median(seconds) * 1000:.1f} ms an answer over HTTP")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("set", type=pathlib.Path)
    arguments.add_argument("program")
    arguments.add_argument("--only", help="one kind of query")
    given = arguments.parse_args()
    right = relevant(given.set / "qrels.tsv")
    queries = [query for query in lines(given.set / "queries.jsonl") if str(query["id"]) in right]
    if given.only:
        queries = [query for query in queries if query.get("kind") == given.only]
    with tempfile.TemporaryDirectory() as temporary:
        folder, archive = pathlib.Path(temporary, "papers"), pathlib.Path(temporary, "archive")
        folder.mkdir()
        names = write_papers(given.set / "corpus.jsonl.gz", folder)
        program = [given.program, "--archive", str(archive)]
        imported = subprocess.run(program + ["import", str(folder)], capture_output=True, text=True)
        print(imported.stdout)
        if imported.returncode not in (0, 3):
            raise SystemExit(imported.stderr)
        serve = program + ["serve", "--listen", "127.0.0.1:0"]
        with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
            try:
                base = re.search(r"http://[^/\s]+", server.stdout.readline()).group()
                for title, typed in (("as typed", str), ("marks removed", bare)):
                    scores, seconds = collections.defaultdict(list), []
                    for query in queries:
                        ranked, took = ask(base, typed(query["text"]))
                        ranked = [names.get(name, name) for name in ranked]
                        scores[query.get("kind") or "all"].append(score(ranked, right[str(query["id"])]))
                        seconds.append(took)
                    report(title, scores, seconds)
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
