"""Formulas whose references follow what happens to the lines and tabs they point at."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.google.a1 import column_index, column_letters, quoted, split_title
from tests.google.formula_syntax import REFERENCE
from tests.google.line_changes import LineChange

_TEXT = re.compile(r'("(?:[^"]|"")*")')
_REFERENCE = re.compile(rf"(?<![\w.!']){REFERENCE}")
_PART = re.compile(r"(\$?)([A-Za-z]{1,3})?(\$?)([1-9]\d*)?")

Replace = Callable[[str], str]


def after_change(formula: str, home: str, title: str, dimension: str, change: LineChange) -> str:
    """The formula, standing on tab `home`, after lines of tab `title` were changed."""

    def replace(reference: str) -> str:
        named, cells = split_title(reference)
        if (named if named is not None else home).lower() != title.lower():
            return reference
        changed = _changed_cells(cells, dimension, change)
        return "#REF!" if changed is None else reference[: len(reference) - len(cells)] + changed

    return _each_reference(formula, replace)


def after_rename(formula: str, old: str, new: str | None) -> str:
    """The formula after a tab got another title, or none because it is gone."""

    def replace(reference: str) -> str:
        named, cells = split_title(reference)
        if named is None or named.lower() != old.lower():
            return reference
        return "#REF!" if new is None else f"{quoted(new)}!{cells}"

    return _each_reference(formula, replace)


def after_copy(formula: str, down: int, right: int) -> str:
    """The formula as pasted elsewhere: what has no dollar sign moves along."""

    def replace(reference: str) -> str:
        _, cells = split_title(reference)
        moved = [_moved_part(part, down, right) for part in cells.split(":")]
        if None in moved:
            return "#REF!"
        parts = ":".join(part for part in moved if part is not None)
        return reference[: len(reference) - len(cells)] + parts

    return _each_reference(formula, replace)


def _each_reference(formula: str, replace: Replace) -> str:
    pieces = _TEXT.split(formula)
    # Every second piece is a text in quotation marks.
    pieces[::2] = [_REFERENCE.sub(lambda m: replace(m[0]), piece) for piece in pieces[::2]]
    return "".join(pieces)


def _changed_cells(cells: str, dimension: str, change: LineChange) -> str | None:
    first, colon, last = cells.partition(":")
    start, end = _read(first, dimension), _read(last if colon else first, dimension)
    if start is None or end is None:
        return cells
    if not colon:
        point = change.point(start)
        return None if point is None else _written(first, dimension, point)
    span = change.span(start, end + 1)
    if span is None:
        return None
    return f"{_written(first, dimension, span[0])}:{_written(last, dimension, span[1] - 1)}"


def _read(part: str, dimension: str) -> int | None:
    match = _PART.fullmatch(part)
    if not match:
        return None
    if dimension == "ROWS":
        return int(match[4]) - 1 if match[4] else None
    return column_index(match[2]) if match[2] else None


def _written(part: str, dimension: str, index: int) -> str:
    match = _PART.fullmatch(part)
    assert match
    column, row = match[2] or "", match[4] or ""
    if dimension == "ROWS":
        row = str(index + 1)
    else:
        column = column_letters(index)
    return f"{match[1]}{column}{match[3]}{row}"


def _moved_part(part: str, down: int, right: int) -> str | None:
    match = _PART.fullmatch(part)
    assert match
    column, row = match[2] or "", match[4] or ""
    if column and not match[1]:
        moved = column_index(column) + right
        column = column_letters(moved) if moved >= 0 else ""
    if row and not match[3]:
        row = str(int(row) + down) if int(row) + down > 0 else ""
    if bool(column) != bool(match[2]) or bool(row) != bool(match[4]):
        return None
    return f"{match[1]}{column}{match[3]}{row}"
