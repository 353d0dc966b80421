"""A report tab on a grid: where things stand, and when a tab needs writing again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetsync.stores.excel.report_tabs.tab_palette import palette
from sheetsync.tabs import (
    Column,
    Figure,
    Figures,
    Note,
    Table,
    looks,
    number_formats,
)
from sheetsync.tabs import layout as tab_layout
from sheetsync.tabs.grid import ROW_POINTS, Placed, column_pixels, row_pixels
from sheetsync.tabs.layout import lay_out
from sheetsync.tabs.values import short_hash
from tests.report_tabs import overdue, tab, table, week


def values(placed: Placed) -> dict[tuple[int, int], object]:
    return {(cell.row, cell.column): cell.value for cell in placed.cells}


def test_heading_and_summary_open_the_tab_and_blocks_follow_downwards() -> None:
    placed = lay_out(tab(Note("Mind the gap."), table(("a", "b"))))
    found = values(placed)
    assert found[1, 2] == "Issues"
    assert found[2, 2] == "3 found"
    rows = {value: row for (row, _), value in found.items()}
    assert rows["3 found"] < rows["Mind the gap."] < rows["Column 0"] < rows["a"]


def test_no_two_values_share_a_cell_and_cells_come_in_reading_order() -> None:
    for each in (overdue(), week()):
        places = [(cell.row, cell.column) for cell in lay_out(each).cells]
        assert places == sorted(set(places))


def test_charts_cover_no_cell_and_no_other_chart() -> None:
    placed = lay_out(week())
    boxes = [_chart_box(placed, number) for number in range(len(placed.charts))]
    boxes += [_cell_box(placed, cell.row, cell.column) for cell in placed.cells]
    for number in range(len(placed.charts)):
        for other in range(len(boxes)):
            assert number == other or not _overlap(boxes[number], boxes[other])


def test_a_chart_stands_beside_its_table_where_there_is_room_and_else_under_it() -> None:
    placed = lay_out(week())
    pipeline, share, owner = placed.charts
    rows = {value: row for (row, _), value in values(placed).items() if isinstance(value, str)}
    assert pipeline.row == rows["Pipeline"]
    assert share.row > pipeline.row
    assert share.left == pipeline.left
    assert owner.row > rows["Ravi"]


def test_a_chart_of_an_empty_table_is_left_out() -> None:
    assert [chart.chart.title for chart in lay_out(week()).charts] == [
        "Leads by stage", "Share", "By owner",
    ]  # fmt: skip


def test_a_chart_shows_no_totals() -> None:
    rows = (("New", 3), ("Won", 1), ("All", 4))
    block = Table((Column("Stage"), Column("Leads", "count")), rows, "Stages", ("", "", "strong"))
    chart = replace(week().blocks[3], table="Stages", categories="Stage", series=("Leads",))  # type: ignore[type-var]
    (placed,) = lay_out(tab(block, chart)).charts  # type: ignore[arg-type]
    assert placed.series[0].values == (3, 1)


def test_the_first_filtered_table_keeps_its_header_in_view() -> None:
    placed = lay_out(overdue(3))
    header = next(cell.row for cell in placed.cells if cell.role == "header")
    assert placed.freeze_row == header
    assert placed.filter is not None
    assert (placed.filter.first_row, placed.filter.last_row) == (header, header + 3)


def test_a_table_without_rows_says_so_and_gets_no_filter() -> None:
    placed = lay_out(tab(Table((Column("Lead"),), (), empty="All is well.", filters=True)))
    assert "All is well." in values(placed).values()
    assert placed.filter is None


def test_rows_left_out_are_counted() -> None:
    assert "and 1,200 more" in values(lay_out(tab(table(("a",), more=1200)))).values()


def test_a_long_text_is_wrapped_and_its_row_made_high_enough() -> None:
    block = Table((Column("Message", "wrapped", 20),), (("word " * 30,), ("short",)))
    heights = dict(lay_out(tab(block)).heights)
    long, short = (heights[cell.row] for cell in lay_out(tab(block)).cells[-2:])
    assert long > 4 * short


def test_columns_are_as_wide_as_their_content_needs_within_bounds() -> None:
    block = Table((Column("A"), Column("B", "money"), Column("C")), (("x" * 200, 123456789, None),))
    _, text, money, other, *_ = lay_out(tab(block)).widths
    assert text <= 60
    assert money >= 14
    assert other == 14


def test_tiles_stand_four_to_a_line() -> None:
    placed = lay_out(tab(Figures(tuple(Figure(f"F{n}", n) for n in range(6)))))
    labels = [cell for cell in placed.cells if cell.role == "label"]
    assert len({cell.row for cell in labels[:4]}) == 1
    assert labels[4].row > labels[3].row
    assert labels[4].column == labels[0].column


@pytest.mark.parametrize(
    ("currency", "locale", "expected"),
    [
        ("INR", "en_IN", '[>=10000000]"₹"##\\,##\\,##\\,##0;[>=100000]"₹"##\\,##\\,##0;"₹"##,##0'),
        ("EUR", "de_DE", '#,##0 "€"'),
        ("EUR", "en_IE", '"€"#,##0'),
        ("USD", "en_US", '"$"#,##0'),
        ("USD", "en_IN", '"$"#,##0'),
        ("AUD", "en_AU", '"$"#,##0'),
        ("CHF", "de_CH", '"CHF" #,##0'),
        ("XAF", "fr_CM", '#,##0 "XAF"'),
    ],
)
def test_money_shows_as_people_there_write_it(currency: str, locale: str, expected: str) -> None:
    assert number_formats.money(currency, locale) == expected


DRAWN_SO = {2: "c933"}


def test_whoever_places_tabs_differently_raises_the_number_that_has_them_written_again() -> None:
    """Runs compare what tabs say: without `DRAWN` raised, tabs would keep their old looks.

    Add the new number with the digest that the failure shows.
    """
    looks_now = {name: value for name, value in vars(looks).items() if name.isupper()}
    drawn = repr((lay_out(overdue()), lay_out(week()), looks_now, palette("INR", "en_IN")))
    assert DRAWN_SO[tab_layout.DRAWN] == short_hash(drawn)[:4]


def test_a_table_after_one_that_ran_over_its_page_begins_a_page() -> None:
    blocks = (table(*[("a",)] * 60), table(("b",), title="Second"))
    placed = lay_out(tab(*blocks))
    rows = {value: row for (row, _), value in values(placed).items()}
    assert placed.page_starts == (rows["Second"],)


def test_the_header_of_a_long_table_never_stands_alone_at_the_foot_of_a_page() -> None:
    blocks = (table(*[("a",)] * 13), table(*[("b",)] * 60, title="Second"))
    placed = lay_out(tab(*blocks))
    rows = {value: row for (row, _), value in values(placed).items()}
    assert placed.page_starts == (rows["Second"],)


def test_blocks_that_share_a_page_are_not_torn_apart() -> None:
    assert lay_out(tab(table(("a",)), Note("Mind the gap."), table(("b",)))).page_starts == ()


def _top(placed: Placed, row: int) -> int:
    heights = dict(placed.heights)
    return sum(row_pixels(heights.get(above, ROW_POINTS)) for above in range(1, row))


def _left(placed: Placed, column: int) -> int:
    return sum(map(column_pixels, placed.widths[: column - 1]))


def _cell_box(placed: Placed, row: int, column: int) -> tuple[int, int, int, int]:
    ends = [m.last_column for m in placed.merges if (m.first_row, m.first_column) == (row, column)]
    right = _left(placed, max([column, *ends]) + 1)
    return _left(placed, column), _top(placed, row), right, _top(placed, row + 1)


def _chart_box(placed: Placed, number: int) -> tuple[int, int, int, int]:
    chart = placed.charts[number]
    top = _top(placed, chart.row)
    return chart.left, top, chart.left + chart.width, top + chart.height


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    beside = one[2] <= other[0] or other[2] <= one[0]
    above = one[3] <= other[1] or other[3] <= one[1]
    return not (beside or above)
