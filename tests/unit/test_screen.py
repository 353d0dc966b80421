"""What the terminal says when the fault is ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.screen import report_bug


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
