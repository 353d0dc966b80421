"""A formula as it reads once the columns it points at stand elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sheetsync.cells import column_letters, column_number

_PART = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'!\S*|[A-Za-z_][\w.]*!\$?\w+(?::\$?\w+)*"
    r"|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?\d+)(?![\w(.])"
)
"""Texts and references to other tabs, which stay as they are, or a cell of this one."""


class Formula(str):
    """What a cell is given as a formula, not as text."""

    __slots__ = ()


def moved(formula: str, to: Mapping[int, int]) -> str:
    """``to`` tells where columns stand now; those it does not know stand where they did."""

    def follow(found: re.Match[str]) -> str:
        if found[2] is None:
            return found[0]
        column = column_number(found[2])
        return f"{found[1]}{column_letters(to.get(column, column))}{found[3]}"

    return _PART.sub(follow, formula)
