"""What is said of two columns that could be one field: the error, and the quieter line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sheetsync.cells import Location, a1
from sheetsync.errors import ColumnsAmbiguous
from sheetsync.headers.header_map import ColumnMatch, HeaderMap, PassedOver, Reading
from sheetsync.schema import FIELD


def ambiguous(reading: Reading, where: Location) -> ColumnsAmbiguous:
    """The error for columns that claim a field equally well: all of them, and what settles it."""
    lines = [_dispute(name, rivals, reading.map.row) for name, rivals in reading.disputes.items()]
    return ColumnsAmbiguous("; ".join(lines), where=str(where), hint=_ways_out(reading.disputes))


def _dispute(name: str, rivals: Sequence[ColumnMatch], row: int) -> str:
    columns = [_named(rival.header, row, rival.column) for rival in rivals]
    what = f"columns {', '.join(columns[:-1])} and {columns[-1]}"
    return f"{what} could {'all' if columns[2:] else 'both'} be {title(name)}"


def _ways_out(disputes: Mapping[str, Sequence[ColumnMatch]]) -> str:
    """Config lines where the headers differ; where they do not, only another header helps."""
    alike = [name for name, rivals in disputes.items() if not _can_be_configured(name, rivals)]
    lines = [config_line(name, disputes[name][0].header) for name in disputes if name not in alike]
    said = ["Say in config.yaml which one it is, for example:", "columns:", *lines] if lines else []
    if alike:
        columns = (
            "one of them" if not lines else f"one {' and one '.join(map(title, alike))} column"
        )
        said.append(f"Give {columns} another header, so that only one can be meant.")
    spare = [name for name in alike if _can_be_spared(name)]
    if spare:
        said.append("Or leave both out of it: under columns: in config.yaml write")
        said += [config_line(name, "") for name in spare]
    return "\n".join(said)


def _can_be_configured(name: str, rivals: Sequence[ColumnMatch]) -> bool:
    field = FIELD.get(name)
    headers = {rival.header for rival in rivals}
    return field is not None and field.who != "machine" and len(headers) == len(rivals)


def _can_be_spared(name: str) -> bool:
    return name in FIELD and FIELD[name].who == "person" and name != "status"


def config_line(name: str, header: str) -> str:
    """The line under ``columns:`` that says which header a field has, ready to be copied."""
    return f"  {name}: {json.dumps(header, ensure_ascii=False)}"


def title(name: str) -> str:
    """A field as people know it; the parts of a name have no header of their own."""
    return FIELD[name].header if name in FIELD else name.replace("_", " ").capitalize()


def said_of(one: PassedOver, row: int) -> str:
    """Which of two columns was taken for a field, which was left, and which is empty."""
    taken = _named(one.taken.header, row, one.taken.column)
    other = _named(one.header, row, one.column)
    said = f"{taken} is {title(one.field)}; {other}, which could be it too, was left alone"
    empty = {one.column: other, one.taken.column: taken}.get(one.empty or 0)
    return f"{said} ({empty} is empty)" if empty else said


def choice_between(one: PassedOver) -> str:
    """How a person keeps the one column or takes the other."""
    if one.field not in FIELD or one.header == one.taken.header:
        return "Give the column that was left alone another header, and this note goes."
    keep, change = (config_line(one.field, text).strip() for text in (one.taken.header, one.header))
    return f"Under columns: in config.yaml write {keep} to keep it so, or {change} to change it."


def lines_of_passed_over(headers: HeaderMap) -> list[str]:
    """One line for each column that lost a field to another one."""
    return [said_of(one, headers.row) for one in headers.passed_over]


def _named(header: str, row: int, column: int) -> str:
    return f'"{header}" ({a1(row, column)})'
