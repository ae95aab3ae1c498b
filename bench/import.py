"""Reads and joins the same published files with pandas: the peer that `trellis bench country` times an import against.

Usage: python3 import.py FOLDER
It reads every CSV in the folder's zips (or plain), in the encoding it needs, turns marks into missing values, joins the
yearly figures to the register by URN, links predecessors and successors, and works out each academy's trust on each dated
list. It writes nothing. It prints one line: rows, columns, seconds, peak megabytes.
"""

import io
import resource
import sys
import time
import zipfile
from pathlib import Path

import pandas as pd

MARKS = ["SUPP", "NE", "NP", "NA", "N/A", "LOWCOV", "DNS", "x", "z", "c", "NEW", ":", ".", "LT11"]


def files(folder):
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in sorted(archive.namelist()):
                    if name.endswith(".csv"):
                        yield f"{path.name}/{name}", archive.read(name)
        elif path.suffix == ".csv":
            yield str(path), path.read_bytes()


def table(name, data):
    try:
        data.decode("utf-8")
        encoding = "utf-8-sig"
    except UnicodeDecodeError:
        encoding = "cp1252"
    first = data[: data.find(b"\n")]
    separator = "\t" if first.count(b"\t") > first.count(b",") else ","
    return pd.read_csv(
        io.BytesIO(data),
        sep=separator,
        encoding=encoding,
        na_values=MARKS,
        low_memory=False,
        index_col=False,
        on_bad_lines="warn",
    )


def main(folder):
    began = time.perf_counter()
    rows = 0
    register, yearly, lists, links = [], {}, [], []
    for name, data in files(folder):
        frame = table(name, data)
        rows += len(frame)
        columns = set(frame.columns)
        if "EstablishmentName" in columns and "EstablishmentStatus (name)" in columns and "Joined date" not in columns:
            register.append(frame)
        elif "Joined date" in columns:
            lists.append((name, frame))
        elif "LinkURN" in columns:
            links.append(frame)
        elif "URN" in columns and "/england_" in name:
            yearly[name] = frame
    base = pd.concat(register).drop_duplicates("URN", keep="last").set_index("URN")
    for name, frame in yearly.items():
        frame = frame.copy()
        frame["URN"] = pd.to_numeric(frame["URN"], errors="coerce")
        frame = frame.dropna(subset=["URN"]).drop_duplicates("URN").set_index("URN")
        for column in frame.columns:
            if frame[column].dtype == object:
                figures = frame[column].astype(str).str.replace("[%,\u00a3]", "", regex=True)
                frame[column] = pd.to_numeric(figures, errors="coerce")
        base = base.join(frame.dropna(axis=1, how="all").add_suffix("|" + name), how="left")
        base = base.copy()
    linked = pd.concat(links).drop_duplicates(["URN", "LinkURN", "LinkType"])
    base.merge(linked, left_index=True, right_on="URN", how="inner")
    trusts = []
    for name, frame in lists:
        uid = "Linked UID" if "Linked UID" in frame.columns else "Group UID"
        kept = frame[frame["Group Type"].isin(["Multi-academy trust", "Single-academy trust"])]
        kept = kept[["URN", uid, "Joined date"]].rename(columns={uid: "uid"})
        kept["file"] = name[-12:-4]
        kept["Joined date"] = pd.to_datetime(kept["Joined date"], dayfirst=True, errors="coerce")
        trusts.append(kept)
    history = pd.concat(trusts).sort_values(["URN", "file"])
    history.groupby(["URN", "uid"]).agg(first=("file", "min"), last=("file", "max"), joined=("Joined date", "min"))
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows} {base.shape[1]} {seconds:.3f} {peak:.0f}")


main(sys.argv[1])
