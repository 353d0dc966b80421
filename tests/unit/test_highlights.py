"""The colours of the lead sheet: which rules there are for a sheet, and when each applies.

The rules are formulas, so LibreOffice works them out here for rows before and after a person
mends what they colour. It is 15:00 on Saturday 21 November 2026.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheetsync.config.stage_words import kind_of
from sheetsync.highlights import BY_NAME, HIGHLIGHTS, MARKER, closed_words, resolve
from sheetsync.plan import HighlightRule
from sheetsync.schema import FIELDS
from tests.builders import settings

COLUMNS = {field.name: number for number, field in enumerate(FIELDS, 1)}
CLOSED = closed_words(settings())


def rules(
    columns: Mapping[str, int] = COLUMNS, first_row: int = 2, closed: tuple[str, ...] = CLOSED
) -> dict[str, HighlightRule]:
    return {rule.name: rule for rule in resolve(BY_NAME, columns, first_row, closed)}


def without(*fields: str) -> dict[str, int]:
    return {name: column for name, column in COLUMNS.items() if name not in fields}


# Which rules there are


def test_each_rule_is_known_by_its_name_inside_its_formula() -> None:
    for name, rule in rules().items():
        assert f'N("{MARKER}{name}")=0' in rule.formula


def test_only_the_rules_asked_for_are_made() -> None:
    names = {rule.name.partition(".")[0] for rule in resolve(["today"], COLUMNS, 2, CLOSED)}
    assert names == {"today"}


@pytest.mark.parametrize(
    ("missing", "gone"),
    [
        ("response", {"breached"}),
        ("follow_up", {"overdue", "today", "idle"}),
        ("issues", {"issues"}),
        ("next_action_date", {"today"}),
    ],
)
def test_without_the_column_it_is_about_there_is_no_rule(missing: str, gone: set[str]) -> None:
    left = {name.partition(".")[0] for name in rules(without(missing))}
    assert left == set(BY_NAME) - gone


@pytest.mark.parametrize("missing", ["last_contact_at", "follow_ups", "first_response_at"])
def test_a_condition_on_a_column_the_sheet_lacks_is_left_out(missing: str) -> None:
    found = rules(without(missing))
    assert {name.partition(".")[0] for name in found} == set(BY_NAME)
    assert all("{" not in rule.formula for rule in found.values())
    letter = re.compile(rf"\${openpyxl.utils.get_column_letter(COLUMNS[missing])}2\b")
    assert not any(letter.search(rule.formula) for rule in found.values())


def test_without_a_status_column_no_status_is_asked_for() -> None:
    assert not any("FIND" in rule.formula for rule in rules(without("status")).values())


def test_a_rule_follows_its_columns_and_starts_below_the_header() -> None:
    moved = {"follow_up": 3, "next_action_date": 30, "status": 28}
    rule = rules(moved, first_row=5)["overdue"]
    assert {"$C5", "$AD5", "$AB5"} == set(re.findall(r"\$[A-Z]+\d+", rule.formula))
    assert (rule.first_row, rule.first_column, rule.last_column) == (5, 3, 30)


def test_an_overdue_row_is_painted_whole_and_the_others_cell_by_cell() -> None:
    found = rules()
    assert (found["overdue"].first_column, found["overdue"].last_column) == (1, len(FIELDS))
    for highlight in HIGHLIGHTS:
        for field in highlight.paints:
            rule = found[f"{highlight.name}.{field}"]
            assert rule.first_column == rule.last_column == COLUMNS[field]


def test_a_cell_the_sheet_lacks_is_not_painted() -> None:
    assert "today.next_action" not in rules(without("next_action"))


def test_a_status_word_with_quotes_in_it_stays_one_text() -> None:
    assert ',"|won ""big""|")' in rules(closed=('Won "big"',))["overdue"].formula


def test_status_words_are_cut_into_texts_no_longer_than_a_formula_may_hold() -> None:
    words = [f"closed for reason {n:03}" for n in range(40)]
    formula = rules(closed=tuple(words))["overdue"].formula
    texts = re.findall(r'"((?:[^"]|"")*)"', formula)
    assert max(map(len, texts)) <= 255
    assert f"|{'|'.join(words)}|" in "".join(texts)


def test_the_common_closed_words_are_all_closed_to_the_run_as_well() -> None:
    assert {kind_of(word) for word in closed_words(settings())} == {"won", "lost"}


def test_a_common_word_a_business_uses_for_an_open_stage_is_none_of_its_closed_words() -> None:
    words = closed_words(settings(choice_words={"status": {"paid": "Quoted"}}))
    assert words[:2] == ("Won", "Closed won")
    assert "gewonnen" in words
    assert "paid" not in words


def test_a_signature_tells_range_and_formula_but_not_blanks_and_case() -> None:
    rule = rules()["overdue"]
    same = replace(rule, formula=rule.formula.replace("AND(", "and( "))
    assert same.signature == rule.signature
    others = [
        replace(rule, last_column=rule.last_column + 1),
        replace(rule, first_row=3),
        replace(rule, formula=rule.formula.replace("Overdue", "OVERDUE")),
    ]
    assert rule.signature not in {other.signature for other in others}


def test_formulas_stay_within_what_a_rule_may_hold() -> None:
    assert all(len(rule.formula) < 2_000 for rule in rules().values())


# When each applies

TODAY = date(2026, 11, 21)
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
AT_15 = "46347.625"
assert str((TODAY - date(1899, 12, 30)).days) == AT_15.partition(".")[0]

OVERDUE = {"follow_up": "Overdue since Fri 20 Nov", "next_action_date": FRIDAY}
STALE = {
    "follow_up": "Contacted Fri 20 Nov, set the next date",
    "next_action_date": FRIDAY,
    "last_contact_at": datetime(2026, 11, 20, 16, 0),
}
IDLE = {"follow_up": "Idle since Fri 30 Oct", "last_contact_at": date(2026, 10, 30)}
NONE = {"follow_up": "None planned"}
UNREADABLE = {"follow_up": "Unreadable date", "next_action_date": "tomorrow"}
DUE = {"follow_up": "Due Sat 21 Nov", "next_action_date": TODAY}
BREACHED = {"response": "Breached, was due Fri 20 Nov 10:00", "status": "New"}

FOLLOW_UPS: list[tuple[str, dict[str, Any], str]] = [
    ("overdue", OVERDUE, "overdue"),
    ("overdue, a later day typed", OVERDUE | {"next_action_date": MONDAY}, ""),
    ("overdue, today typed", OVERDUE | {"next_action_date": TODAY}, "today"),
    ("overdue, a day gone by typed", OVERDUE | {"next_action_date": date(2026, 11, 19)}, "overdue"),
    ("overdue, won", OVERDUE | {"status": "won"}, ""),
    ("overdue, won with blanks", OVERDUE | {"status": " Closed  won "}, ""),
    ("overdue, won in German", OVERDUE | {"status": "Gewonnen"}, ""),
    ("overdue, won in French", OVERDUE | {"status": "Gagné"}, ""),
    ("overdue, perhaps won", OVERDUE | {"status": "won?"}, "overdue"),
    ("overdue, part of a word", OVERDUE | {"status": "o"}, "overdue"),
    ("overdue, a mark that stands for any", OVERDUE | {"status": "*"}, "overdue"),
    ("overdue, still open", OVERDUE | {"status": "Quoted"}, "overdue"),
    ("overdue, contact written down", OVERDUE | {"last_contact_at": TODAY}, ""),
    ("overdue, an older contact", OVERDUE | {"last_contact_at": date(2026, 11, 19)}, "overdue"),
    ("overdue, a contact to come", OVERDUE | {"last_contact_at": date(2027, 11, 19)}, "overdue"),
    ("overdue, its date in words", OVERDUE | {"next_action_date": "20/11/2026"}, "overdue"),
    ("overdue at a time", OVERDUE | {"next_action_date": datetime(2026, 11, 21, 14)}, "overdue"),
    ("its time comes later today", OVERDUE | {"next_action_date": datetime(2026, 11, 21, 16)},
     "today"),
    ("due today", DUE, "today"),
    ("due today, an older contact", DUE | {"last_contact_at": FRIDAY}, "today"),
    ("due today and done", DUE | {"last_contact_at": datetime(2026, 11, 21, 11)}, ""),
    ("due today at 16:00, talked before", DUE | {
        "next_action_date": datetime(2026, 11, 21, 16),
        "last_contact_at": datetime(2026, 11, 21, 11)}, "today"),
    ("due today, lost", DUE | {"status": "Lost"}, ""),
    ("due later", {"follow_up": "Due Mon 23 Nov", "next_action_date": MONDAY}, ""),
    ("stale", STALE, "idle"),
    ("stale, today typed", STALE | {"next_action_date": TODAY}, "today"),
    ("stale, a later day typed", STALE | {"next_action_date": MONDAY}, ""),
    ("stale, contact again today", STALE | {"last_contact_at": TODAY}, "idle"),
    ("stale, today typed, contact today too",
     STALE | {"next_action_date": TODAY, "last_contact_at": TODAY}, "idle"),
    ("stale, today typed, contact in words",
     STALE | {"next_action_date": TODAY, "last_contact_at": "20/11/2026"}, "idle"),
    ("idle", IDLE, "idle"),
    ("idle, today typed", IDLE | {"next_action_date": TODAY}, "today"),
    ("idle, a later time typed", IDLE | {"next_action_date": datetime(2026, 11, 23, 9)}, ""),
    ("idle, a day gone by typed", IDLE | {"next_action_date": FRIDAY}, "idle"),
    ("idle, lost", IDLE | {"status": "Lost"}, ""),
    ("none planned", NONE, "idle"),
    ("none planned, today typed", NONE | {"next_action_date": TODAY}, "today"),
    ("none planned, words typed", NONE | {"next_action_date": "tomorrow"}, "idle"),
    ("unreadable", UNREADABLE, "idle"),
    ("unreadable, a date typed", UNREADABLE | {"next_action_date": MONDAY}, ""),
    ("unreadable, today typed", UNREADABLE | {"next_action_date": TODAY}, "today"),
    ("no run yet", {"next_action_date": TODAY}, ""),
]  # fmt: skip
"""A row, and how its Follow-up cell is coloured."""

RESPONSES: list[tuple[str, dict[str, Any], str]] = [
    ("breached", BREACHED, "breached"),
    ("breached, first response typed", BREACHED | {"first_response_at": TODAY}, ""),
    ("breached, contact typed", BREACHED | {"last_contact_at": TODAY}, ""),
    ("breached, an attempt counted", BREACHED | {"follow_ups": 1}, ""),
    ("breached, won", BREACHED | {"status": "Won"}, ""),
    ("breached, lost", BREACHED | {"status": "lost"}, ""),
    ("met", {"response": "Met in 4 m"}, ""),
]
"""A row, and how its Response cell is coloured."""


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_colour_stands_while_its_cause_does_and_goes_when_it_is_mended(tmp_path: Path) -> None:
    rows = [("follow_up", *row) for row in FOLLOW_UPS] + [("response", *row) for row in RESPONSES]
    applied = worked_out([(cell, cells) for cell, _, cells, _ in rows], tmp_path)
    wrong = {
        name: f"{found or 'plain'} instead of {expected or 'plain'}"
        for (_, name, _, expected), found in zip(rows, applied, strict=True)
        if found != expected
    }
    assert not wrong


def worked_out(rows: list[tuple[str, dict[str, Any]]], folder: Path) -> list[str]:
    """The emphasis of one cell of each row, as LibreOffice works the formulas out: that of the
    first rule that applies there."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    painting: list[list[HighlightRule]] = []
    for number, (field, cells) in enumerate(rows, 1):
        for name, value in cells.items():
            sheet.cell(number, COLUMNS[name], value)
        at, made = COLUMNS[field], rules(first_row=number).values()
        there = [rule for rule in made if rule.first_column <= at <= rule.last_column]
        painting.append(there)
        for place, rule in enumerate(there, len(FIELDS) + 1):
            formula = rule.formula.replace("TODAY()", f"INT({AT_15})").replace("NOW()", AT_15)
            sheet.cell(number, place, f"=IF({formula},1,0)")
    book.save(folder / "rows.xlsx")
    results = [row[len(FIELDS) :] for row in _as_csv(folder / "rows.xlsx")]
    return [
        next((rule.emphasis for rule, said in zip(there, found, strict=False) if said == "1"), "")
        for there, found in zip(painting, results, strict=True)
    ]


def _as_csv(book: Path) -> list[list[str]]:
    home = f"-env:UserInstallation={(book.parent / 'profile').as_uri()}"
    command = ["soffice", "--headless", home, "--convert-to", "csv", "--outdir", str(book.parent)]
    subprocess.run([*command, str(book)], check=True, capture_output=True, timeout=170)
    with book.with_suffix(".csv").open(encoding="utf-8", errors="replace", newline="") as file:
        return list(csv.reader(file))
