"""The requests for the two pages beside the lead tab: the dropdowns' words, and the read-me."""

from __future__ import annotations

from collections.abc import Iterator

from sheetsync.cells import column_letters
from sheetsync.config import Settings
from sheetsync.schema import FIELDS, Field
from sheetsync.stores import lead_columns
from sheetsync.stores.google.message import Json, a1_range
from sheetsync.stores.google.template.looks_of_cells import (
    cell,
    cells_at,
    column_width,
    look,
    row_height,
)
from sheetsync.stores.read_me import (
    LISTS_SUMMARY,
    LISTS_TITLE,
    SPARE_WORDS,
    SUMMARY,
    TITLE,
    Line,
    Section,
    sections,
)
from sheetsync.tabs import looks
from sheetsync.tabs.measure import height_for

_CHOICES: tuple[Field, ...] = tuple(field for field in FIELDS if field.type == "choice")
_FIRST_WORD_ROW = 5
_LAST_WORD_ROW = _FIRST_WORD_ROW + SPARE_WORDS
_MARGIN = 3
_LABEL_WIDTH, _SENTENCE_WIDTH = 20, 96
_HEADING_POINTS, _TITLE_POINTS = 36, 26

_AT_NIGHT = Line(
    "While you work", "Leave the sheet open and go on typing. The nightly run writes only the "
    "automatic columns and blank cells; where you were quicker, yours stays.",
)  # fmt: skip

LISTS_GRID = {
    "rowCount": _LAST_WORD_ROW,
    "columnCount": len(_CHOICES) + 1,
    "hideGridlines": True,
}


def word_ranges() -> dict[str, str]:
    """By choice field, the range its dropdown offers: its list, with room for words to come."""
    return {field.name: _words(column) for column, field in enumerate(_CHOICES, 2)}


def lists(sheet_id: int, settings: Settings) -> Iterator[Json]:
    """A blank tab of the size `LISTS_GRID` as the one with the words, a column each.

    A field without words yet (a team nobody has named) has its column, to be filled in there.
    """
    yield from _page(sheet_id, LISTS_TITLE, LISTS_SUMMARY)
    for column, field in enumerate(_CHOICES, 2):
        words = settings.choices.get(field.name, ())
        rows = [[_list_header(lead_columns.header(field, settings))], *([_word(w)] for w in words)]
        yield cells_at(sheet_id, _FIRST_WORD_ROW - 1, column, rows)
        yield column_width(sheet_id, column, max([16, *(len(word) + 5 for word in words)]))


def read_me_grid(settings: Settings) -> Json:
    """The size of the read-me."""
    rows = 3 + sum(len(section.lines) + 2 for section in sections(settings, _AT_NIGHT))
    return {"rowCount": rows, "columnCount": 3, "hideGridlines": True}


def read_me(sheet_id: int, settings: Settings) -> Iterator[Json]:
    """A blank tab of the size `read_me_grid` as the one that says how the sheet works."""
    yield from _page(sheet_id, TITLE, SUMMARY)
    yield column_width(sheet_id, 2, _LABEL_WIDTH)
    yield column_width(sheet_id, 3, _SENTENCE_WIDTH)
    row = 4
    for section in sections(settings, _AT_NIGHT):
        yield from _section(sheet_id, row, section)
        row += len(section.lines) + 2


def _words(column: int) -> str:
    letter = column_letters(column)
    cells = f"${letter}${_FIRST_WORD_ROW}:${letter}${_LAST_WORD_ROW}"
    return f"={a1_range(LISTS_TITLE, cells)}"


def _page(sheet_id: int, heading: str, summary: str) -> Iterator[Json]:
    """Heading, summary and margin of a page."""
    rows = [
        [cell(heading, look(size=looks.HEADING_SIZE, bold=True, ink=looks.ACCENT_DARK))],
        [cell(summary, look(ink=looks.QUIET))],
    ]
    yield cells_at(sheet_id, 1, 2, rows)
    yield column_width(sheet_id, 1, _MARGIN)
    yield row_height(sheet_id, 1, 1, _HEADING_POINTS)


def _list_header(text: str) -> Json:
    return cell(
        text,
        look(bold=True, ink=looks.ACCENT_DARK, fill=looks.HEADER_FILL, line_below=looks.ACCENT),
    )


def _word(text: str) -> Json:
    return cell(text, look(line_below=looks.RULE_LINE))


def _section(sheet_id: int, row: int, section: Section) -> Iterator[Json]:
    title = cell(section.title, look(size=looks.TITLE_SIZE, bold=True, ink=looks.ACCENT_DARK))
    yield cells_at(sheet_id, row, 2, [[title], *map(_line, section.lines)])
    yield row_height(sheet_id, row, row, _TITLE_POINTS)
    for at, line in enumerate(section.lines, row + 1):
        yield row_height(sheet_id, at, at, height_for([(line.text, _SENTENCE_WIDTH)]))


def _line(line: Line) -> list[Json]:
    label = look(
        bold=True, fill=line.fill, ink=line.ink, line_below=looks.PAPER if line.fill else ""
    )
    return [cell(line.label, label), cell(line.text, look(wraps=True))]
