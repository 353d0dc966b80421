"""A report tab on a grid: where things stand, and when a tab needs writing again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.snapshot import TabSeen
from sheetsync.stores.excel.report_tabs.tab_palette import palette
from sheetsync.tabs import (
    Column,
    Figure,
    Figures,
    Note,
    ReportTab,
    RowLink,
    Table,
    WebLink,
    looks,
    number_formats,
)
from sheetsync.tabs import layout as tab_layout
from sheetsync.tabs.grid import ROW_POINTS, Placed, column_pixels, row_pixels
from sheetsync.tabs.layout import digest, is_outdated, lay_out, was_typed_into
from sheetsync.tabs.values import clean, short_hash
from tests.report_tabs import digest_of_rows, overdue, week


def tab(*blocks: Table | Figures | Note) -> ReportTab:
    return ReportTab("issues", "Issues", "Issues", "3 found", blocks)


def table(*rows: tuple[object, ...], **options: object) -> Table:
    columns = tuple(Column(f"Column {n}") for n in range(len(rows[0])))
    return Table(columns, rows, **options)  # type: ignore[arg-type]


def values(placed: Placed) -> dict[tuple[int, int], object]:
    return {(cell.row, cell.column): cell.value for cell in placed.cells}


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


@pytest.mark.parametrize("each", [overdue(), week(), tab(), tab(Note(" padded "))])
def test_what_was_written_and_what_is_read_back_have_the_same_digest(each: ReportTab) -> None:
    assert digest(each).partition(".")[0] == digest_of_rows(*as_read(lay_out(each)))


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.integers(-(10**12), 10**12),
            st.floats(-1e9, 1e9),
            st.dates(date(1900, 3, 1)),
            st.datetimes(datetime.fromisoformat("1900-03-01")),
            st.none(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_values_survive_the_way_to_the_sheet_and_back(row: list[object]) -> None:
    each = tab(table(tuple(row)))
    assert digest(each).partition(".")[0] == digest_of_rows(*as_read(lay_out(each)))


def test_a_tab_somebody_typed_into_is_noticed() -> None:
    written = digest(overdue(3))
    rows, formulas = as_read(lay_out(overdue(3)))
    seen = TabSeen("overdue", "Overdue", written, digest_of_rows(rows, formulas))
    assert not was_typed_into(seen)
    rows[1].append("called him, no reply")
    assert was_typed_into(replace(seen, found=digest_of_rows(rows, formulas)))


def test_a_formula_somebody_added_is_noticed() -> None:
    rows, formulas = as_read(lay_out(overdue(3)))
    rows.append([""] * 4)
    assert digest_of_rows(rows, formulas) != digest_of_rows(rows, formulas | {(len(rows), 3)})


def test_sorting_a_report_is_not_typing_into_it() -> None:
    rows, formulas = as_read(lay_out(overdue(3)))
    first, *_ = sorted(formulas)
    top = first[0] - 1
    rows[top], rows[top + 1] = rows[top + 1], rows[top]
    assert digest_of_rows(rows, formulas) == digest(overdue(3)).partition(".")[0]


def test_a_tab_whose_digest_is_lost_counts_as_typed_into() -> None:
    assert was_typed_into(TabSeen("overdue", "Overdue", "", digest(overdue()).partition(".")[0]))


@pytest.mark.parametrize(
    "other",
    [
        tab(table(("a", WebLink("chat", "https://b.example")))),
        tab(table(("a", WebLink("chat", "https://a.example")), emphasis=("overdue",))),
        tab(table(("a", WebLink("chat", "https://a.example")), title="Now with a title")),
        tab(table((RowLink("L-000001"), WebLink("chat", "https://a.example")))),
    ],
)
def test_the_digest_changes_with_anything_a_reader_sees(other: ReportTab) -> None:
    assert digest(tab(table(("a", WebLink("chat", "https://a.example"))))) != digest(other)


def test_what_a_sheet_cannot_hold_is_cleaned_away() -> None:
    assert clean("bell\x07 \r\n rings") == "bell \n rings"
    assert clean(float("nan")) is None
    assert clean(2.0) == 2
    assert clean(RowLink(" ")) is None
    assert len(str(clean("x" * 40_000))) == 32_767


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


def test_a_tab_that_says_the_same_is_not_outdated_and_nothing_is_laid_out_to_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = TabSeen("overdue", "Overdue", digest(overdue(), "Leads!A"), "")
    monkeypatch.delattr(tab_layout, "lay_out")
    assert not is_outdated(overdue(), seen, "Leads!A")
    assert is_outdated(overdue(39), seen, "Leads!A")
    assert is_outdated(overdue(), seen, "Enquiries!A")
    assert is_outdated(overdue(), replace(seen, written=""), "Leads!A")


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


def test_a_day_before_any_calendar_of_a_workbook_is_shown_as_text() -> None:
    assert clean(date(1899, 3, 5)) == "5 Mar 1899"
    assert clean(datetime.fromisoformat("1904-01-01T10:00")) != "1 Jan 1904"


@pytest.mark.parametrize("elsewhere", ["Enquiries!A", "Leads!B", ""])
def test_a_tab_is_written_again_when_its_row_links_lead_elsewhere(elsewhere: str) -> None:
    values, _, look = tab_layout.digest(overdue(), "Leads!A").partition(".")
    found = tab_layout.digest(overdue(), elsewhere).partition(".")
    assert found[0] == values
    assert found[2] != look


def test_a_tab_without_row_links_does_not_care_where_they_lead() -> None:
    assert tab_layout.digest(week(), "Leads!A") == tab_layout.digest(week(), "Enquiries!B")


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
