"""Every cell of every tab as other libraries read it: only the asked-for ones may differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from scripts.lossless.areas import cell
from scripts.lossless.damage import Damage, Expected
from scripts.lossless.readers import Cells, Seen, by_calamine, by_openpyxl

READERS: tuple[tuple[str, Callable[[bytes], Seen]], ...] = (
    ("calamine", by_calamine),
    ("openpyxl values", partial(by_openpyxl, formulas=False)),
    ("openpyxl formulas", partial(by_openpyxl, formulas=True)),
)
_NAMED = 3  # how many cells of a tab are named


def check(before: bytes, afters: Sequence[bytes], expected: Expected) -> Iterator[Damage]:
    """Compare what each reader sees before with what it sees after each run."""
    for name, read in READERS if afters else ():
        old = read(before)
        if "" in old.unread:
            continue  # it could not read the workbook as it came
        for after in afters:
            new = read(after)
            if "" in new.unread:
                yield Damage("reader", "the file", f"{name} cannot open it: {new.unread['']}")
            else:
                yield from _tabs(name, old, new, expected)


def _tabs(name: str, old: Seen, new: Seen, expected: Expected) -> Iterator[Damage]:
    for title, cells in old.tabs.items():
        if title not in new.tabs:
            why = new.unread.get(title, "it is gone")
            yield Damage("reader", title, f"{name} cannot read the tab: {why}")
            continue
        asked = expected.cells if title == expected.title else {}
        changed = [p for p in _differing(cells, new.tabs[title]) if p not in asked]
        for place in sorted(changed)[:_NAMED]:
            was, now = cells.get(place), new.tabs[title].get(place)
            what = f"{name} read {was!r}, now {now!r}"
            yield Damage("cell", f"{title}!{cell(*place)}", what)
        if len(changed) > _NAMED:
            yield Damage("cell", title, f"{name}: {len(changed)} cells changed in all")
    yield from _wanted(name, old, new, expected)
    reads_this_kind = any([*old.tabs.values(), *new.tabs.values()])  # openpyxl: no Strict ones
    for title in expected.report_titles if reads_this_kind else ():
        if not new.tabs.get(title):
            yield Damage("reader", title, f"{name} sees nothing on the report tab")


def _differing(old: Cells, new: Cells) -> Iterator[tuple[int, int]]:
    for place in old.keys() | new.keys():
        if place not in old or place not in new or not _same(old[place], new[place]):
            yield place


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and (one == other or (one != one and other != other))


def _wanted(name: str, old: Seen, new: Seen, expected: Expected) -> Iterator[Damage]:
    """The edits are there, as those libraries read them."""
    cells, before = new.tabs.get(expected.title), old.tabs.get(expected.title, {})
    if not cells:
        return
    for place, value in expected.cells.items():
        now, was = cells.get(place), before.get(place)
        if isinstance(value, datetime) and isinstance(was, int | float):
            value = _serial(value, now)  # it does not find the styles that tell of dates
        if not _reads_as(value, now):
            where = f"{expected.title}!{cell(*place)}"
            yield Damage("cell", where, f"{name} reads {now!r} where {value!r} was written")
            return


def _serial(value: datetime, now: object) -> object:
    """The number behind a date, counted from 1900 or 1904."""
    days = (value - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
    counts = (days, days - 1462)
    near = isinstance(now, int | float) and any(abs(now - each) < 1e-6 for each in counts)
    return now if near else value


def _reads_as(value: object, now: object) -> bool:
    if isinstance(value, datetime):
        return isinstance(now, datetime) and abs((now - value).total_seconds()) < 1
    if isinstance(value, date):
        return isinstance(now, date | time) and now == value
    if isinstance(value, int | float):
        return isinstance(now, int | float) and abs(now - value) < 1e-9
    return now == value
