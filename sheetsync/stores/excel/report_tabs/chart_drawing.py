"""Native charts of report tabs: calm, flat, every colour and font said outright, no theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sheetsync.cells import Area
from sheetsync.stores.excel.lead_tab.cell_xml import serial
from sheetsync.tabs import Kind, RowLink, TabCell, WebLink, looks
from sheetsync.tabs.grid import PlacedChart, PlacedSeries

Options = Mapping[str, Any]

_TYPES: dict[str, dict[str, str]] = {
    "column": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "bar": {"type": "bar"},
    "line": {"type": "line"},
    "doughnut": {"type": "doughnut"},
}


def chart_type(placed: PlacedChart) -> dict[str, str]:
    """What XlsxWriter's ``add_chart`` takes."""
    return _TYPES[placed.chart.shape]


def draw_chart(
    chart: Any,
    placed: PlacedChart,
    title: str,
    formats: Mapping[Kind, str],
    *,
    date1904: bool = False,
) -> None:
    """Fill an XlsxWriter chart; ``title`` is the tab its cells are on."""
    names = _cached(placed.category_values, date1904)
    for index, series in enumerate(placed.series):
        cached = {"categories_data": names, "values_data": _cached(series.values, date1904)}
        chart.add_series({**_series(placed, index, title, formats), **cached})
    chart.set_title(
        {
            "name": placed.chart.title,
            "name_font": _font(12, looks.ACCENT_DARK, bold=True),
            "layout": {"x": 0.03, "y": 11 / placed.height},
        }
    )
    chart.set_chartarea(
        {
            "border": {"color": f"#{looks.RULE_LINE}", "width": 0.75},
            "fill": {"color": f"#{looks.PAPER}"},
        }
    )
    chart.set_plotarea({"fill": {"none": True}, "layout": _plot_area(placed)})
    _legend(chart, placed)
    if placed.chart.shape == "doughnut":
        chart.set_hole_size(62)
        return
    categories, values = _category_axis(placed), _value_axis(placed, formats)
    lies = placed.chart.shape == "bar"  # its categories run down the vertical axis
    chart.set_x_axis(values if lies else categories)
    chart.set_y_axis(categories if lies else values)


def _series(placed: PlacedChart, index: int, title: str, formats: Mapping[Kind, str]) -> Options:
    series = placed.series[index]
    colour = f"#{_series_colour(placed, index)}"
    common = {
        "name": series.name,
        "categories": _reference(title, placed.categories),
        "values": _reference(title, series.area),
    }
    if placed.chart.shape == "line":
        line = {"color": colour, "width": 2.25}
        marker = {
            "type": "circle",
            "size": 6,
            "fill": {"color": colour},
            "border": {"color": f"#{looks.PAPER}"},
        }
        return {**common, "line": line, "marker": marker}
    if placed.chart.shape == "doughnut":
        return {**common, "points": _slices(placed)}
    shape: Options = {"fill": {"color": colour}, "border": {"none": True}}
    return {**common, **shape, **_spacing(placed), **_labels(placed, series, formats)}


def _series_colour(placed: PlacedChart, index: int) -> str:
    marks, colours = placed.chart.marks, looks.CHART_COLOURS
    mark = marks[index] if index < len(marks) else ""
    return looks.SERIES_MARK.get(mark) or colours[index % len(colours)]


def _cached(values: Iterable[TabCell], date1904: bool) -> list[str]:
    """What cells of these values hold, as a chart keeps it for its preview."""
    return [_held(value, date1904) for value in values]


def _held(value: TabCell, date1904: bool) -> str:
    if isinstance(value, RowLink | WebLink):
        return value.lead_id if isinstance(value, RowLink) else value.text
    if isinstance(value, date):
        time = value.time() if isinstance(value, datetime) else datetime.min.time()
        return f"{serial(datetime.combine(value, time), date1904):.16g}"
    return f"{value:.16g}" if isinstance(value, int | float) else value or ""


def _spacing(placed: PlacedChart) -> Options:
    if placed.chart.shape == "stacked":
        return {"gap": 45, "overlap": 100}
    if placed.chart.shape == "bar" and len(placed.series) > 1:
        return {"gap": 35, "overlap": 0}
    return {"gap": 45 if len(placed.series) == 1 else 70, "overlap": -5}


def _labels(placed: PlacedChart, series: PlacedSeries, formats: Mapping[Kind, str]) -> Options:
    """Bars say their own value; columns and lines have an axis to read it from. Where several
    share a name each says what it counts, in place of a legend: some programs list lying bars
    from the bottom up, others from the top."""
    if placed.chart.shape != "bar":
        return {}
    shown, several = formats[series.kind], len(placed.series) > 1
    if several and series.kind == "count":
        shown = f'{shown}" {series.name.lower()}";;'
    font = _font(8 if several else 9, looks.QUIET)
    return {"data_labels": {"value": True, "num_format": shown, "font": font}}


def _slices(placed: PlacedChart) -> list[Options]:
    border = {"color": f"#{looks.PAPER}", "width": 1.5}
    return [{"fill": {"color": f"#{colour}"}, "border": border} for colour in _colours(placed)]


def _colours(placed: PlacedChart) -> list[str]:
    """By what the rows mean, where they say so; else one after the other."""
    marks = [looks.MARK.get(emphasis, "") for emphasis in placed.emphasis]
    if marks and all(marks):
        return marks
    colours = looks.CHART_COLOURS
    return [colours[i % len(colours)] for i in range(len(placed.category_values))]


def _reference(title: str, area: Area) -> list[Any]:
    return [
        title,
        area.first_row - 1,
        area.first_column - 1,
        area.last_row - 1,
        area.last_column - 1,
    ]


def _plot_area(placed: PlacedChart) -> Options:
    shape = placed.chart.shape
    if shape == "doughnut":
        return {"x": 0.05, "y": 0.2, "width": 0.5, "height": 0.74}
    left = 0.3 if shape == "bar" else 0.2 if placed.series[0].kind == "money" else 0.11
    top = looks.CHART_HEAD / placed.height
    bottom = 0.2 if _has_legend(placed) else looks.CHART_FOOT / placed.height
    right = 0.82 if shape == "bar" else 0.95  # bars say their value beyond their end
    return {"x": left, "y": top, "width": right - left, "height": 1 - top - bottom}


def _has_legend(placed: PlacedChart) -> bool:
    if placed.chart.shape == "bar":
        return any(series.kind != "count" for series in placed.series) and len(placed.series) > 1
    return len(placed.series) > 1 or placed.chart.shape == "doughnut"


def _legend(chart: Any, placed: PlacedChart) -> None:
    if not _has_legend(placed):
        chart.set_legend({"none": True})
        return
    side = "right" if placed.chart.shape == "doughnut" else "bottom"
    chart.set_legend({"position": side, "font": _font(9, looks.QUIET)})


def _category_axis(placed: PlacedChart) -> Options:
    return {
        "num_font": _font(9, looks.QUIET),
        "num_format": "d mmm",
        "line": {"color": f"#{looks.RULE_LINE}"},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "reverse": placed.chart.shape == "bar",
        "text_axis": True,
    }


def _value_axis(placed: PlacedChart, formats: Mapping[Kind, str]) -> Options:
    kind = placed.series[0].kind
    common = {
        "num_font": _font(9, looks.MUTED),
        "num_format": formats[kind],
        "line": {"none": True},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        **_scale(placed, kind),
    }
    if placed.chart.shape == "bar":
        return {**common, "label_position": "none", "major_gridlines": {"visible": False}}
    grid = {"color": f"#{looks.HEADER_FILL}", "width": 0.75}
    return {**common, "major_gridlines": {"visible": True, "line": grid}}


def _scale(placed: PlacedChart, kind: Kind) -> Options:
    """From zero where nothing is below it; whole steps where there are only few to count."""
    numbers = [value for series in placed.series for value in _numbers(series)]
    if not numbers or min(numbers) < 0:
        return {}
    tall = placed.chart.shape == "stacked"
    top = sum(max(_numbers(s), default=0) for s in placed.series) if tall else max(numbers)
    few = kind == "count" and top <= 6
    return {"min": 0, "major_unit": 1} if few else {"min": 0}


def _numbers(series: PlacedSeries) -> list[int | float]:
    return [value for value in series.values if isinstance(value, int | float)]


def _font(size: float, colour: str, *, bold: bool = False) -> Options:
    return {"name": looks.FONT, "size": size, "color": f"#{colour}", "bold": bold}
