"""Which column holds which field: by the config, by name, by alias, then by close spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sheetsync.cells import Location, a1
from sheetsync.errors import ColumnMissing, ColumnsAmbiguous
from sheetsync.headers.claims import Claim
from sheetsync.headers.contest import settle_all
from sheetsync.headers.words import header_text, read_header
from sheetsync.schema import FIELD

How = Literal["config", "name", "alias", "close"]


@dataclass(frozen=True)
class ColumnMatch:
    """A column taken for a field, and why. ``column`` counts from 1; ``score`` is 0 to 100."""

    field: str
    column: int
    header: str
    how: How
    score: float = 100.0


@dataclass(frozen=True)
class HeaderMap:
    """The header row and what its columns mean.

    ``row`` counts from 1. ``name`` may have ``parts``: a first-name and a last-name column make
    one name. ``unknown`` are the other non-blank headers by column; they are never touched.
    """

    row: int
    columns: Mapping[str, ColumnMatch]
    unknown: Mapping[int, str]
    parts: Mapping[str, tuple[int, ...]]
    """Further columns of a field, in reading order, e.g. ``{"name": (3, 4)}``."""

    def __contains__(self, field: object) -> bool:
        return field in self.columns

    def column(self, field: str) -> int | None:
        """The column of a field, counted from 1; None where the sheet has none."""
        match = self.columns.get(field)
        return match.column if match else None


@dataclass(frozen=True)
class Reading:
    """What a row says when it is read as headers, right or wrong.

    ``disputes`` are fields that several columns claim equally well; ``absent`` gives the
    configured header of each field whose header is not there.
    """

    map: HeaderMap
    disputes: Mapping[str, tuple[ColumnMatch, ...]] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)


NAME_PARTS = ("first_name", "middle_name", "last_name")
"""What may be headed apart and make one name, in reading order."""

_HOW: tuple[How, ...] = ("config", "name", "alias", "close")
_SURNAME_BESIDE_FIRST_NAME = frozenset({"name", "nom", "naam", "nome", "nama"})
_FIRST_NAME_BESIDE_SURNAME = frozenset({"name", "nombre", "nombres", "nome", "имя", "isim", "naam"})


def read(
    cells: Sequence[object], row: int, columns: Mapping[str, str], first_column: int = 1
) -> Reading:
    """Read a row as headers without complaining of anything.

    ``columns`` maps a field to the business's own header for it; "" says that the sheet has no
    such column, whatever its headers look like. ``cells`` start at ``first_column``.
    """
    texts = {first_column + at: header_text(cell) for at, cell in enumerate(cells)}
    headers = {column: read_header(text) for column, text in texts.items() if text}
    settled = settle_all(headers, columns)
    found, parts = _name_of_parts(settled.won)
    matches = {name: _match(name, claim) for name, claim in found.items()}
    taken = {match.column for match in matches.values()}.union(*parts.values())
    unknown = {column: text for column, text in texts.items() if text and column not in taken}
    seen = {*settled.won, *(claims[0].field for claims in settled.disputed)}
    return Reading(
        HeaderMap(row, matches, unknown, parts),
        {claims[0].field: tuple(_match(c.field, c) for c in claims) for claims in settled.disputed},
        {name: text for name, text in columns.items() if text and name not in seen},
    )


def match(
    cells: Sequence[object],
    row: int,
    columns: Mapping[str, str],
    where: Location,
    first_column: int = 1,
) -> HeaderMap:
    """Match a row of headers; ``where`` names the workbook and tab in errors.

    Raises `ColumnsAmbiguous` where columns claim a field equally well, and `ColumnMissing` where
    a header named in config.yaml is not there.
    """
    reading = read(cells, row, columns, first_column)
    if reading.disputes:
        raise _ambiguous(reading, where)
    if reading.absent:
        raise _absent(reading, where)
    return reading.map


def _match(name: str, claim: Claim) -> ColumnMatch:
    return ColumnMatch(name, claim.column, claim.header.text, _HOW[claim.kind], claim.score)


def _name_of_parts(
    won: Mapping[str, Claim],
) -> tuple[dict[str, Claim], dict[str, tuple[int, ...]]]:
    """Make one name of a first-name and a last-name column, also where one of them is headed
    *Name* (*Vorname* and *Name*, *Nombre* and *Apellido*)."""
    found = {name: claim for name, claim in won.items() if name not in NAME_PARTS}
    parts = {name: won[name] for name in NAME_PARTS if name in won}
    name = found.get("name")
    if name is not None and name.kind > 0:
        if "first_name" in parts and "last_name" not in parts:
            missing, plain = "last_name", _SURNAME_BESIDE_FIRST_NAME
        else:
            missing, plain = "first_name", _FIRST_NAME_BESIDE_SURNAME
        if parts and missing not in parts and name.header.key in plain:
            parts[missing] = name
            name = None
    if name is not None or not parts:
        return found, {}
    ordered = [parts[part] for part in NAME_PARTS if part in parts]
    joined = {"name": tuple(claim.column for claim in ordered)} if len(ordered) > 1 else {}
    return {**found, "name": ordered[0]}, joined


def _ambiguous(reading: Reading, where: Location) -> ColumnsAmbiguous:
    lines = [_dispute(name, rivals, reading.map.row) for name, rivals in reading.disputes.items()]
    name, rivals = next(iter(reading.disputes.items()))
    return ColumnsAmbiguous("; ".join(lines), where=str(where), hint=_way_out(name, rivals))


def _dispute(name: str, rivals: Sequence[ColumnMatch], row: int) -> str:
    columns = [f'"{rival.header}" ({a1(row, rival.column)})' for rival in rivals]
    what = f"columns {', '.join(columns[:-1])} and {columns[-1]}"
    return f"{what} could {'all' if columns[2:] else 'both'} be {_title(name)}"


def _way_out(name: str, rivals: Sequence[ColumnMatch]) -> str:
    if len({rival.header.casefold() for rival in rivals}) == 1 or name in NAME_PARTS:
        return "Give one of them another header, so that only one can be meant."
    return (
        "Say in config.yaml which one it is, for example:\n"
        f'columns:\n  {name}: "{rivals[0].header}"'
    )


def _absent(reading: Reading, where: Location) -> ColumnMissing:
    said = [f'{_title(name)} is "{text}"' for name, text in reading.absent.items()]
    what = f"config.yaml says that {' and '.join(said)}, but row {reading.map.row} has none such"
    headers = ", ".join(f'"{text}"' for text in reading.map.unknown.values())
    hint = f"Headers not used otherwise: {headers}." if headers else "Every header is in use."
    return ColumnMissing(what, where=str(where), hint=f"{hint} Mend the line under columns:.")


def _title(name: str) -> str:
    return FIELD[name].header if name in FIELD else name.replace("_", " ").capitalize()
