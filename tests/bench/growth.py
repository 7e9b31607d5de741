#!/usr/bin/env python3
"""Draws how the time of a question and the bytes of a paper grow with the number of papers.

    python3 tests/bench/growth.py RECORD.json … OUT.svg

Records are those that `cargo bench --bench engine` wrote, `engine-N.json`, of archives of several
sizes. Needs matplotlib (`pip install matplotlib`). Printed is how many times the time or the bytes grow
when the papers do, between two sizes and by class; nothing may grow more than the papers.
"""

import json
import pathlib
import statistics
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "vankho", "svg.fonttype": "none"})
import matplotlib.pyplot as plt  # noqa: E402


def main():
    *paths, out = sys.argv[1:]
    records = sorted((json.loads(pathlib.Path(path).read_text()) for path in paths), key=lambda record: record["papers"])
    sizes = [record["papers"] for record in records]
    classes = [row["what"] for row in records[0]["rows"] if row["what"] != "b-tree"]
    figure, (times, room) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for colour, name in zip(plt.rcParams["axes.prop_cycle"].by_key()["color"], classes):
        for whose, style in (("ours", "-"), ("theirs", ":")):
            median = [milliseconds(record, name, whose) for record in records]
            times.plot(sizes, median, style, color=colour, marker="o", label=f"{name}, {'Văn Khố' if whose == 'ours' else 'R'}")
            steps = [later / earlier for earlier, later in zip(median, median[1:])]
            print(f"{name:8} {whose:6}", *(f"{value:8.3f} ms" for value in median), "  grows", *(f"{step:.2f}" for step in steps))
    for name, label, style in (("index_bytes", "Văn Khố, index", "-"), ("reference_bytes", "R, with its texts", ":")):
        each = [record[name] / record["papers"] for record in records]
        room.plot(sizes, each, style, color="black", marker="o", label=label)
        print(f"{label:20}", *(f"{value:8.0f} bytes a paper" for value in each))
    for axes, what in ((times, "ms, median of a question"), (room, "bytes a paper")):
        axes.set(xscale="log", xlabel="papers", ylabel=what)
        axes.grid(alpha=0.3)
        axes.legend(fontsize=7)
    times.set(yscale="log")
    room.set(ylim=0)
    figure.savefig(out, metadata={"Date": None})
    papers = [later / earlier for earlier, later in zip(sizes, sizes[1:])]
    print("papers grow", *(f"{step:.1f}" for step in papers))


def milliseconds(record, name, whose):
    row = next(row for row in record["rows"] if row["what"] == name)
    return statistics.median(one["p50_us"] for one in row[whose]) / 1000


if __name__ == "__main__":
    main()
