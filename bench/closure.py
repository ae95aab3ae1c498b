#!/usr/bin/env python3
"""Sets `trellis lab closure` beside a mixed-integer solver and beside placing one school after another, in one run.

usage: closure.py [--schools 120] [--trusts 70] [--loose] [--seeds 1-20] [--seconds 300] [FILE ...]

Needs Debian's python3-scipy (its milp is HiGHS) and a built ./trellis. Draws instances by `lab closure-generate` or takes
files (docs/formats/closure.md). The model is built here from the file alone, by the words of that page: as few left out
as can be, then the best worst rank, then the most value; nothing of ours is asked. Each of the three steps of the solver
has --seconds.

Prints a line an instance: schools left out, worst rank, value and seconds of ours and theirs, our bound, and what share of
our value is had by placing in the order of the file and by placing the easiest first, each with the schools that leaves
out; then the worst and mean of each. Ends with 1 where ours places fewer, has a worse rank, has less than 99.9 % of their
value or a bound below their value, or where its own numbers are not those of its plan.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Instance:
    """The file as lists; only pairs that may be."""

    def __init__(self, file):
        told = json.loads(pathlib.Path(file).read_text())
        self.schools = [s["id"] for s in told["schools"]]
        self.trusts = [t["id"] for t in told["trusts"]]
        school = {s: at for at, s in enumerate(self.schools)}
        trust = {t: at for at, t in enumerate(self.trusts)}
        self.points = [s["challenge"] for s in told["schools"]]
        self.cluster = [s.get("cluster", "") for s in told["schools"]]
        self.lists = [s.get("list", []) for s in told["schools"]]
        self.places = [t["places"] for t in told["trusts"]]
        self.most = [t["challengePoints"] for t in told["trusts"]]
        self.kappa = told.get("clusterCost", 0.05)
        self.penalty = told.get("penalty")
        share = told.get("fairShare", 0.7)
        self.fair = share * sum(self.points) / max(1, len(self.points))
        self.locked = {school[l["school"]]: trust[l["trust"]] for l in told.get("locks", [])}
        ruled_out = {(r["school"], r["trust"]) for r in told.get("ruledOut", [])}
        self.pairs = {}
        for place in told["places"]:
            if place["school"] not in school or place["trust"] not in trust:
                continue
            s, t = school[place["school"]], trust[place["trust"]]
            if (place["school"], place["trust"]) in ruled_out or self.locked.get(s, t) != t:
                continue
            if told["schools"][s].get("performing") and self.lists[s] and place["trust"] not in self.lists[s]:
                continue
            self.pairs[s, t] = place["value"]

    def rank(self, s, t):
        if not self.lists[s] or s in self.locked:
            return 0
        name = self.trusts[t]
        return self.lists[s].index(name) + 1 if name in self.lists[s] else len(self.lists[s]) + 1

    def value(self, plan):
        """Of {school: trust}: values less cluster costs; None where a rule is broken."""
        if any(pair not in self.pairs for pair in plan.items()):
            return None
        if any(plan.get(s) != t for s, t in self.locked.items()):
            return None
        for t in set(plan.values()):
            there = [s for s in plan if plan[s] == t]
            load = sum(self.points[s] for s in there)
            if len(there) > self.places[t] or load > self.most[t]:
                return None
            if len(there) > 1 and load < self.fair * len(there) - 1e-9:
                return None
        return sum(self.pairs[pair] for pair in plan.items()) - self.kappa * self.splits(plan)

    def splits(self, plan):
        used = {(self.cluster[s], t) for s, t in plan.items() if self.cluster[s]}
        return len(used) - len({c for c, _ in used})

    def greedy(self, order, rank):
        """The best trust at each moment, every rule and the worst rank kept as it goes, nothing taken back."""
        plan = dict(self.locked)
        for s in order:
            if s in plan:
                continue
            best = None
            for t in range(len(self.trusts)):
                if (s, t) not in self.pairs or self.rank(s, t) > rank:
                    continue
                there = [o for o in plan if plan[o] == t] + [s]
                load = sum(self.points[o] for o in there)
                if len(there) > self.places[t] or load > self.most[t]:
                    continue
                if len(there) > 1 and load < self.fair * len(there) - 1e-9:
                    continue
                gain = self.pairs[s, t] - self.kappa * (self.splits({**plan, s: t}) - self.splits(plan))
                if best is None or gain > best[0]:
                    best = gain, t
            if best:
                plan[s] = best[1]
        return plan


def solve(it, rank, least_out, seconds, counting):
    """HiGHS on the model under a worst rank; counting: only how many are left out counts. (value, left out, plan, proven)"""
    import numpy
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    pairs = [p for p in it.pairs if it.rank(*p) <= rank]
    groups = sorted({c for c in it.cluster if c})
    touched = sorted({(it.cluster[s], t) for s, t in pairs if it.cluster[s]})
    n, m = len(it.schools), len(pairs)
    x = {p: at for at, p in enumerate(pairs)}
    u = {s: m + s for s in range(n)}
    y = {p: m + n + at for at, p in enumerate(touched)}
    any_of = {g: m + n + len(touched) + at for at, g in enumerate(groups)}
    two = {t: m + n + len(touched) + len(groups) + at for at, t in enumerate(range(len(it.trusts)))}
    width = m + n + len(touched) + len(groups) + len(it.trusts)
    cost = numpy.zeros(width)
    for s in range(n):
        cost[u[s]] = 1 if counting else (it.penalty or 0)
    if not counting:
        for p in pairs:
            cost[x[p]] = -it.pairs[p]
        cost[list(y.values())] = it.kappa
        cost[list(any_of.values())] = -it.kappa
    rows, columns, factors, low, high = [], [], [], [], []

    def row(terms, least, most):
        for column, factor in terms:
            rows.append(len(low))
            columns.append(column)
            factors.append(factor)
        low.append(least)
        high.append(most)

    none = numpy.inf
    for s in range(n):
        row([(x[p], 1) for p in pairs if p[0] == s] + [(u[s], 1)], 1, 1)
    for t in range(len(it.trusts)):
        here = [p for p in pairs if p[1] == t]
        if not here:
            continue
        row([(x[p], 1) for p in here], -none, it.places[t])
        row([(x[p], it.points[p[0]]) for p in here], -none, it.most[t])
        # Two or more make `two` 1; without it the row of the fair share allows what a single school may lack.
        row([(x[p], 1) for p in here] + [(two[t], -max(0, len(here) - 1))], -none, 1)
        lack = max(0.0, it.fair - 1)
        row([(x[p], it.points[p[0]] - it.fair) for p in here] + [(two[t], -lack)], -lack - 1e-9, none)
    for p in pairs:
        if it.cluster[p[0]]:
            row([(x[p], 1), (y[it.cluster[p[0]], p[1]], -1)], -none, 0)
    for g in groups:
        row([(any_of[g], 1)] + [(y[q], -1) for q in touched if q[0] == g], -none, 0)
    for s, t in it.locked.items():
        row([(x[s, t], 1)], 1, 1)
    if least_out is not None:
        row([(u[s], 1) for s in range(n)], -none, least_out)
    found = milp(
        cost,
        constraints=LinearConstraint(csr_matrix((factors, (rows, columns)), (len(low), width)), low, high),
        integrality=numpy.ones(width),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    if found.x is None:
        return None
    plan = {s: t for s, t in pairs if found.x[x[s, t]] > 0.5}
    return -found.fun, n - len(plan), plan, found.status == 0


def theirs(it, seconds):
    worst = max((it.rank(*p) for p in it.pairs), default=0)
    top = solve(it, worst, None, seconds, True)
    fewest, proven = top[1], top[3]
    low, high = 1, max(1, max((it.rank(*p) for p in top[2].items()), default=1))
    while low < high:
        middle = (low + high) // 2
        here = solve(it, middle, None, seconds, True)
        proven &= here is not None and here[3]
        if here and here[1] <= fewest:
            high = middle
        else:
            low = middle + 1
    best = solve(it, low, fewest if it.penalty is None else None, seconds, False)
    return best[1], low, it.value(best[2]), proven and best[3]


def ours(file):
    run = subprocess.run(
        [str(ROOT / "trellis"), "lab", "closure", "--instance", str(file), "--plan-only", "--json"],
        capture_output=True,
        text=True,
    )
    if run.returncode != 0:
        sys.exit(run.stderr)
    return json.loads(run.stdout)


def drawn(words, seed, folder):
    file = pathlib.Path(folder, f"{seed}.json")
    asked = ["--schools", str(words.schools), "--trusts", str(words.trusts), "--seed", str(seed)]
    with open(file, "w") as out:
        subprocess.run(
            [str(ROOT / "trellis"), "lab", "closure-generate", *asked] + ([] if words.loose else ["--tight"]),
            stdout=out,
            check=True,
        )
    return file


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--schools", type=int, default=120)
    words.add_argument("--trusts", type=int, default=70)
    words.add_argument("--loose", action="store_true")
    words.add_argument("--seeds", default="1-20")
    words.add_argument("--seconds", type=float, default=300)
    words.add_argument("--without-solver", action="store_true", help="only beside one after another")
    words.add_argument("files", nargs="*", type=pathlib.Path)
    asked = words.parse_args()
    wrong, shares, gains, times = 0, [], {"first come": [], "easiest first": []}, []
    with tempfile.TemporaryDirectory() as folder:
        files = asked.files
        if not files:
            first, _, last = asked.seeds.partition("-")
            files = [drawn(asked, seed, folder) for seed in range(int(first), int(last or first) + 1)]
        for file in files:
            it = Instance(file)
            answer = ours(file)
            school = {s: at for at, s in enumerate(it.schools)}
            trust = {t: at for at, t in enumerate(it.trusts)}
            plan = {school[p["school"]]: trust[p["trust"]] for p in answer["plan"] if p.get("trust")}
            out = len(it.schools) - len(plan)
            value, faults = it.value(plan), []
            if value is None or abs(value - answer["value"]) > 1e-9 * max(1, abs(value)):
                faults.append(f"its plan is worth {value}")
            rank = max((it.rank(*p) for p in plan.items()), default=0)
            if rank != answer["worstRank"]:
                faults.append(f"its plan's worst rank is {rank}")
            times.append(answer["seconds"])
            said = (
                f"{file.name:10} trellis {out} out, rank {rank}, {answer['value']:.4f} <= {answer['bound']:.4f}"
                f" {answer['seconds']:.2f} s{' proven' if answer['proven'] else ''}"
            )
            if not asked.without_solver:
                started = time.perf_counter()
                out2, rank2, value2, proven2 = theirs(it, asked.seconds)
                took2 = time.perf_counter() - started
                said += f"   HiGHS {out2} out, rank {rank2}, {value2:.4f} {took2:.1f} s{' proven' if proven2 else ''}"
                same = out == out2 and answer["rankLimit"] == rank2
                if proven2 and (out > out2 or answer["rankLimit"] > rank2):
                    faults.append("theirs places more or ranks better")
                if same:
                    shares.append(answer["value"] / value2)
                    if answer["value"] < 0.999 * value2:
                        faults.append("less than 99.9 % of their value")
                    if answer["bound"] < value2 - 1e-7:
                        faults.append("a bound below their value")
            if value:
                for name, order in (
                    ("first come", range(len(it.schools))),
                    ("easiest first", sorted(range(len(it.schools)), key=lambda s: it.points[s])),
                ):
                    by_hand = it.greedy(order, answer["rankLimit"])
                    hand_value = it.value(by_hand)
                    gains[name].append((value / hand_value - 1, len(it.schools) - len(by_hand)))
                    said += f"   {name} {len(it.schools) - len(by_hand)} out, {100 * hand_value / value:.1f} %"
            print(said, flush=True)
            for fault in faults:
                wrong += 1
                print(f"  {fault}")
    if shares:
        print(f"of their value: least {100 * min(shares):.4f} %, mean {100 * sum(shares) / len(shares):.4f} %")
    for name, list_ in gains.items():
        if list_:
            more = [g for g, _ in list_]
            print(
                f"above {name}: least +{100 * min(more):.1f} %, mean +{100 * sum(more) / len(more):.1f} %;"
                f" it leaves {min(o for _, o in list_)} to {max(o for _, o in list_)} out"
            )
    print(f"seconds: mean {sum(times) / len(times):.2f}, most {max(times):.2f}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
