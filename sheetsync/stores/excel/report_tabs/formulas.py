"""Formulas of report tabs: a link that finds its lead's row wherever sorting has moved it."""

from __future__ import annotations

import re
from functools import lru_cache

from sheetsync.cells import column_letters

LONGEST_LITERAL = 255
_WILDCARDS = re.compile(r"([*?~])")
_PLAIN_TITLE = re.compile(r"[^\W\d]\w*")
_LIKE_A_CELL = re.compile(
    r"[A-Za-z]{1,3}\d+|[Rr]\d*|[Cc]\d*|[Rr]\d*[Cc]\d*|TRUE|FALSE", re.IGNORECASE
)


def quoted_title(title: str) -> str:
    """A tab's title as formulas need it: in apostrophes unless it is one plain word."""
    if _PLAIN_TITLE.fullmatch(title) and not _LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def row_link(lead_id: str, title: str, column: int) -> str:
    """A formula that shows a Lead ID and leads to its row; "" where the id is too long for one.

    ``column`` is that of Lead ID on the tab ``title``.
    """
    shown, sought = _literal(lead_id), _literal(_WILDCARDS.sub(r"~\1", lead_id))
    if max(len(shown), len(sought)) > LONGEST_LITERAL:
        return ""
    target, ids = _there(title, column)
    return f"=HYPERLINK({target}&{_match(lead_id, sought, ids)},{shown})"


@lru_cache(maxsize=16)
def _there(title: str, column: int) -> tuple[str, str]:
    """The link to the top of a column, its row number left out; and the column's range."""
    letters, quoted = column_letters(column), quoted_title(title)
    return _literal(f"#{quoted}!{letters}"), f"{quoted}!{letters}:{letters}"


def _match(lead_id: str, sought: str, ids: str) -> str:
    by_text = f"MATCH({sought},{ids},0)"
    if lead_id.isdecimal() and lead_id.isascii() and len(lead_id) <= 15:
        return f"IFERROR(MATCH({int(lead_id)},{ids},0),{by_text})"
    return by_text


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
