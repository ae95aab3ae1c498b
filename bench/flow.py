"""An independent answer to what `trellis bench flow` asks: cheapest flows by HiGHS, items in bins by scipy's Hungarian method.

usage: flow.py networks FILE            FILE: one network a line, as `trellis lab flow` takes them
       flow.py places FILE ITEMS BINS   FILE: int32 places of each bin, then doubles item after item, NaN where a pair may not be

Needs Debian's python3-scipy. Prints one JSON object a network, {"cost": number or null where it is not feasible}, then
{"seconds": for all of them}; for places {"value": of as many as can be placed and then the most value, "placed", "seconds"}.
"""

import json
import sys
import time

import numpy
from scipy.optimize import linear_sum_assignment, linprog
from scipy.sparse import csr_matrix


def network(text):
    problem = json.loads(text)
    number = {node["id"]: i for i, node in enumerate(problem["nodes"])}
    supply = numpy.array([node.get("supply", 0) for node in problem["nodes"]], dtype=float)
    arcs = problem["arcs"]
    if not arcs:
        return 0 if not supply.any() else None
    rows = [number[a["from"]] for a in arcs] + [number[a["to"]] for a in arcs]
    columns = list(range(len(arcs))) * 2
    signs = [1.0] * len(arcs) + [-1.0] * len(arcs)
    answer = linprog(
        [a["cost"] for a in arcs],
        A_eq=csr_matrix((signs, (rows, columns)), shape=(len(supply), len(arcs))),
        b_eq=supply,
        bounds=[(a.get("atLeast", 0), a.get("capacity")) for a in arcs],
        method="highs",
    )
    if answer.status == 2:
        return None
    if answer.status != 0:
        raise SystemExit(f"status {answer.status}: {answer.message}")
    return answer.fun


def networks(path):
    seconds = 0.0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            started = time.perf_counter()
            cost = network(line)
            seconds += time.perf_counter() - started
            print(json.dumps({"cost": cost}))
    print(json.dumps({"seconds": seconds}))


def places(path, items, bins):
    with open(path, "rb") as file:
        room = numpy.fromfile(file, dtype="<i4", count=bins)
        values = numpy.fromfile(file, dtype="<f8", count=items * bins).reshape(items, bins)
    started = time.perf_counter()
    # A column a place, and one for each item that stands for being left out.
    copies = numpy.repeat(numpy.arange(bins), numpy.minimum(room, items))
    never = 1e6 * items
    cost = numpy.concatenate([-values[:, copies], numpy.full((items, items), 1e4)], axis=1)
    cost[numpy.isnan(cost)] = never
    row, column = linear_sum_assignment(cost)
    kept = column < len(copies)
    value = float(values[row[kept], copies[column[kept]]].sum())
    seconds = time.perf_counter() - started
    print(json.dumps({"value": value, "placed": int(kept.sum()), "seconds": seconds}))


if __name__ == "__main__":
    if sys.argv[1] == "networks":
        networks(sys.argv[2])
    else:
        places(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
