"""A report tab on a grid: where things stand, and when a tab needs writing again."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sheetsync.stores.excel.report_tabs.tab_palette import palette
from sheetsync.tabs import (
    Chart,
    Column,
    Figure,
    Figures,
    Note,
    TabCell,
    Table,
    looks,
    number_formats,
)
from sheetsync.tabs import layout as tab_layout
from sheetsync.tabs.grid import CHART_DROP, ROW_POINTS, Placed, column_pixels, row_pixels
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
    chart = Chart("Leads by stage", "Stages", "Stage", ("Leads",), "bar")
    (placed,) = lay_out(tab(block, chart)).charts
    assert placed.series[0].values == (3, 1)


def bars(*numbers: int, names: tuple[str, ...] = ("Leads",)) -> tuple[Table, Chart]:
    columns = (Column("Source"), *(Column(name, "count") for name in names))
    rows: tuple[tuple[TabCell, ...], ...] = tuple(
        (f"Source {n}", *[number] * len(names)) for n, number in enumerate(numbers)
    )
    return Table(columns, rows, "Sources"), Chart("By source", "Sources", "Source", names, "bar")


def test_a_single_bar_is_not_drawn() -> None:
    assert lay_out(tab(*bars(0, 3, 0))).charts == ()
    assert len(lay_out(tab(*bars(0, 3, 2))).charts) == 1


def test_bars_begin_and_end_with_one_that_has_a_length() -> None:
    placed = lay_out(tab(*bars(0, 3, 0, 2, 0)))
    (chart,) = placed.charts
    assert chart.series[0].values == (3, 0, 2)
    assert chart.category_values == ("Source 1", "Source 2", "Source 3")
    cells = values(placed)
    assert cells[chart.categories.first_row, chart.categories.first_column] == "Source 1"
    assert cells[chart.categories.last_row, chart.categories.last_column] == "Source 3"


def test_a_chart_of_many_bars_is_taller_and_the_next_block_stands_below_it() -> None:
    few, many = (lay_out(tab(*bars(*range(1, n), names=("New", "Won")))).charts for n in (5, 30))
    assert few[0].height == looks.CHART_PIXELS[1]
    assert many[0].height >= 29 * 2 * 12
    placed = lay_out(tab(*bars(*range(1, 13), names=("New", "Won")), Note("Below.")))
    (box,) = (_chart_box(placed, number) for number in range(len(placed.charts)))
    row = next(cell.row for cell in placed.cells if cell.value == "Below.")
    assert _top(placed, row) >= box[3]


def test_what_a_series_means_has_a_colour_that_stands_out_from_paper() -> None:
    for colour in looks.SERIES_MARK.values():
        assert _contrast(colour, looks.PAPER) >= 3


def test_a_day_shows_no_time_and_a_moment_its_own_whatever_the_column_is_for() -> None:
    day, moment = date(2026, 11, 12), datetime.fromisoformat("2026-11-12T14:30")
    for column in (Column("Since", "date"), Column("Since", "datetime")):
        placed = lay_out(tab(Table((column,), ((day,), (moment,)))))
        assert placed.bodies[0].kinds == (("date", "datetime"),)


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


DRAWN_SO = {2: "c933", 3: "daaf"}


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


def test_a_last_page_of_one_block_takes_the_one_before_it_along() -> None:
    blocks = [table(*[("a",)] * 7, title=f"Block {n}") for n in range(3)]
    placed = lay_out(tab(*blocks))
    rows = {value: row for (row, _), value in values(placed).items()}
    assert placed.page_starts == (rows["Block 1"],)


def _contrast(one: str, other: str) -> float:
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.04 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


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
    top = _top(placed, chart.row) + CHART_DROP
    return chart.left, top, chart.left + chart.width, top + chart.height


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    beside = one[2] <= other[0] or other[2] <= one[0]
    above = one[3] <= other[1] or other[3] <= one[1]
    return not (beside or above)
