"""Native charts on a Google spreadsheet: what they show, where they stand, in whose colours."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import pytest

from sheetsync.stores.google.colours import colour_style
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.report_tabs.cell_formats import CellFormats
from sheetsync.stores.google.report_tabs.cells import Ink, cell_requests
from sheetsync.stores.google.report_tabs.charts import chart_border, chart_place, chart_spec
from sheetsync.stores.google.report_tabs.frame import added
from sheetsync.stores.google.report_tabs.grid_size import grid_size
from sheetsync.tabs import Chart, Column, Emphasis, ReportTab, Table, looks
from sheetsync.tabs.grid import CHART_DROP, Placed
from sheetsync.tabs.layout import lay_out
from sheetsync.tabs.report import Shape
from sheetsync.tabs.row_links import LeadIds
from tests.report_tabs import tab, week

INK = Ink(CellFormats("INR", "en_IN"), LeadIds("Leads", 1), 0, "en_US")
SHEET = 77
ROWS = (("New", 4, 2), ("Quoted", 3, 1), ("Won", 2, 5), ("Total", 9, 8))
MEANT: tuple[Emphasis, ...] = ("overdue", "today", "idle", "strong")


def report(shape: Shape, *, series: int = 1, meant: bool = False, **how: Any) -> ReportTab:
    columns = (Column("Stage"), Column("Leads", "count"), Column("Late", "count"))
    emphasis: tuple[Emphasis, ...] = MEANT if meant else ("", "", "", "strong")
    names = ("Leads", "Late")[:series]
    chart = Chart("By stage", "Stages", "Stage", names, shape, **how)
    return tab(Table(columns, ROWS, "Stages", emphasis), chart)


def spec_of(each: ReportTab) -> Json:
    placed = lay_out(each)
    return chart_spec(placed.charts[0], placed, SHEET)


def drawn(connection: Connection, placed: Placed) -> list[Json]:
    """As Google keeps them."""
    size = grid_size(placed)
    requests = [added(SHEET, "Report", size, placed, hidden=False)]
    requests += cell_requests(placed, SHEET, INK)
    for chart in placed.charts:
        place = chart_place(chart, size.anchor(chart), SHEET)
        told = {"spec": chart_spec(chart, placed, SHEET), "position": place}
        requests.append({"addChart": {"chart": {**told, "border": chart_border()}}})
    connection.batch_update(requests)
    found = connection.get("sheets(properties,charts)")["sheets"][-1]
    kept: list[Json] = found["charts"]
    return kept


@pytest.mark.parametrize(
    ("shape", "kind"),
    [("column", "COLUMN"), ("stacked", "COLUMN"), ("bar", "BAR"), ("line", "LINE")],
)
@pytest.mark.parametrize("series", [1, 2])
def test_every_shape_is_a_native_chart(
    connection: Connection, shape: Shape, kind: str, series: int
) -> None:
    (chart,) = drawn(connection, lay_out(report(shape, series=series)))
    basic = chart["spec"]["basicChart"]
    assert (basic["chartType"], len(basic["series"])) == (kind, series)
    assert (basic.get("stackedType") == "STACKED") == (shape == "stacked")
    assert basic["legendPosition"] == ("BOTTOM_LEGEND" if series > 1 else "NO_LEGEND")
    assert chart["spec"]["title"] == chart["spec"]["altText"] == "By stage"


def test_a_doughnut_is_a_pie_with_a_hole(connection: Connection) -> None:
    (chart,) = drawn(connection, lay_out(report("doughnut")))
    pie = chart["spec"]["pieChart"]
    assert pie["pieHole"] == 0.62
    assert pie["series"]["sourceRange"]["sources"][0]["startColumnIndex"] == 2


def test_a_doughnut_whose_rows_mean_something_is_bars_in_their_colours(
    connection: Connection,
) -> None:
    (chart,) = drawn(connection, lay_out(report("doughnut", meant=True)))
    (series,) = chart["spec"]["basicChart"]["series"]
    colours = [each["colorStyle"]["rgbColor"] for each in series["styleOverrides"]]
    wished = [colour_style(looks.MARK[name])["rgbColor"] for name in ("overdue", "today", "idle")]
    for found, each in zip(colours, wished, strict=True):
        assert found == pytest.approx(each)


def test_a_series_has_the_colour_of_what_it_means() -> None:
    basic = spec_of(report("stacked", series=2, marks=("good", "late")))["basicChart"]
    colours = [series["colorStyle"] for series in basic["series"]]
    assert colours == [colour_style(looks.SERIES_MARK[mark]) for mark in ("good", "late")]
    plain = spec_of(report("column"))["basicChart"]["series"][0]
    assert plain["colorStyle"] == colour_style(looks.CHART_COLOURS[0])


def test_a_series_begins_with_its_header_and_ends_before_the_total() -> None:
    placed = lay_out(report("column"))
    header = next(cell.row for cell in placed.apart if cell.role == "header")
    basic = spec_of(report("column"))["basicChart"]
    (source,) = basic["series"][0]["series"]["sourceRange"]["sources"]
    assert (source["startRowIndex"], source["endRowIndex"]) == (header - 1, header + 3)
    assert basic["headerCount"] == 1


def test_rows_left_out_at_the_top_do_not_part_a_series_from_its_name(
    connection: Connection,
) -> None:
    rows = (("None", 0), ("New", 4), ("Won", 2))
    table = Table((Column("Stage"), Column("Leads", "count")), rows, "Stages")
    placed = lay_out(tab(table, Chart("By stage", "Stages", "Stage", ("Leads",), "bar")))
    (chart,) = drawn(connection, placed)
    basic = chart["spec"]["basicChart"]
    for data in (basic["domains"][0]["domain"], basic["series"][0]["series"]):
        name, values = data["sourceRange"]["sources"]
        assert (name["endRowIndex"] - name["startRowIndex"]) == 1
        assert values["startRowIndex"] == name["endRowIndex"] + 1


def test_lying_bars_say_their_value() -> None:
    (series,) = spec_of(report("bar"))["basicChart"]["series"]
    assert series["dataLabel"]["placement"] == "OUTSIDE_END"
    assert "dataLabel" not in spec_of(report("column"))["basicChart"]["series"][0]


def test_axes_begin_at_zero_and_count_whole_leads() -> None:
    (axis,) = spec_of(report("column"))["basicChart"]["axis"]
    assert axis["viewWindowOptions"]["viewWindowMin"] == 0
    assert axis["viewWindowOptions"]["viewWindowMax"] == 4
    (axis,) = spec_of(report("stacked", series=2))["basicChart"]["axis"]
    assert "viewWindowMax" not in axis["viewWindowOptions"]
    below = tab(
        Table((Column("Month"), Column("Margin", "money")), (("Oct", -5), ("Nov", 7)), "M"),
        Chart("Margin", "M", "Month", ("Margin",)),
    )
    assert "viewWindowOptions" not in spec_of(below)["basicChart"]["axis"][0]


def test_charts_stand_where_the_layout_says_and_within_the_grid(connection: Connection) -> None:
    placed = lay_out(week())
    size = grid_size(placed)
    edges, tops = [0, *accumulate(size.columns)], [0, *accumulate(size.rows)]
    for chart, kept in zip(placed.charts, drawn(connection, placed), strict=True):
        place = kept["position"]["overlayPosition"]
        corner = place["anchorCell"]
        left = edges[corner.get("columnIndex", 0)] + place.get("offsetXPixels", 0)
        assert (left, corner["rowIndex"]) == (chart.left, chart.row - 1)
        assert place["offsetYPixels"] == CHART_DROP
        assert left + place["widthPixels"] <= edges[-1]
        assert tops[corner["rowIndex"]] + CHART_DROP + place["heightPixels"] <= tops[-1]
