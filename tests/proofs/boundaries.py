#!/usr/bin/env python3
"""Kills an import before every single write, sync, rename and removal it makes, over three commits.

    python3 tests/proofs/boundaries.py PROGRAM [--papers 6] [--thin 0] [--seed N]

Each crash must leave the archive as it was before the batch or as it is after it: answering exactly
so, verified, the journal not ahead of the store and the index not ahead of it either; and the same
import again must lead where it would have led. `--thin 1` leaves out the middle of long runs of calls
alike (pages of the write-ahead log, directories), `--every N` takes every Nth of what remains.
"""

import collections

from archive import arguments, folder, proof, skip
from steps import BOUNDARIES, Steps, acknowledged, thinned
from tracer import possible


def prove(options):
    states, calls = collections.Counter(), collections.Counter()
    with folder() as place:
        steps = Steps(options.program, place, options.seed, options.papers)
        for step in steps.steps:
            events = steps.trace(step, BOUNDARIES, lambda event: None).events
            chosen = thinned(events) if options.thin else events
            chosen = [event.number for event in chosen][options.seed % options.every::options.every]
            print(f"commit {step.number + 1}: {len(events)} calls, killed before {len(chosen)} of them", flush=True)
            for done_before, number in enumerate(chosen):
                if done_before % 50 == 49:
                    print(f"  {done_before + 1} …", flush=True)
                done = steps.trace(step, BOUNDARIES, lambda event: "kill" if event.number == number else None)
                # Threads race: now and then a run has fewer calls than the one before.
                calls[done.events[-1].name if done.code == -9 else "none"] += 1
                try:
                    states[steps.look(step, acknowledged(done.out))] += 1
                except Exception:
                    print(f"killed before call {number}, {done.events[-1]}", flush=True)
                    raise
    killed = ", ".join(f"{count} × {name}" for name, count in calls.most_common())
    led = ", ".join(f"{count} {name}" for name, count in states.most_common())
    return f"{sum(calls.values())} crashes ({killed}); found: {led}"


if __name__ == "__main__":
    options = arguments(__doc__, papers=6, thin=0, every=1)
    if reason := possible():
        skip("boundaries", reason)
    proof("boundaries", options.seed, lambda: prove(options))
