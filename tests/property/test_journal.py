"""Whatever people do between two reads, the journal says what happened, and says it once."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from sheetsync.journal import Journal
from sheetsync.journal.cells import packed, unpacked
from sheetsync.journal.compare import compare
from sheetsync.journal.sheet_read import nothing_observed, read_now
from sheetsync.known_cells import looked_at
from sheetsync.lead_tab import CellError
from sheetsync.leads import parse
from sheetsync.snapshot import Snapshot, build
from tests import builders
from tests.journal.sheets import MONDAY, SETTINGS, Sheet, row

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
CELLS = st.one_of(
    st.none(), TEXTS, st.integers(-(2**60), 2**60), st.floats(allow_nan=False), st.booleans(),
    st.dates(date(1900, 1, 1), date(2199, 1, 1)),
    st.datetimes(datetime(1900, 1, 1), datetime(2199, 1, 1)).map(lambda t: t.replace(fold=0)),
    st.times().map(lambda t: t.replace(fold=0)), st.integers(0, 9**6).map(timedelta),
    st.sampled_from(["#N/A", "#REF!"]).map(CellError),
    st.sampled_from(["\x1e", "\x1f", "\x1e1\x1f"]),
)  # fmt: skip

STATUS = st.sampled_from(["New", "Contacted", "Quoted", "Won", "Lost", "Warm", "", None])
DAYS = st.one_of(st.none(), st.dates(date(2026, 11, 1), date(2026, 12, 1)), st.just("soon"))
LEADS = st.fixed_dictionaries(
    {
        "lead_id": st.sampled_from([None, None, "L-000001", "L-000002", "ENQ/7", "  "]),
        "name": st.sampled_from(["Asha", "Ravi", "Ravi ", "Meera"]),
        "phone": st.sampled_from([None, "9812345678", 9812345678.0, "9812345679"]),
        "received_at": st.sampled_from([None, datetime(2026, 11, 2, 10), "yesterday"]),
        "status": STATUS,
        "owner": st.sampled_from([None, "Asha", "am", "Somebody"]),
        "follow_ups": st.sampled_from([None, 0, 1, "two"]),
        "last_contact_at": DAYS,
        "next_action_date": DAYS,
        "notes": CELLS,
    }
)
SHEETS = st.lists(LEADS, max_size=7)


def snapshot_of(leads: list[dict[str, Any]]) -> Snapshot:
    tab = builders.lead_tab([list(builders.HEADERS), *map(row, leads)])
    return build(tab, builders.seen(), SETTINGS)


def remembered(leads: list[dict[str, Any]], folder: str) -> Journal:
    """A journal that holds one read of this sheet."""
    journal = Journal.open(Path(folder) / "c.journal.db", MONDAY)
    snapshot = snapshot_of(leads)
    journal.book(SETTINGS).record(parse(snapshot, SETTINGS), snapshot, MONDAY)
    return journal


@given(st.lists(CELLS, min_size=1, max_size=30), st.randoms())
def test_cells_come_back_as_they_were(cells: list[Any], random: Any) -> None:
    values = np.empty(len(cells), dtype=object)
    values[:] = cells
    formulas = np.array([random.random() < 0.2 for _ in cells])
    found, made = unpacked(next(packed(looked_at(values), formulas)))
    assert list(map(repr, found)) == list(map(repr, values))
    assert made.tolist() == formulas.tolist()


@given(SHEETS)
@profile(deadline=None, max_examples=60)
def test_what_was_recorded_compared_with_itself_is_silent(leads: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder, remembered(leads, folder) as journal:
        snapshot = snapshot_of(leads)
        book = journal.book(SETTINGS)
        memory = book.memory(parse(snapshot, SETTINGS), snapshot, MONDAY + timedelta(days=1))
        assert memory.last_read == MONDAY
        assert np.isnat(memory.appeared_at).all()
        assert np.isnat(memory.stage_since).all()
        assert np.isnat(memory.answered_by).all()
        assert memory.vanished == ()
        assert memory.missing.gone == 0
        book.record(parse(snapshot, SETTINGS), snapshot, MONDAY + timedelta(days=1))
        assert journal.connection.execute("SELECT count(*) FROM event").fetchone() == (0,)


@given(SHEETS, st.randoms())
@profile(deadline=None, max_examples=60)
def test_rows_in_another_order_are_the_same_leads(leads: list[dict[str, Any]], random: Any) -> None:
    unlike = list(
        {(r["name"], r["phone"], r["received_at"], r["lead_id"]): r for r in leads}.values()
    )
    shuffled = random.sample(unlike, len(unlike))
    before, after = (
        read_now(parse(snapshot, SETTINGS), snapshot)
        for snapshot in (snapshot_of(unlike), snapshot_of(shuffled))
    )
    found = compare(before, after, nothing_observed(len(unlike)), 0, 86_400)
    assert len(found.gone) == 0
    assert not [each for each in found.events if each.kind == "appeared"]


@given(SHEETS, SHEETS)
@profile(deadline=None, max_examples=80)
def test_every_row_is_one_lead_of_before_or_none(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    last, now = (
        read_now(parse(snapshot, SETTINGS), snapshot)
        for snapshot in (snapshot_of(before), snapshot_of(after))
    )
    found = compare(last, now, nothing_observed(len(last)), 0, 86_400)
    matched = found.before[found.before >= 0]
    assert len(set(matched.tolist())) == len(matched)
    assert sorted([*matched.tolist(), *found.gone.tolist()]) == list(range(len(last)))
    appeared = [at for each in found.events if each.kind == "appeared" for at in each.at.tolist()]
    assert sorted(appeared) == np.flatnonzero(found.before < 0).tolist()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), LEADS),
        st.tuples(st.just("change"), LEADS),
        st.tuples(st.just("drop"), st.integers(0, 9)),
        st.tuples(st.just("turn"), st.none()),
    ),
    max_size=4,
)


def edit(sheet: Sheet, steps: list[tuple[str, Any]]) -> None:
    rows = sheet.rows
    for at, (what, given_) in enumerate(steps, 1):
        if what == "add":
            rows.append(row({**given_, "lead_id": None}))
        elif what == "turn":
            rows[1:] = reversed(rows[1:])
        elif len(rows) > 2 and what == "drop":
            del rows[1 + given_ % (len(rows) - 1)]
        elif len(rows) > 1 and what == "change":
            sheet.put(
                1 + at % (len(rows) - 1), **{k: v for k, v in given_.items() if k != "lead_id"}
            )


class CutOffError(BaseException):
    """The power goes."""


@given(SHEETS, STEPS, STEPS, st.booleans())
@profile(deadline=None, max_examples=40)
def test_a_run_cut_off_after_it_wrote_doubles_nothing(
    leads: list[dict[str, Any]], first: Any, second: Any, cut_off: bool
) -> None:
    told = []
    for cut in (False, cut_off):
        with tempfile.TemporaryDirectory() as folder:
            sheet = Sheet(Path(folder), [{**each, "lead_id": None} for each in leads])
            sheet.run("flag_overdue")
            edit(sheet, first)
            if cut:
                run_cut_off(sheet)
            sheet.night("flag_overdue")
            edit(sheet, second)
            sheet.night("flag_overdue")
            told.append(events_of(sheet))
    assert told[0] == told[1]


def run_cut_off(sheet: Sheet) -> None:
    """A run that ends between its write and its note in the journal."""
    import pytest

    from sheetsync.journal import last_read

    def gone(*_: Any, **__: Any) -> None:
        raise CutOffError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(last_read, "save", gone)
        with pytest.raises(CutOffError):
            sheet.run("flag_overdue")


def events_of(sheet: Sheet) -> list[Any]:
    with Journal.open(sheet.path, sheet.now) as journal:
        said = "SELECT lead, kind, after, by, old, new FROM event ORDER BY lead, by, kind"
        return journal.connection.execute(said).fetchall()
