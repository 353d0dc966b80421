"""The rows of a placed tab as sheet XML, written column by column: there can be thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sheetsync.cells import Area, a1, column_letters
from sheetsync.stores.excel.lead_tab.cell_xml import CellWriter, escaped_text
from sheetsync.stores.excel.report_tabs.formulas import row_link
from sheetsync.stores.excel.report_tabs.tab_palette import StyleKey, style_of
from sheetsync.tabs import LONGEST_URL, RowLink, TabCell, WebLink
from sheetsync.tabs.grid import FIRST_COLUMN, ROW_POINTS, Placed, PlacedCell, PlacedRows
from sheetsync.tabs.row_links import LeadIds

_UNFIT = re.compile(r"""[\s"<>\[\]^`{}|\\\x00-\x1f]""")
MOST_LINKS = 60_000
"""Excel opens a sheet with some 65,500 links and no more."""


@dataclass(frozen=True)
class SheetRows:
    """The rows as XML, the cells they reach to, and the address each linked cell opens."""

    xml: bytes
    reach: str
    links: Mapping[str, str]


def sheet_rows(
    placed: Placed, styles: Mapping[StyleKey, int], ids: LeadIds, *, date1904: bool = False
) -> SheetRows:
    """All rows of a tab; ``styles`` are the indexes of its formats."""
    writer = _RowWriter(styles, ids, date1904)
    inside = {row: "".join(map(writer.cell, cells)) for row, cells in _by_row(placed)}
    for body in placed.bodies:
        inside.update(enumerate(map("".join, writer.rows(body)), body.first_row))
    heights = dict.fromkeys(inside, ROW_POINTS) | dict(placed.heights)
    rows = (_row(row, heights[row], inside.get(row, "")) for row in sorted(heights))
    return SheetRows("".join(rows).encode(), _reach(placed), writer.links)


def _row(number: int, points: float, cells: str) -> str:
    shown = int(points * 4 / 3 + 0.5) * 0.75  # whole pixels, as programs draw them
    return f'<row r="{number}" ht="{shown:g}" customHeight="1">{cells}</row>'


def _reach(placed: Placed) -> str:
    height, width = placed.size
    return f"A1:{a1(height, max([width, *(area.last_column for area in placed.merges)]))}"


def _by_row(placed: Placed) -> Iterator[tuple[int, list[PlacedCell]]]:
    """The cells outside of tables, those that are joined to one filled up."""
    rows: dict[int, list[PlacedCell]] = {}
    for cell in placed.apart:
        rows.setdefault(cell.row, []).append(cell)
    for area in placed.merges:
        rows[area.first_row] += _joined(area, rows[area.first_row])
    for row, cells in rows.items():
        yield row, sorted(cells, key=lambda cell: cell.column)


def _joined(area: Area, cells: Sequence[PlacedCell]) -> list[PlacedCell]:
    """The cells an area swallows, which look like its first one."""
    first = next(cell for cell in cells if cell.column == area.first_column)
    columns = range(area.first_column + 1, area.last_column + 1)
    return [first._replace(column=column, value=None) for column in columns]


class _RowWriter:
    """Writes cells and takes down the links among them."""

    def __init__(self, styles: Mapping[StyleKey, int], ids: LeadIds, date1904: bool) -> None:
        self.links: dict[str, str] = {}
        self._styles, self._ids = styles, ids
        self._values = CellWriter("", date1904)

    def cell(self, cell: PlacedCell) -> str:
        """One cell."""
        place, style = a1(cell.row, cell.column), self._styles[style_of(cell)]
        self._take_down(place, cell.value)
        return f'<c r="{place}" s="{style}"{self._inside(cell.value)}'

    def rows(self, body: PlacedRows) -> Iterator[tuple[str, ...]]:
        """The cells of each row of a table."""
        return zip(*(self._column(body, n) for n in range(len(body.columns))), strict=True)

    def _column(self, body: PlacedRows, number: int) -> list[str]:
        letters, values = column_letters(FIRST_COLUMN + number), body.columns[number]
        looks = [*zip(map(type, values), body.kinds[number], body.emphasis, strict=True)]
        styles = {
            look: self._styles[style_of(PlacedCell(1, 1, value, "body", *look[1:]))]
            for look, value in dict(zip(looks, values, strict=True)).items()
        }
        if WebLink in map(type, values):
            for row, value in enumerate(values, body.first_row):
                self._take_down(f"{letters}{row}", value)
        texts = {each: self._inside(each) for each in {v for v in values if type(v) is str}}
        cells = zip(looks, values, strict=True)
        return [
            f'<c r="{letters}{row}" s="{styles[look]}"'
            f"{texts[value] if type(value) is str else self._inside(value)}"
            for row, (look, value) in enumerate(cells, body.first_row)
        ]

    def _take_down(self, place: str, value: TabCell) -> None:
        if isinstance(value, WebLink) and value.url and len(self.links) < MOST_LINKS:
            self.links[place] = address(value.url)

    def _inside(self, value: TabCell) -> str:
        """What follows a cell's name and format, up to its end."""
        if isinstance(value, WebLink):
            value = value.text
        if isinstance(value, str):
            return f' t="inlineStr"><is>{_text(value)}</is></c>'
        if value is None:
            return "/>"
        if isinstance(value, RowLink):
            return self._row_link(value.lead_id)
        kind, inside = self._values(value)
        return f"{kind.decode()}>{inside.decode()}</c>"

    def _row_link(self, lead_id: str) -> str:
        formula = row_link(lead_id, self._ids.title, self._ids.column) if self._ids.column else ""
        if not formula:
            return self._inside(lead_id)
        return f' t="str"><f>{escaped_text(formula[1:])}</f><v>{escaped_text(lead_id)}</v></c>'


def _text(text: str) -> str:
    text = escaped_text(text)
    return f'<t xml:space="preserve">{text}</t>' if "\n" in text else f"<t>{text}</t>"


def address(url: str) -> str:
    """A web address as a link can hold it."""
    return shortened(_UNFIT.sub(lambda found: quote(found[0]), url))


def shortened(url: str) -> str:
    """An address no longer than Excel opens, cut where no escaped character is torn apart."""
    if len(url) <= LONGEST_URL:
        return url
    cut = url[:LONGEST_URL]
    percent = cut.rfind("%", len(cut) - 2)
    cut = cut[:percent] if percent >= 0 else cut
    # A character of several bytes is several escapes: 10xxxxxx continue, 11xxxxxx begin.
    while cut[-3:-2] == "%" and int(cut[-2:], 16) >= 0x80:
        begins = int(cut[-2:], 16) >= 0xC0
        cut = cut[:-3]
        if begins:
            break
    return cut
