"""What LibreOffice and Microsoft's schemas say of workbooks we wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from scripts.lossless.damage import Damage
from scripts.lossless.night import Nights, two_nights
from scripts.lossless.other_programs import (
    Grid,
    as_csv,
    changed_on_screen,
    libreoffice,
    new_errors,
    validator,
)
from scripts.lossless.proof import REFUSALS, usual_settings
from tests.system.test_prove_lossless import LEADS, NOTES, a_workbook, corpus, spoilt, swap

with_libreoffice = pytest.mark.skipif(libreoffice() is None, reason="LibreOffice is not here")
with_validator = pytest.mark.skipif(validator() is None, reason="ooxml-validator is not here")
SOME = 24


@pytest.fixture
def run_nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes, str], Nights]:
    """Two runs on a workbook of these bytes and name."""
    monkeypatch.setenv("SHEETSYNC_STATE_DIR", str(tmp_path / "state"))

    def run(data: bytes, name: str) -> Nights:
        path = tmp_path / "run" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return two_nights(path, usual_settings())

    return run


def on_screen(nights: Nights, folder: Path, after: bytes) -> list[Damage]:
    """What LibreOffice shows otherwise after a run."""
    before, now = (
        shown(data, folder / name) for name, data in (("before", nights.before), ("after", after))
    )
    return list(changed_on_screen(nights.before, before, now, nights.expected))


def shown(data: bytes, folder: Path) -> Mapping[str, Grid]:
    """Every tab of a workbook as LibreOffice shows it."""
    path = folder / "book.xlsx"
    folder.mkdir(parents=True)
    path.write_bytes(data)
    return as_csv(path, folder)


def schema_errors(nights: Nights, folder: Path, after: bytes) -> list[Damage]:
    """Errors Microsoft's schemas find after a run and not before."""
    paths = folder / "before.xlsx", folder / "after.xlsx"
    folder.mkdir(exist_ok=True)
    for path, data in zip(paths, (nights.before, after), strict=True):
        path.write_bytes(data)
    return list(new_errors(*paths, validator() or ""))


@pytest.mark.libreoffice
@with_libreoffice
def test_libreoffice_shows_only_the_edits(
    run_nights: Callable[[bytes, str], Nights], tmp_path: Path
) -> None:
    nights = run_nights(a_workbook(), "people.xlsx")
    assert on_screen(nights, tmp_path / "clean", nights.twice) == []
    wrong = spoilt(nights.twice, swap(NOTES, "<v>3</v>", "<v>4</v>"))
    (damage,) = on_screen(nights, tmp_path / "wrong", wrong)
    assert (damage.where, damage.what) == ("Notes!A2", "LibreOffice showed '3', now '4'")


@with_validator
def test_the_schemas_find_nothing_new(
    run_nights: Callable[[bytes, str], Nights], tmp_path: Path
) -> None:
    nights = run_nights(a_workbook(), "people.xlsx")
    assert schema_errors(nights, tmp_path / "clean", nights.once) == []
    assert schema_errors(nights, tmp_path / "clean", nights.twice) == []
    wrong = spoilt(nights.once, swap(LEADS, "</sheetData>", "</sheetData><oddity/>"))
    assert "oddity" in str(schema_errors(nights, tmp_path / "wrong", wrong)[0])


@pytest.mark.slow
@pytest.mark.libreoffice
@with_libreoffice
def test_libreoffice_shows_only_the_edits_in_other_peoples_workbooks(
    run_nights: Callable[[bytes, str], Nights], tmp_path: Path
) -> None:
    found = {}
    files = corpus()
    for number, path in enumerate(files[:: len(files) // SOME]):
        try:
            nights = run_nights(path.read_bytes(), path.name)
        except REFUSALS:
            continue
        damages = on_screen(nights, tmp_path / str(number), nights.twice)
        found.update({path.name: damages} if damages else {})
    assert found == {}


@pytest.mark.slow
@with_validator
def test_the_schemas_find_nothing_new_in_other_peoples_workbooks(
    run_nights: Callable[[bytes, str], Nights], tmp_path: Path
) -> None:
    found = {}
    for path in corpus()[::4]:
        try:
            nights = run_nights(path.read_bytes(), path.name)
        except REFUSALS:
            continue
        damages = schema_errors(nights, tmp_path / "files", nights.twice)
        found.update({path.name: damages} if damages else {})
    assert found == {}
