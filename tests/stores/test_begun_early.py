"""A large workbook is begun to be read before its config is understood: a guess, tried first."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetsync.config import load
from sheetsync.stores.excel.reading import ahead, guess
from sheetsync.stores.excel.store import ExcelStore
from sheetsync.stores.open import open_store
from tests import fifty_leads

GUESSED = [
    "workbook: leads.xlsx\n",
    "# mine\nworkbook:   leads.xlsx   # the team's\ntab: Leads\n",
    "workbook: \"leads.xlsx\"\r\ntab: 'Leads'\r\n",
    "tab: Leads\nteam: [Asha]\nworkbook: leads.xlsx",
]
NOT_GUESSED = [
    "google: {spreadsheet: x}\n",
    "  workbook: leads.xlsx\n",
    "# workbook: leads.xlsx\n",
    "{workbook: leads.xlsx}\n",
    "",
]


def written(folder: Path, text: str) -> Path:
    """A config of that text."""
    path = folder / "config.yaml"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("text", GUESSED)
def test_what_a_line_plainly_says_is_what_the_config_means(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    found, settings = guess.begun(path), load(path)
    assert found is not None
    assert (found.path, found.tab) == (settings.workbook, settings.tab)


@pytest.mark.parametrize("text", NOT_GUESSED)
def test_what_is_not_plain_is_left_to_whoever_understands_it(tmp_path: Path, text: str) -> None:
    assert guess.begun(written(tmp_path, text)) is None


def test_a_config_that_cannot_be_read_is_somebody_elses_to_say(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(b"workbook: \xff\xfe\n")
    assert guess.begun(tmp_path / "config.yaml") is None
    assert guess.begun(tmp_path / "nowhere.yaml") is None


@pytest.mark.parametrize("other", ["workbook: other.xlsx\n", "workbook: leads.xlsx\ntab: Other\n"])
def test_a_wrong_guess_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    monkeypatch.setattr(ahead, "_LONG", 0)
    fifty_leads.make(tmp_path / "leads.xlsx")
    (tmp_path / "other.xlsx").write_bytes(b"no workbook")
    guessed = guess.begun(written(tmp_path, other))
    store = open_store(load(written(tmp_path, "workbook: leads.xlsx\n")), guessed)
    assert isinstance(store, ExcelStore)
    assert len(store.read()) == 50
