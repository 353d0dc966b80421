"""Which column holds which field: by the config, by name, by alias, then by close spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheetsync.cells import Location
from sheetsync.errors import ColumnMissing
from sheetsync.headers.claims import Claim
from sheetsync.headers.contest import IsEmpty, Settled, nothing_known, settle_all
from sheetsync.headers.header_map import ColumnMatch, HeaderMap, How, PassedOver, Reading
from sheetsync.headers.rivals import ambiguous, title
from sheetsync.headers.words import header_text, read_header

NAME_PARTS = ("first_name", "middle_name", "last_name")
"""What may be headed apart and make one name, in reading order."""

_HOW: tuple[How, ...] = ("config", "name", "alias", "close")
_SURNAME_BESIDE_FIRST_NAME = frozenset({"name", "nom", "naam", "nome", "nama"})
_FIRST_NAME_BESIDE_SURNAME = frozenset({"name", "nombre", "nombres", "nome", "имя", "isim", "naam"})


def read(
    cells: Sequence[object],
    row: int,
    columns: Mapping[str, str],
    first_column: int = 1,
    is_empty: IsEmpty = nothing_known,
) -> Reading:
    """Read a row as headers without complaining of anything.

    ``columns`` maps a field to the business's own header for it; "" says that the sheet has no
    such column, whatever its headers look like. ``cells`` start at ``first_column``. ``is_empty``
    is asked of columns that claim one field.
    """
    texts = {first_column + at: header_text(cell) for at, cell in enumerate(cells)}
    headers = {column: read_header(text) for column, text in texts.items() if text}
    settled = settle_all(headers, columns, is_empty)
    found, parts = _name_of_parts(settled.won)
    matches = {name: _match(name, claim) for name, claim in found.items()}
    taken = {match.column for match in matches.values()}.union(*parts.values())
    unknown = {column: text for column, text in texts.items() if text and column not in taken}
    seen = {*settled.won, *(claims[0].field for claims in settled.disputed)}
    return Reading(
        HeaderMap(row, matches, unknown, parts, _passed_over(settled, unknown, is_empty)),
        {claims[0].field: tuple(_match(c.field, c) for c in claims) for claims in settled.disputed},
        {name: text for name, text in columns.items() if text and name not in seen},
    )


def match(
    cells: Sequence[object],
    row: int,
    columns: Mapping[str, str],
    where: Location,
    first_column: int = 1,
    is_empty: IsEmpty = nothing_known,
) -> HeaderMap:
    """Match a row of headers, as `read`; ``where`` names the workbook and tab in errors.

    Raises `ColumnsAmbiguous` where columns claim a field equally well, and `ColumnMissing` where
    a header named in config.yaml is not there.
    """
    reading = read(cells, row, columns, first_column, is_empty)
    if reading.disputes:
        raise ambiguous(reading, where)
    if reading.absent:
        raise _absent(reading, where)
    return reading.map


def _match(name: str, claim: Claim) -> ColumnMatch:
    return ColumnMatch(name, claim.column, claim.header.text, _HOW[claim.kind], claim.score)


def _passed_over(
    settled: Settled, unknown: Mapping[int, str], is_empty: IsEmpty
) -> tuple[PassedOver, ...]:
    losers = [pair for pair in settled.losers() if pair[0].column in unknown]
    return tuple(
        PassedOver(
            claim.field,
            claim.column,
            claim.header.text,
            _match(claim.field, winner),
            _the_empty_one(claim.column, winner.column, is_empty),
        )
        for claim, winner in sorted(losers, key=lambda pair: pair[0].column)
    )


def _the_empty_one(column: int, taken: int, is_empty: IsEmpty) -> int | None:
    empty = [one for one in (column, taken) if is_empty(one)]
    return empty[0] if len(empty) == 1 else None


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


def _absent(reading: Reading, where: Location) -> ColumnMissing:
    said = [f'{title(name)} is "{text}"' for name, text in reading.absent.items()]
    what = f"config.yaml says that {' and '.join(said)}, but row {reading.map.row} has none such"
    headers = ", ".join(f'"{text}"' for text in reading.map.unknown.values())
    hint = f"Headers not used otherwise: {headers}." if headers else "Every header is in use."
    return ColumnMissing(what, where=str(where), hint=f"{hint} Mend the line under columns:.")
