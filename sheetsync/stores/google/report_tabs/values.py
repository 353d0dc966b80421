"""Values of report tabs as Google takes them: never typed, so nothing in them is ever parsed.

Texts are sent as texts, days and moments as the number of days since 30 December 1899. The one
formula there is leads to the row of a lead.

A web address is sent as the link of a cell's text: a formula could be broken out of by what people
write, and would not follow when somebody edits the text. A row cannot be linked so: a link to a
place is fixed, and sorting moves leads. So it is a HYPERLINK that looks its row up. It names the
tab by its id and always leads to column A: renaming the tab or moving its columns does no harm.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import quote

from sheetsync.cells import column_letters
from sheetsync.stores.google.list_separators import localised
from sheetsync.stores.google.message import Json, a1_range
from sheetsync.tabs import LONGEST_URL, RowLink, TabCell, WebLink
from sheetsync.tabs.row_links import LeadIds

_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - cells hold local time without a zone
_SECONDS = 86_400
_WILDCARDS = re.compile(r"([*?~])")
_UNFIT = re.compile(r"""[\s"<>\[\]^`{}|\\\x00-\x1f]""")
_TORN = re.compile(r"%[0-9A-Fa-f]?$")


def written_value(value: TabCell, ids: LeadIds) -> str | int | float | None:
    """What a cell holds once it is written; ``=`` for a formula, whatever it says."""
    if isinstance(value, RowLink):
        return "=" if ids.column else value.lead_id
    if isinstance(value, WebLink):
        return value.text
    return serial(value) if isinstance(value, date) else value


def cell_value(value: TabCell, ids: LeadIds, lead_sheet_id: int, locale: str) -> Json:
    """A cell with nothing but its value; ``locale`` is the spreadsheet's."""
    if isinstance(value, RowLink) and ids.column:
        formula = row_link(value.lead_id, ids, lead_sheet_id, locale)
        return {"userEnteredValue": {"formulaValue": formula}}
    written = written_value(value, ids)
    if written is None or written == "":
        return {}
    kind = "stringValue" if isinstance(written, str) else "numberValue"
    return {"userEnteredValue": {kind: written}}


def serial(day: date) -> int | float:
    """The number of a day, or of a moment."""
    if not isinstance(day, datetime):
        return (datetime(day.year, day.month, day.day) - _FIRST_DAY).days  # noqa: DTZ001
    passed = day.replace(tzinfo=None) - _FIRST_DAY
    return passed.days + round(passed.seconds / _SECONDS, 9)


def row_link(lead_id: str, ids: LeadIds, lead_sheet_id: int, locale: str) -> str:
    """A formula that shows a Lead ID and leads to its row, wherever sorting has moved it."""
    shown, sought = _literal(lead_id), _literal(_WILDCARDS.sub(r"~\1", lead_id))
    letters = column_letters(ids.column)
    column = a1_range(ids.title, f"{letters}:{letters}")
    match = f"MATCH({sought},{column},0)"
    if lead_id.isdecimal() and lead_id.isascii() and len(lead_id) <= 15:
        match = f"IFERROR(MATCH({int(lead_id)},{column},0),{match})"
    target = _literal(f"#gid={lead_sheet_id}&range=A")
    return localised(f"=HYPERLINK({target}&{match},{shown})", locale)


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def address(url: str) -> str:
    """A web address as a link can hold it, no longer than programs open: never cut within an
    escaped character."""
    fit = _UNFIT.sub(lambda found: quote(found[0]), url)
    if len(fit) <= LONGEST_URL:
        return fit
    cut = _TORN.sub("", fit[:LONGEST_URL])
    while cut[-3:-2] == "%" and not _decodes(cut):
        cut = cut[:-3]
    return cut


def _decodes(url: str) -> bool:
    """Whether the escapes it ends with are whole characters."""
    tail = re.search(r"(?:%[0-9A-Fa-f]{2})+$", url)
    try:
        bytes.fromhex(tail[0].replace("%", "") if tail else "").decode()
    except UnicodeDecodeError:
        return False
    return True
