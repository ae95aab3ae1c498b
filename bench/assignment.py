#!/usr/bin/env python3
"""Sets `trellis lab assign` beside a mixed-integer solver on generalised assignment, both for as long, in one run.

usage: assignment.py [--seconds 10] [--seed 1] [--kinds cde] [--agents 5,10,20] [--jobs 100,200] [FILE ...]

Needs Debian's python3-scipy (its milp is HiGHS) or coinor-cbc; takes scipy where both are there. Draws problems by the
published recipes (c, d: Chu and Beasley 1997; e: Laguna and others 1995), costs to be the least, or takes files of the
OR-Library; a file whose name begins with "c0" or "c1" and has an underscore is one of its small sets, which are maximised.
Prints a line a problem: value, gap (|bound - value| / |value|) and seconds of ours and theirs, and the ratio of seconds
(above 1: ours is faster; not told where either ran out of time); then the worst gap a kind. Ends with 1 where one's
value passes the other's bound: then one of the two is wrong.
"""

import argparse
import json
import math
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def drawn(kind, agents, jobs, seed):
    draw = random.Random(f"{kind} {agents} {jobs} {seed}")
    cells = agents * jobs
    if kind == "c":
        loads = [draw.randint(5, 25) for _ in range(cells)]
        costs = [draw.randint(10, 50) for _ in range(cells)]
    elif kind == "d":
        loads = [draw.randint(1, 100) for _ in range(cells)]
        costs = [111 - load + draw.randint(-10, 10) for load in loads]
    else:
        loads = [max(1, round(1 - 10 * math.log(1 - draw.random()))) for _ in range(cells)]
        costs = [round(1000 / load - 10 * draw.random()) for load in loads]
    capacities = [int(0.8 * sum(loads[i * jobs : (i + 1) * jobs]) / agents) for i in range(agents)]
    return costs, loads, capacities


def written(path, agents, jobs, costs, loads, capacities):
    rows = [[agents, jobs]]
    for table in (costs, loads):
        rows += [table[i * jobs : (i + 1) * jobs] for i in range(agents)]
    path.write_text("\n".join(" ".join(map(str, row)) for row in rows + [capacities]) + "\n")


def ours(path, maximise, seconds, seed):
    words = ["--gap", str(path), "--seconds", str(seconds), "--seed", str(seed), "--json"]
    run = subprocess.run(
        [str(ROOT / "trellis"), "lab", "assign", *words, *(["--maximise"] if maximise else [])],
        capture_output=True,
        text=True,
    )
    if run.returncode not in (0, 1):
        sys.exit(run.stderr)
    answer = json.loads(run.stdout)
    return answer["value"], answer["bound"], answer["seconds"], answer["optimal"]


def scipy_milp(numbers, maximise, seconds):
    import numpy
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    agents, jobs = numbers[:2]
    cells = agents * jobs
    costs, loads, room = numbers[2 : 2 + cells], numbers[2 + cells : 2 + 2 * cells], numbers[2 + 2 * cells :]
    pair = numpy.arange(cells)
    rows = numpy.concatenate([pair // jobs, agents + pair % jobs])
    matrix = csr_matrix((numpy.concatenate([loads, numpy.ones(cells)]), (rows, numpy.concatenate([pair, pair]))))
    sign = -1 if maximise else 1
    started = time.perf_counter()
    found = milp(
        sign * numpy.array(costs),
        constraints=LinearConstraint(matrix, [-numpy.inf] * agents + [1] * jobs, room + [1] * jobs),
        integrality=numpy.ones(cells),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    took = time.perf_counter() - started
    value = None if found.x is None else round(sign * found.fun)
    bound = found.mip_dual_bound
    bound = None if bound is None or not math.isfinite(bound) else sign * bound
    return value, bound, took, found.status == 0


def cbc(numbers, maximise, seconds):
    agents, jobs = numbers[:2]
    cells = agents * jobs
    costs, loads, room = numbers[2 : 2 + cells], numbers[2 + cells : 2 + 2 * cells], numbers[2 + 2 * cells :]
    with tempfile.TemporaryDirectory() as folder:
        problem = pathlib.Path(folder, "problem.lp")
        # Always minimised: versions of cbc differ in the sign they print of what is maximised.
        sign = -1 if maximise else 1
        lines = ["Minimize", " obj:"] + [f" {sign * costs[x]:+} x{x}" for x in range(cells)] + ["Subject To"]
        for i in range(agents):
            lines += [f" c{i}:"] + [f" +{loads[x]} x{x}" for x in range(i * jobs, (i + 1) * jobs)] + [f" <= {room[i]}"]
        for j in range(jobs):
            lines += [f" j{j}:"] + [f" + x{x}" for x in range(j, cells, jobs)] + [" = 1"]
        problem.write_text("\n".join(lines + ["Binary"] + [f" x{x}" for x in range(cells)] + ["End", ""]))
        started = time.perf_counter()
        said = subprocess.run(
            ["cbc", str(problem), "sec", str(seconds), "ratio", "0", "solve"], capture_output=True, text=True
        ).stdout
        took = time.perf_counter() - started
    optimal = "Optimal solution found" in said
    value = re.search(r"Objective value:\s+(-?[\d.]+)", said)
    bound = re.search(r"Lower bound:\s+(-?[\d.]+)", said)
    value = None if value is None else sign * round(float(value[1]))
    return value, value if optimal else bound and sign * float(bound[1]), took, optimal


def gap(value, bound):
    return math.nan if value is None or bound is None else abs(bound - value) / max(1, abs(value))


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=10)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--kinds", default="cde")
    words.add_argument("--agents", default="5,10,20")
    words.add_argument("--jobs", default="100,200")
    words.add_argument("files", nargs="*", type=pathlib.Path)
    asked = words.parse_args()
    try:
        import scipy.optimize  # noqa: F401

        theirs, name = scipy_milp, "HiGHS"
    except ImportError:
        if not shutil.which("cbc"):
            sys.exit("Neither python3-scipy nor coinor-cbc is here (Debian: apt-get install python3-scipy).")
        theirs, name = cbc, "cbc"
    worst, wrong = {}, 0
    with tempfile.TemporaryDirectory() as folder:
        problems = [(path, re.match(r"c[01]\d+_", path.name) is not None) for path in asked.files]
        if not problems:
            for kind in asked.kinds:
                for agents in map(int, asked.agents.split(",")):
                    for jobs in map(int, asked.jobs.split(",")):
                        path = pathlib.Path(folder, f"{kind}{agents:02}{jobs}-{asked.seed}")
                        written(path, agents, jobs, *drawn(kind, agents, jobs, asked.seed))
                        problems.append((path, False))
        for path, maximise in problems:
            value, bound, took, optimal = ours(path, maximise, asked.seconds, asked.seed)
            numbers = list(map(int, path.read_text().split()))
            value2, bound2, took2, optimal2 = theirs(numbers, maximise, asked.seconds)
            ratio = f"{took2 / took:8.1f} x" if optimal and optimal2 else "         -"
            print(
                f"{path.name:12} trellis {value} {100 * gap(value, bound):.3f} % {took:.2f} s"
                f"{' proven' if optimal else ''}   {name} {value2} {100 * gap(value2, bound2):.3f} % {took2:.2f} s"
                f"{' proven' if optimal2 else ''}  {ratio}",
                flush=True,
            )
            sign = -1 if maximise else 1
            for one, other in ((value, bound2), (value2, bound)):
                if one is not None and other is not None and sign * (other - one) > 1e-6 * max(1, abs(one)):
                    wrong += 1
                    print(f"  {one} passes the bound {other}")
            worst[path.name[0]] = max(worst.get(path.name[0], 0), gap(value, bound))
    print(", ".join(f"{kind}: worst gap {100 * share:.3f} %" for kind, share in worst.items()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
