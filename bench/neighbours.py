"""Times scikit-learn's brute-force nearest neighbours on arrays that `trellis bench country` wrote.

usage: neighbours.py K ROWS COLUMNS FILE [ROWS COLUMNS FILE ...]

Each FILE holds doubles, little-endian, row after row, with no figure missing. Prints a JSON object a
file, in order: {"seconds": best of three with all processors, "single": seconds for one row, "checksum": sum of the k distances}.
"""

import json
import sys
import time

import numpy
from sklearn.neighbors import NearestNeighbors


def best(act, times):
    fastest, answer = float("inf"), None
    for _ in range(times):
        started = time.perf_counter()
        answer = act()
        fastest = min(fastest, time.perf_counter() - started)
    return fastest, answer


def main(arguments):
    k = int(arguments[0])
    for rows, columns, path in zip(arguments[1::3], arguments[2::3], arguments[3::3]):
        figures = numpy.fromfile(path, dtype="<f8").reshape(int(rows), int(columns))
        take = min(k + 1, len(figures))  # a row is its own nearest here

        def everything():
            search = NearestNeighbors(n_neighbors=take, algorithm="brute", n_jobs=-1)
            return search.fit(figures).kneighbors(figures)

        seconds, (distances, _) = best(everything, 3)
        fitted = NearestNeighbors(n_neighbors=take, algorithm="brute", n_jobs=-1).fit(figures)
        single, _ = best(lambda: fitted.kneighbors(figures[:1]), 20)
        print(json.dumps({"seconds": seconds, "single": single, "checksum": float(distances.sum())}))


if __name__ == "__main__":
    main(sys.argv[1:])
