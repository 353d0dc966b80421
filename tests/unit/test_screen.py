"""What the terminal says: of a run, and where the fault is ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jobs.runner import Result
from jobs.terminal.bug import report_bug
from jobs.terminal.receipt_view import done_lines, left_alone_lines
from sheetsync import lead_numbers
from sheetsync.plan import Conflict, HighlightRule, Plan
from sheetsync.stores.base import Receipt


def done(receipt: Receipt | None, **plan: Any) -> list[str]:
    reading: Any = None
    return list(done_lines(Result(reading, Plan(version="1", **plan), receipt), verbose=False))


def test_a_run_says_what_it_did_and_nothing_of_what_it_did_not() -> None:
    sheet = ("xl/worksheets/sheet1.xml",)
    tabs = ("Issues", "Overdue")
    rewritten = Receipt("leads.xlsx", tabs=tabs, changed_members=sheet, untouched=34)
    assert done(rewritten) == [
        "Tabs written: Issues, Overdue",
        "34 parts of the file left byte for byte as they were",
    ]
    added = ("Lead ID", "Issues (auto)")
    first = Receipt("leads.xlsx", cells=1, columns=added, changed_members=sheet, untouched=1)
    assert done(first, hide=("Week 2026-W30",)) == [
        "New columns: Lead ID, Issues (auto)",
        "1 cell written",
        "Tabs hidden: Week 2026-W30",
        "1 part of the file left byte for byte as it was",
    ]
    assert done(None) == ["Nothing to change: the sheet already says all of this."]


def test_colour_rules_are_named_only_where_one_of_them_can_colour() -> None:
    colours = HighlightRule("overdue", "1", 2, 1, 9, "overdue")
    remembers = lead_numbers.rule(300, 1, 2)
    receipt = Receipt("leads.xlsx", cells=3, untouched=1)
    assert "Colour rules set" in done(receipt, highlights=(colours, remembers))
    assert "Colour rules set" not in done(receipt, highlights=(remembers,))


def test_what_was_left_alone_takes_a_line_for_each_reason() -> None:
    typed, formula = "somebody typed there; it was left alone", "a formula stands there"
    left = [Conflict("L-1", "issues", f"AF{row}", typed) for row in range(2, 10)]
    left.append(Conflict("L-1", "response", "AG4", formula))
    assert list(left_alone_lines(left, verbose=False)) == [
        f"AF2, AF3, AF4, AF5, AF6 and 3 more: {typed}",
        f"AG4: {formula}",
    ]
    assert "AF9" in next(left_alone_lines(left, verbose=True))


def a_bug(words: str = "Pri" + "ya 98765 43210") -> Exception:
    try:
        raise TypeError(words)
    except TypeError as error:
        return error


def test_a_bug_is_owned_up_to_and_its_details_are_kept_in_the_state_folder(
    state_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report_bug(a_bug())
    said = capsys.readouterr().err
    kept = state_dir / "last-bug.txt"
    assert "a bug of its own (TypeError)" in said
    assert str(kept) in said
    assert "a_bug" in kept.read_text(encoding="utf-8")


def test_nothing_of_what_people_typed_is_kept_or_said(
    state_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report_bug(a_bug())
    assert "Priya" not in capsys.readouterr().err
    assert "Priya" not in (state_dir / "last-bug.txt").read_text(encoding="utf-8")


def test_where_nothing_can_be_kept_the_details_are_said_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "afile").touch()
    monkeypatch.setenv("SHEETSYNC_STATE_DIR", str(tmp_path / "afile" / "state"))
    report_bug(a_bug())
    said = capsys.readouterr().err
    assert "a bug of its own (TypeError)" in said
    assert "a_bug" in said


def test_it_does_not_claim_that_nothing_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    report_bug(a_bug())
    said = capsys.readouterr().err
    assert "as it was" not in said
    assert "in one step or not at all" in said
