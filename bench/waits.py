"""Works out past waits for a sponsored academy from the published files alone, without any of Trellis's code: the second
opinion on `trellis waiting-history`.

Usage: python3 waits.py FOLDER                     writes the spells as CSV
       python3 waits.py FOLDER --compare FILE.json  compares them row by row with `trellis waiting-history --json`

FOLDER has gias.zip and ofsted.zip, or the same files unpacked, in the publishers' layouts. Nothing but Python's own library
is needed. It ends with 0 where all rows are equal, else with 1 and the rows that differ. What a spell is, is written in
docs/methods/waits.md.
"""

import collections
import csv
import datetime
import io
import json
import re
import sys
import zipfile
from pathlib import Path

MAINTAINED = {
    "community school", "foundation school", "voluntary aided school", "voluntary controlled school",
    "community special school", "foundation special school", "pupil referral unit", "local authority nursery school",
}
SPONSORED = {"academy sponsor led", "academy special sponsor led", "academy alternative provision sponsor led"}
GRADES = {
    "1": 1, "2": 2, "3": 3, "4": 4, "outstanding": 1, "good": 2, "requires improvement": 3, "satisfactory": 3,
    "inadequate": 4, "special measures": 4, "serious weaknesses": 4,
}
LINKS = {
    "successor": (1, "one"), "child": (1, "one"), "predecessor": (-1, "one"), "parent": (-1, "one"),
    "successor - merged": (1, "merged"), "successor - amalgamated": (1, "merged"), "child - merged": (1, "merged"),
    "predecessor - merged": (-1, "merged"), "predecessor - amalgamated": (-1, "merged"), "parent - merged": (-1, "merged"),
    "result of amalgamation": (-1, "merged"),
    "merged - expansion in school capacity and changer in age range": (-1, "merged"),
    "merged - expansion of school capacity": (-1, "merged"), "merged - change in age range": (-1, "merged"),
    "successor - split school": (1, "split"), "child - split school": (1, "split"),
    "predecessor - split school": (-1, "split"), "parent - split school": (-1, "split"),
}
# The order in which the same pair, stated twice in one file, is believed.
KINDS = [(1, "one"), (-1, "one"), (1, "merged"), (-1, "merged"), (1, "split"), (-1, "split")]
MONTHS = {m: i + 1 for i, m in enumerate(
    "january february march april may june july august september october november december".split())}


def day(text):
    text = (text or "").strip()[:10]
    for shape in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d"):
        try:
            return datetime.datetime.strptime(text, shape).date()
        except ValueError:
            pass
    return None


def year_after(on):
    try:
        return on.replace(year=on.year + 1)
    except ValueError:
        return on.replace(year=on.year + 1, day=28)


def files(folder):
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix == ".zip" and path.stem in ("gias", "ofsted"):
            with zipfile.ZipFile(path) as archive:
                for name in sorted(archive.namelist()):
                    if name.endswith(".csv"):
                        yield name.split("/")[-1], archive.read(name)
        elif path.suffix == ".csv" and path.parent.name in ("gias", "ofsted"):
            yield path.name, path.read_bytes()


def rows(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [h.strip().lower() for h in next(reader)]
    for row in reader:
        yield dict(zip(header, (cell.strip() for cell in row)))


def dated(name):
    """The day in a file's name: 20260821, or 30_April_2013."""
    if found := re.search(r"(\d{8})", name):
        return day(found[1])
    found = re.search(r"(\d{1,2})_([A-Za-z]+)_(\d{4})", name)
    return datetime.date(int(found[3]), MONTHS[found[2].lower()], int(found[1])) if found else None


class Country:
    def __init__(self, folder):
        self.judged = collections.defaultdict(list)  # urn -> (day, order, grade)
        self.lists = set()  # days of Ofsted's monthly lists
        registers, links = [], []
        for name, data in files(folder):
            if name.startswith("links_"):
                links.append((dated(name), data))
            elif name.startswith(("edubaseall", "edubasealldata")):
                registers.append((0, dated(name), data))
            elif name.startswith("grouplinks_"):
                registers.append((2, dated(name), data))
            elif name.startswith("Management_information"):
                self.lists.add(dated(name))
                self.monthly(data)
            elif "history" in name:
                for row in rows(data):
                    self.judgement(row["urn"], row["inspection date"], row["rating"], 0)
            elif name == "england_ofsted-schools.csv":
                for row in rows(data):
                    self.judgement(row["urn"], row["inspection date"], row["overall effectiveness"], 1, True)
        self.read_register(registers)
        self.read_links(links)
        self.merge_judgements()

    def monthly(self, data):
        for row in rows(data):
            self.judgement(row["urn"], row["latest inspection date"], row["overall effectiveness: how good is the school"], 1)
            self.judgement(row["urn"], row.get("previous inspection date"), row.get("previous overall effectiveness"), 2)

    def judgement(self, urn, on, words, order, even_without=None):
        on, grade = day(on), GRADES.get((words or "").lower())
        if on and (grade or even_without or order == 0):
            self.judged[int(urn)].append((on, order, grade or 0))

    def merge_judgements(self):
        """Lists give the first or the last day of one inspection: the same grade within two weeks is one inspection."""
        for urn, stated in self.judged.items():
            kept = []
            for on, _, grade in sorted(stated):
                for one in kept:
                    if (on - one[0]).days <= 14 and (one[1] == grade or not grade or not one[1]):
                        one[1] = one[1] or grade
                        break
                else:
                    kept.append([on, grade])
            self.judged[urn] = [(on, grade) for on, grade in kept if grade]

    def read_register(self, registers):
        """What each file states, the register before the lists made from it, the newest first; nothing is overwritten."""
        self.type, self.opened, self.closed, self.open = {}, {}, {}, {}
        self.known = set()
        for _, _, data in sorted(registers, key=lambda r: (r[0], -r[1].toordinal())):
            is_links = None
            for row in rows(data):
                if is_links is None:
                    is_links = "joined date" in row
                urn = int(row["urn"])
                self.known.add(urn)
                if words := row.get("typeofestablishment (name)"):
                    self.type.setdefault(urn, words)
                if is_links:
                    continue
                if on := day(row.get("opendate")):
                    self.opened.setdefault(urn, on)
                if on := day(row.get("closedate")):
                    self.closed.setdefault(urn, on)
                if words := row.get("establishmentstatus (name)"):
                    self.open.setdefault(urn, words.lower().startswith("open"))

    def read_links(self, links):
        stated = collections.defaultdict(list)
        for on, data in links:
            for row in rows(data):
                kind = LINKS.get(row["linktype"].lower())
                stated[int(row["urn"]), int(row["linkurn"])].append((on, kind, day(row.get("linkestablisheddate"))))
                self.known |= {int(row["urn"]), int(row["linkurn"])}
        self.followed_on = max(on for on, _ in links)
        pairs = {}  # (before, after) -> [one-to-one?, day]
        for (a, b), said in stated.items():
            said.sort(key=lambda s: (-s[0].toordinal(), KINDS.index(s[1]) if s[1] else 9))
            kind = said[0][1]
            if not kind or a == b:
                continue
            when = next((s[2] for s in said if s[2]), None)
            pair = (a, b) if kind[0] > 0 else (b, a)
            before = pairs.get(pair)
            if before:
                when = min((w for w in (when, before[1]) if w), default=None)
            pairs[pair] = (kind[1] == "one" and (not before or before[0]), when)
        self.after, befores, one_way = collections.defaultdict(dict), collections.defaultdict(set), {}
        for (a, b), (one, when) in pairs.items():
            self.after[a][b] = (one, when)
            befores[b].add(a)
        for (a, b), (one, _) in pairs.items():
            if one and not pairs.get((b, a), (False,))[0] and len(self.after[a]) == 1 and len(befores[b]) == 1:
                one_way[a] = b
        self.next = one_way
        self.has_before = set(one_way.values())

    def chains(self):
        """Continuing schools: entries of the register along one-to-one links, the oldest first."""
        for urn in sorted(self.known):
            if urn in self.has_before:
                continue
            chain = [urn]
            while (then := self.next.get(chain[-1])) and then not in chain:
                chain.append(then)
            yield chain

    def maintained(self, urn):
        return self.type.get(urn, "").lower() in MAINTAINED

    def sponsored(self, urn):
        return self.type.get(urn, "").lower() in SPONSORED

    def spells(self):
        found = []
        for chain in self.chains():
            entries = []
            for urn in chain:
                if not self.maintained(urn):
                    break
                entries.append(urn)
            if entries and (spell := self.spell(chain, entries)):
                found.append(spell)
        self.list_days(found)
        return sorted(found, key=lambda s: (s["judgedOn"], s["urn"]))

    def spell(self, chain, entries):
        judged = sorted((on, grade, urn) for urn in entries for on, grade in self.judged.get(urn, []))
        worst = [i for i, j in enumerate(judged) if j[1] == 4]
        if not worst:
            return None
        first = worst[-1]
        while first > 0 and judged[first - 1][1] == 4:
            first -= 1
        start, urn = judged[first][0], judged[first][2]
        better = judged[worst[-1] + 1][0] if worst[-1] + 1 < len(judged) else None
        last = entries[-1]
        outcome, on, successor = "no-longer-followed", self.followed_on, None
        if len(chain) > len(entries):
            follow = chain[len(entries)]
            day_of = self.opened.get(follow) or self.after[last][follow][1]
            is_academy = self.type.get(follow, "").lower().startswith("academy")
            outcome = "sponsored" if self.sponsored(follow) else "academy-otherwise" if is_academy else "joined-another"
            on, successor = day_of, follow
        elif self.after[last]:
            many = sorted(self.after[last])
            taken = [u for u in many if self.sponsored(u)]
            options = []
            for u in taken or many:
                opened, linked = self.opened.get(u), self.after[last][u][1]
                when = opened if opened and opened >= start else linked or self.closed.get(last)
                options.append((when or datetime.date.max, u))
            on, successor = min(options)
            on = None if on == datetime.date.max else on
            outcome = "sponsored" if taken else "joined-another"
        elif self.closed.get(last) and not self.open.get(last):
            outcome, on = "closed", self.closed[last]
        elif self.open.get(last) is False:
            outcome, on = "closed", None
        if on and on < start or on is None:
            outcome = "day-not-known"
            on = None
        later = None
        # Orders are carried out for a while after a school was judged better, so that it is followed for a year more.
        until = year_after(better) if better else None
        if until and until <= self.followed_on and (on is None or until < on):
            later = on if outcome == "sponsored" else None
            outcome, on, successor = "judged-better", until, successor if later else None
        return {
            "school": chain[-1], "urn": urn, "judgedOn": start, "outcome": outcome, "on": on,
            "days": (on - start).days if on else None, "successor": successor, "betterOn": better,
            "laterSponsoredOn": later,
        }

    def list_days(self, found):
        """From when a judgement can be read in the lists: a school that had closed before is in none of them."""
        lists = sorted(self.lists)
        beyond = [
            self.closed[urn] for urn in self.closed
            if self.maintained(urn) and not self.open.get(urn)
            and any(on > lists[-1] for on, _ in self.judged.get(urn, []))
        ] if lists else []
        floor = min(beyond, default=None)
        for spell in found:
            start = spell["judgedOn"]
            listed = next((on for on in lists if on >= start), None)
            spell["listedOn"] = listed or (max(start, floor) if lists and floor else start)


def text(value):
    return value.isoformat() if isinstance(value, datetime.date) else "" if value is None else str(value)


COLUMNS = ["school", "urn", "judgedOn", "listedOn", "outcome", "on", "days", "successor", "betterOn", "laterSponsoredOn"]


def main():
    country = Country(sys.argv[1])
    spells = country.spells()
    if len(sys.argv) < 4:
        print(",".join(COLUMNS))
        for spell in spells:
            print(",".join(text(spell[c]) for c in COLUMNS))
        return 0
    theirs = {r["school"]: r for r in json.loads(Path(sys.argv[3]).read_text("utf-8"))["spells"]}
    ours = {str(s["school"]): s for s in spells}
    wrong = 0
    for school in sorted(ours.keys() | theirs.keys()):
        mine = [text(ours[school][c]) for c in COLUMNS] if school in ours else None
        other = [text(theirs[school].get(c)) for c in COLUMNS] if school in theirs else None
        if mine != other:
            wrong += 1
            print(f"{school}: here {mine}, there {other}")
    print(f"{len(ours)} spells here, {len(theirs)} there, {wrong} differ")
    return 1 if wrong or not ours else 0


if __name__ == "__main__":
    sys.exit(main())
