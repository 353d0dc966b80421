"""Where the leads are: exactly one of ``workbook:`` and ``google:``, and the tab in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sheetsync.config.google import wrong_key_file
from sheetsync.config.model import ConfigModel
from sheetsync.config.problems import nearest
from sheetsync.config.yaml_lines import Place

Said = tuple[tuple[Any, ...], str, str]

WORKBOOK = "write workbook: leads.xlsx"
ADDRESS = "write spreadsheet: and its address"
GOOGLE = f"{ADDRESS}, indented below"


def wrong_sheet(
    model: ConfigModel, place: Place, troubled: frozenset[str], folder: Path
) -> Iterator[Said]:
    """What is wrong with the place of the leads; ``folder`` is the config's own."""
    written = {"workbook", "google"} & set(place.parts)
    if len(written) == 2:
        what = "the leads are in one place: workbook: or google:, not both"
        yield ("google",), what, "remove the other one"
    elif not written and not _misspelt(place):
        yield ("workbook",), "is missing", f"{WORKBOOK}, or google: and your spreadsheet's address"
    yield from _workbook(model, written - troubled)
    yield from _google(model, place, troubled)
    if model.google and model.google.credentials:
        path = folder / Path(model.google.credentials).expanduser()
        for what, hint in wrong_key_file(path):
            yield ("google", "credentials"), what, hint
    yield from _tab(model.tab, excel="google" not in written)


def _misspelt(place: Place) -> bool:
    """Whether some key was meant for one of the two; it is told already."""
    near = {nearest(str(key), ConfigModel.model_fields) for key in place.parts}
    return not near.isdisjoint({"workbook", "google"})


def _workbook(model: ConfigModel, written: set[str]) -> Iterator[Said]:
    name = model.workbook
    if name is None:
        if "workbook" in written:
            yield ("workbook",), "nothing is written here", WORKBOOK
    elif "google.com/" in name:
        yield ("workbook",), "is an address at Google", "write google: in place of workbook:"
    elif "://" in name:
        yield ("workbook",), "is an address on the web", "write the path of an Excel file"


def _google(model: ConfigModel, place: Place, troubled: frozenset[str]) -> Iterator[Said]:
    google = place.parts.get("google")
    if google is None or "google" in troubled:
        return
    if model.google is None:
        yield ("google",), "nothing is written here", GOOGLE
    elif model.google.spreadsheet is None:
        what = "nothing is written" if "spreadsheet" in google.parts else "spreadsheet is missing"
        yield ("google", "spreadsheet"), what, ADDRESS


def _tab(title: str, *, excel: bool) -> Iterator[Said]:
    """Excel's own limits; Google has none that matter."""
    if excel and len(title) > 31:
        yield ("tab",), f"has {len(title)} characters, Excel allows 31", "write the tab's title"
    if excel and (wrong := sorted(set(title) & set("[]:*?/\\"))):
        yield ("tab",), f"Excel allows no {' '.join(wrong)} in a title", "write the tab's title"
