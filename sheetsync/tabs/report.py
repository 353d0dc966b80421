"""A report tab described neutrally: what it says and how strongly, not where its cells are.

Jobs build a `ReportTab`; `sheetsync.tabs.layout.lay_out` places it on a grid once, for every
store; a store only draws the grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["text", "wrapped", "count", "money", "percent", "date", "datetime"]
"""How a value is shown. Money uses the business's currency; percent takes 0.25 for 25 %."""

Emphasis = Literal["", "overdue", "breached", "today", "idle", "good", "muted", "strong"]
"""What a row or cell means; `sheetsync.tabs.looks` gives each its colours."""

Shape = Literal["column", "stacked", "bar", "line", "doughnut"]
"""How a chart draws its series; of a ``bar`` chart the bars lie, one row of the table each."""

Mark = Literal["", "good", "late", "bad", "open", "gone"]
"""What a series of a chart means: the same thing has the same colour in every chart."""


@dataclass(frozen=True)
class RowLink:
    """Shows a lead's id and leads to its row, wherever sorting has moved it."""

    lead_id: str


LONGEST_URL = 2079
"""Excel opens no address longer than this."""


@dataclass(frozen=True)
class WebLink:
    """Shows ``text`` and opens ``url``, cut where it is longer than `LONGEST_URL`; it is stored as
    a hyperlink, since a formula would stop at 255."""

    text: str
    url: str


TabCell = str | int | float | date | datetime | RowLink | WebLink | None


@dataclass(frozen=True)
class Column:
    """A column of a block: its title, how its values show, its width in characters."""

    header: str
    kind: Kind = "text"
    width: int = 14


@dataclass(frozen=True)
class Table:
    """Rows under a header. ``emphasis`` has one entry a row (or is empty).

    ``more`` counts the rows left out; ``empty`` is said in place of rows when there are none;
    ``filters`` gives it filter buttons (the first such table of a tab gets them, and its header
    row stays in view).
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[TabCell, ...], ...]
    title: str = ""
    emphasis: tuple[Emphasis, ...] = ()
    more: int = 0
    empty: str = "Nothing here today."
    filters: bool = False


@dataclass(frozen=True)
class Figure:
    """One number worth a tile: ``note`` is the small print under it."""

    label: str
    value: TabCell
    kind: Kind = "count"
    note: str = ""
    emphasis: Emphasis = ""


@dataclass(frozen=True)
class Figures:
    """A row of tiles, four to a line."""

    tiles: tuple[Figure, ...]


@dataclass(frozen=True)
class Note:
    """A line of plain words."""

    text: str
    emphasis: Emphasis = ""


@dataclass(frozen=True)
class Chart:
    """A native chart over a `Table` of the same tab, named by that table's title.

    ``categories`` and ``series`` are headers of its columns; ``marks`` has one entry a series (or
    is empty). Charts stand beside the block they follow, so the numbers and their picture are seen
    together.
    """

    title: str
    table: str
    categories: str
    series: tuple[str, ...]
    shape: Shape = "column"
    marks: tuple[Mark, ...] = ()


Block = Table | Figures | Note | Chart


@dataclass(frozen=True)
class ReportTab:
    """A tab the machine writes. ``key`` is its identity (``overdue``, ``week:2026-W47``);
    ``title`` the wish for its name; ``heading`` and ``summary`` open it."""

    key: str
    title: str
    heading: str
    summary: str
    blocks: tuple[Block, ...]
