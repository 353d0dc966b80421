"""Report tabs of each kind, for tests that place, write and read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any
from urllib.parse import quote

from sheetsync.tabs import (
    Block,
    Chart,
    Column,
    Emphasis,
    Figure,
    Figures,
    Note,
    ReportTab,
    RowLink,
    TabCell,
    Table,
    WebLink,
)
from sheetsync.tabs.grid import Placed
from sheetsync.tabs.layout import digest_of_found

MESSAGE = (
    "Hello {}, you asked for 120 chairs by 5 December. Shall I block the stock for you, "
    "or is the price the open question?"
)


def overdue(count: int = 40, *, first_name: str = "Priya", key: str = "overdue") -> ReportTab:
    """A list with tiles above it: long messages, links to rows and to a chat."""
    columns = (
        Column("Lead"), Column("Name"), Column("Overdue since", "date"), Column("Days", "count"),
        Column("Value", "money"), Column("Chat"), Column("Suggested message", "wrapped", 52),
        Column("Last contact", "datetime"),
    )  # fmt: skip
    rows = tuple(_overdue_row(number, first_name) for number in range(count))
    emphasis: tuple[Emphasis, ...] = ("overdue",) * count
    tiles = Figures(
        (
            Figure("Overdue", count, note="oldest since Thu 12 Nov", emphasis="overdue"),
            Figure("Value waiting", 4_820_000.5, "money"),
            Figure("Median wait, days", 2.5),
        )
    )
    table = Table(columns, rows, emphasis=emphasis, more=13, filters=True)
    return ReportTab(key, "Overdue", "Overdue follow-ups", "Most late first.", (tiles, table))


def _overdue_row(number: int, name: str) -> tuple[TabCell, ...]:
    message = MESSAGE.format(name)
    chat = WebLink("+91 98200 12345", f"https://wa.me/919820012345?text={quote(message)}")
    since, contact = date(2026, 11, 1 + number % 20), datetime.fromisoformat("2026-10-30T17:05:59")
    link = RowLink(f"L-{number + 1:06}")
    return (link, f"{name} {number}", since, number, 185_000.0, chat, message, contact)


def week(leads: tuple[int, ...] = (42, 25, 5), key: str = "week:2026-W47") -> ReportTab:
    """Tiles, a note, small tables, and charts beside and under them."""
    stages = Table(
        (Column("Stage"), Column("Leads", "count"), Column("Share", "percent")),
        tuple(zip(("New", "Quoted", "Won"), leads, (0.5, 0.3, 0.2), strict=True)),
        "Pipeline",
        ("", "", "good"),
    )
    owners = Table(
        (Column("Owner"), *(Column(f"Figure {n}", "money", 16) for n in range(8))),
        (("Asha", *range(8)), ("Ravi", *range(8))),
        "By owner",
    )
    empty = Table((Column("Reason"), Column("Leads", "count")), (), "Lost reasons")
    return ReportTab(
        key,
        "Week 2026-W47",
        "Week 2026-W47",
        "Sat 14 Nov to Fri 20 Nov 2026",
        (
            Figures(tuple(Figure(f"Figure {n}", n) for n in range(6))),
            Note("Seven leads arrived on Sunday. " * 8),
            stages,
            Chart("Leads by stage", "Pipeline", "Stage", ("Leads",), "bar"),
            Chart("Share", "Pipeline", "Stage", ("Share",), "doughnut"),
            owners,
            Chart("By owner", "By owner", "Owner", ("Figure 1", "Figure 2")),
            empty,
            Chart("Lost", "Lost reasons", "Reason", ("Leads",)),
        ),
    )


def digest_of_rows(rows: Sequence[Sequence[Any]], formulas: Collection[tuple[int, int]]) -> str:
    """The digest of a tab given row by row; ``formulas`` are (row, column) from 1."""
    columns = list(zip_longest(*rows))
    masks = [
        [(row, column) in formulas for row in range(1, len(rows) + 1)]
        for column in range(1, len(columns) + 1)
    ]
    return digest_of_found(columns, masks)


def tab(*blocks: Block) -> ReportTab:
    return ReportTab("issues", "Issues", "Issues", "3 found", blocks)


def table(*rows: tuple[object, ...], **options: object) -> Table:
    columns = tuple(Column(f"Column {n}") for n in range(len(rows[0])))
    return Table(columns, rows, **options)  # type: ignore[arg-type]


def as_read(placed: Placed) -> tuple[list[list[object]], set[tuple[int, int]]]:
    """What python-calamine gives for a tab drawn from this grid."""
    height = max(cell.row for cell in placed.cells)
    width = max(cell.column for cell in placed.cells)
    rows: list[list[object]] = [["" for _ in range(width)] for _ in range(height)]
    formulas = set()
    for cell in placed.cells:
        value = cell.value.text if isinstance(cell.value, WebLink) else cell.value
        if isinstance(value, RowLink):
            formulas.add((cell.row, cell.column))
            value = value.lead_id
        rows[cell.row - 1][cell.column - 1] = float(value) if type(value) is int else value or ""
    return rows, formulas
