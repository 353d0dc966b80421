"""What rules ask of leads again and again, as masks with one entry a lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.leads import Leads
from sheetsync.moments import date_text
from sheetsync.schema import FIELD

Details = Sequence[Any] | npt.NDArray[Any]
Locals = npt.NDArray[np.datetime64]
_LONGEST_USUAL_ID = 64
_UNREAD = frozenset({
    "date-unreadable", "number-unreadable", "currency-other", "phone-invalid", "email-invalid",
    "formula-error", "formula-uncached",
})  # fmt: skip


class Shown(Sequence[Any]):
    """Details put in words only when somebody reads them: a check may hit every lead."""

    def __init__(self, say: Callable[..., str], *values: Details) -> None:
        """``say`` is called with the entry of each of ``values`` at the place asked for."""
        self._say, self._values = say, values

    def __len__(self) -> int:
        return len(self._values[0])

    def __getitem__(self, place: Any) -> Any:
        return self._say(*(values[place] for values in self._values))


def hits(code: str, field: str, where: BoolArray, **details: Details) -> Iterator[Hits]:
    """Hits for the marked leads, if any; every detail has one entry for each of them."""
    at = np.flatnonzero(where)
    if len(at):
        yield Hits(code, at, field, {name: _listed(values) for name, values in details.items()})


def _listed(values: Details) -> Sequence[Any]:
    return values.tolist() if isinstance(values, np.ndarray) else values


def is_open(leads: Leads) -> BoolArray:
    """Leads neither won nor lost."""
    return kind_is(leads, "open")


def kind_is(leads: Leads, kind: str) -> BoolArray:
    """Leads whose stage is of that kind."""
    return np.asarray(words(leads, "stage_kind") == kind, dtype=bool)


def missing(leads: Leads, field: str) -> BoolArray:
    """Leads with nothing in that cell, or only a dash or ``NA``; none where there is no column.

    What could not be read is not missing: another finding speaks of it. Nor is what a formula
    leaves empty: the cell is not blank, and nobody is to type over the formula.
    """
    if field not in leads.fields:
        return np.zeros(len(leads), dtype=bool)
    return empty(leads, field) & ~unread(leads, field) & ~by_formula(leads, field)


def by_formula(leads: Leads, field: str) -> BoolArray:
    """Leads whose cell of that field holds a formula, whatever it shows."""
    return leads.formulas.get(field, np.zeros(len(leads), dtype=bool))


def empty(leads: Leads, field: str) -> BoolArray:
    """Leads for which that field has no value we can read."""
    column = leads.frame[field]
    if column.dtype == object or isinstance(column.dtype.type(), str):
        return np.asarray(words(leads, field) == "", dtype=bool)
    return column.isna().to_numpy(dtype=bool)


def says_something(leads: Leads, field: str) -> BoolArray:
    """Leads whose cell of that field holds a value, or what was meant as one. A dash, ``NA``, or a
    formula that shows nothing is filled too, but says that there is nothing."""
    return np.asarray(leads.filled[field] & (unread(leads, field) | ~empty(leads, field)))


def unread(leads: Leads, field: str) -> BoolArray:
    """Leads whose cell of that field holds something nobody could read."""
    marked = np.zeros(len(leads), dtype=bool)
    for one in leads.hits:
        if one.field == field and one.code in _UNREAD:
            marked[one.at] = True
    return marked


def words(leads: Leads, field: str) -> ObjectArray:
    """A text column as an object array."""
    return leads.frame[field].to_numpy(dtype=object)


def moments(leads: Leads, field: str) -> Locals:
    """A date column, local ``datetime64[s]``."""
    return leads.frame[field].to_numpy(dtype="datetime64[s]")


def days(leads: Leads, field: str) -> Locals:
    """A date column as local ``datetime64[D]``."""
    return moments(leads, field).astype("datetime64[D]")


def amounts(leads: Leads, field: str) -> npt.NDArray[np.float64]:
    """A money or count column; NaN where there is none."""
    return leads.frame[field].to_numpy(dtype=np.float64)


def today(settings: Settings, now: datetime) -> np.datetime64:
    """The business's own day, ``datetime64[D]``."""
    return np.datetime64(now.astimezone(settings.timezone).date(), "D")


def day_word(day: np.datetime64) -> str:
    """``5 Nov 2026``; "an unknown day" for NaT."""
    if np.isnat(day):
        return "an unknown day"
    return date_text(day.astype("datetime64[D]").item())


def header(leads: Leads, field: str) -> str:
    """A column's header as the sheet shows it; our own where the sheet has no such column."""
    return leads.headers.get(field) or FIELD[field].header


def id_order(leads: Leads, at: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The rank of the leads at these positions, which may come again, by id, then by key: the same
    whatever the order of rows."""
    asked, place = np.unique(at, return_inverse=True)
    ids, keys = words(leads, "lead_id")[asked], words(leads, "key")[asked]
    length = np.fromiter(map(len, ids), dtype=np.int64, count=len(ids))
    if length.max(initial=0) <= _LONGEST_USUAL_ID:
        order = np.lexsort((keys.astype(str), ids.astype(str), length, length == 0))
    else:  # as arrays of equal width they would take too much room
        by_id = zip(length == 0, length, ids, keys, strict=True)
        order = np.array([i for i, _ in sorted(enumerate(by_id), key=lambda each: each[1])])
    rank = np.empty(len(ids), dtype=np.intp)
    rank[order] = np.arange(len(ids))
    return rank[place]
