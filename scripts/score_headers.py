#!/usr/bin/env python3
"""Score the matching of headers against labelled header rows.

    python scripts/score_headers.py header-sets.json -v

A label is a field, null (no field fits), or ``?field`` where the labeller was unsure. Firm labels
are right, missed (nothing found) or wrong (taken for something else); an unsure one counts only
when it is taken for another field. Columns that claim one field equally well are an error at run
time and taken for nothing: each firm label among them is missed, never wrong, and the rows where
that happens are counted as refused. There are no data here, so no column counts as empty, which
would settle some. Exits 1 when 1 % or more of the labels are wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sheetsync.headers import HeaderMap, read
from sheetsync.headers.header_map import Reading

MOST_WRONG = 0.01


@dataclass(frozen=True)
class Judged:
    """One labelled header: what it should be, what it was taken for, and the verdict.

    ``asked`` when the column is one of several that claim a field equally well.
    """

    set_id: str
    origin: str
    header: str
    label: str | None
    found: str | None
    verdict: str
    asked: bool = False


@dataclass(frozen=True)
class Score:
    """Counts over firm labels; ``fields`` are those that name a field, ``found`` those found."""

    labels: int
    right: int
    missed: int
    wrong: int
    fields: int
    found: int

    @property
    def right_share(self) -> float:
        """The share of firm labels that are right."""
        return self.right / self.labels if self.labels else 1.0

    @property
    def wrong_share(self) -> float:
        """The share of firm labels that are wrong."""
        return self.wrong / self.labels if self.labels else 0.0


def fields_by_column(headers: HeaderMap) -> dict[int, str]:
    """The field of each column, the parts of a name included."""
    found = {match.column: name for name, match in headers.columns.items()}
    return found | {column: name for name, parts in headers.parts.items() for column in parts}


def disputed_columns(reading: Reading) -> set[int]:
    """The columns that would stop a run until a person says which one is meant."""
    return {match.column for rivals in reading.disputes.values() for match in rivals}


def judge(sets: Iterable[Mapping[str, Any]]) -> Iterator[Judged]:
    """Every label of every set with its verdict: right, missed, wrong, or unsure."""
    for item in sets:
        cells = item["headers"]
        reading = read(cells, 1, {})
        found, asked = fields_by_column(reading.map), disputed_columns(reading)
        for column, header in enumerate(cells, start=1):
            if header in item["map"]:
                label, field = item["map"][header], found.get(column)
                ask = column in asked
                said = verdict(label, field, ask)
                yield Judged(item["id"], item["origin"], header, label, field, said, ask)


def verdict(label: str | None, found: str | None, asked: bool = False) -> str:
    """How a label and what was found agree."""
    if label is not None and label.startswith("?"):
        return "unsure" if found in (None, label[1:]) else "wrong"
    if asked:
        return "missed"
    if label == found:
        return "right"
    return "missed" if found is None else "wrong"


def score(judged: Iterable[Judged]) -> Score:
    """Count verdicts."""
    kept = [j for j in judged if j.verdict != "unsure"]
    named = [j for j in kept if j.label]
    count = {word: sum(j.verdict == word for j in kept) for word in ("right", "missed", "wrong")}
    return Score(
        len(kept), **count, fields=len(named), found=sum(j.verdict == "right" for j in named)
    )


def main() -> int:
    """Print the score; 1 when too much is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, help="labelled header rows, as JSON")
    parser.add_argument("--json", action="store_true", help="print the score as JSON")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is wrong or missed")
    given = parser.parse_args()
    judged = list(judge(json.loads(given.file.read_text(encoding="utf-8"))))
    origins = sorted({j.origin for j in judged})
    scores = {origin: score(j for j in judged if j.origin == origin) for origin in origins}
    scores["overall"] = score(judged)
    print(as_json(scores, judged) if given.json else as_text(scores))
    if not given.json:
        print(said_of_refused(judged))
    if given.verbose and not given.json:
        print(listing(judged))
    return int(scores["overall"].wrong_share >= MOST_WRONG)


def as_json(scores: Mapping[str, Score], judged: Sequence[Judged]) -> str:
    """The scores and everything that is not right, for machines."""
    shares = {
        name: {**asdict(s), "right_share": s.right_share, "wrong_share": s.wrong_share}
        for name, s in scores.items()
    }
    misses = [asdict(j) for j in judged if j.verdict in ("wrong", "missed")]
    said = {"scores": shares, "refused": refused(judged), "not_right": misses}
    return json.dumps(said, ensure_ascii=False, indent=1)


def refused(judged: Iterable[Judged]) -> list[str]:
    """The header rows that a run would refuse until a line in the config settles them."""
    return sorted({j.set_id for j in judged if j.asked})


def said_of_refused(judged: Sequence[Judged]) -> str:
    """How many header rows have columns that claim one field equally well, and which they are."""
    ids, rows = refused(judged), len({j.set_id for j in judged})
    names = f": {', '.join(ids)}" if ids else ""
    return f"{len(ids)} of {rows} header rows ask which of two columns is meant{names}"


def as_text(scores: Mapping[str, Score]) -> str:
    """The scores as a table."""
    rows = [
        f"{name:16}{s.labels:7}{s.right:7}{s.missed:8}{s.wrong:7}{s.right_share:9.1%}"
        f"{s.wrong_share:8.1%}{s.found / max(s.fields, 1):14.1%}"
        for name, s in scores.items()
    ]
    head = f"{'origin':16}{'labels':>7}{'right':>7}{'missed':>8}{'wrong':>7}{'right':>9}"
    return "\n".join([f"{head}{'wrong':>8}{'fields found':>14}", *rows])


def listing(judged: Iterable[Judged]) -> str:
    """What is wrong, then what was missed, one a line."""
    worst = sorted(
        (j for j in judged if j.verdict in ("wrong", "missed")),
        key=lambda j: (j.verdict != "wrong", j.set_id),
    )
    return "\n".join(
        f"{j.verdict:7} {j.set_id}: {j.header!r} is {j.label}, found {j.found}" for j in worst
    )


if __name__ == "__main__":
    raise SystemExit(main())
