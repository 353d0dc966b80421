"""The columns without which nothing can be said of a lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rapidfuzz import fuzz, process

from sheetsync.cells import Location
from sheetsync.errors import ColumnMissing
from sheetsync.headers.aliases import all_aliases
from sheetsync.headers.header_map import HeaderMap
from sheetsync.headers.rivals import config_line
from sheetsync.headers.words import read_header
from sheetsync.schema import FIELD

SAYS_WHO = ("name", "company", "phone", "email")
_NEAR = 60.0


def require_columns(headers: HeaderMap, where: Location) -> None:
    """Raise `ColumnMissing`, naming every column that is missing, what came near, and the lines
    to add to config.yaml."""
    missing = [] if any(name in headers for name in SAYS_WHO) else ["name"]
    missing += [] if "status" in headers else ["status"]
    if not missing:
        return
    said = {"name": f"who the lead is ({', '.join(FIELD[n].header for n in SAYS_WHO)})",
            "status": FIELD["status"].header}  # fmt: skip
    what = f"no column found for {' and for '.join(said[name] for name in missing)}"
    place = Location(where.workbook, where.tab, headers.row)
    raise ColumnMissing(what, where=str(place), hint=_hint(headers, missing))


def _hint(headers: HeaderMap, missing: Collection[str]) -> str:
    near = {name: nearest(name, headers.unknown.values()) for name in missing}
    lines = [config_line(name, header or "your header") for name, header in near.items()]
    ask = [f'Is it "{header}"?' for header in near.values() if header]
    unused = ", ".join(f'"{header}"' for header in headers.unknown.values())
    if unused and not all(near.values()):
        ask.append(f"Headers not used otherwise: {unused}.")
    return "\n".join([
        " ".join([*ask, "Add the column, or say in config.yaml which one it is:"]),
        "columns:", *lines,
        *(["Is tab: the tab your leads are in?"] if "name" in missing else []),
    ])  # fmt: skip


def nearest(name: str, headers: Iterable[str]) -> str:
    """The header that comes nearest to a field's, or is known as another name of it though others
    stand in the way; "" where none comes near."""
    words = " ".join(read_header(FIELD[name].header).words)
    choices = {header: " ".join(read_header(header).words) for header in headers}
    other_names = {" ".join(alias.words) for alias in all_aliases() if alias.field == name}
    for header, spelt in choices.items():
        if spelt in other_names:
            return header
    found = process.extractOne(words, choices, scorer=fuzz.token_set_ratio, score_cutoff=_NEAR)
    return found[2] if found else ""
