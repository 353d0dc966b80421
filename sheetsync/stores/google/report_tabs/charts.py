"""Native charts of report tabs: calm, flat, every colour and font said outright.

Google lets nobody choose the colour of a slice. So a doughnut whose rows mean something (overdue
is red) is drawn as lying bars, each in its colour, instead of as slices in somebody else's.
Numbers on axes and labels are shown as the cells they come from.
"""

from __future__ import annotations

from collections.abc import Mapping

from sheetsync.cells import Area
from sheetsync.stores.google.colours import colour_style
from sheetsync.stores.google.message import Json, grid_range
from sheetsync.tabs import looks
from sheetsync.tabs.grid import CHART_DROP, Placed, PlacedChart, PlacedSeries

_TYPES = {
    "column": "COLUMN", "stacked": "COLUMN", "bar": "BAR", "line": "LINE", "doughnut": "BAR",
}  # fmt: skip
_HOLE = 0.62
_FEW = 4
"""Up to so many to count, the axis ends there: it would show halves of leads otherwise."""


def chart_spec(chart: PlacedChart, placed: Placed, sheet_id: int) -> Json:
    """What a chart shows and how; its cells are on that sheet."""
    spec: Json = {
        "title": chart.chart.title,
        "altText": chart.chart.title,
        "titleTextFormat": _text(12, looks.ACCENT_DARK, bold=True),
        "titleTextPosition": {"horizontalAlignment": "LEFT"},
        "fontName": looks.FONT,
        "backgroundColorStyle": colour_style(looks.PAPER),
        "hiddenDimensionStrategy": "SKIP_HIDDEN_ROWS_AND_COLUMNS",
    }
    slices = chart.chart.shape == "doughnut" and not _meanings(chart)
    kind = {"pieChart": _pie(chart, sheet_id)} if slices else {}
    return {**spec, **(kind or {"basicChart": _basic(chart, placed, sheet_id)})}


def chart_place(chart: PlacedChart, anchor: tuple[int, int, int], sheet_id: int) -> Json:
    """Where it stands, given `GridSize.anchor`."""
    row, column, offset = anchor
    corner = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {
        "overlayPosition": {
            "anchorCell": corner,
            "offsetXPixels": offset,
            "offsetYPixels": CHART_DROP,
            "widthPixels": chart.width,
            "heightPixels": chart.height,
        }
    }


def chart_border() -> Json:
    """The line around every chart."""
    return {"colorStyle": colour_style(looks.RULE_LINE)}


def _pie(chart: PlacedChart, sheet_id: int) -> Json:
    return {
        "legendPosition": "RIGHT_LEGEND",
        "pieHole": _HOLE,
        "domain": _data([chart.categories], sheet_id),
        "series": _data([chart.series[0].area], sheet_id),
    }


def _basic(chart: PlacedChart, placed: Placed, sheet_id: int) -> Json:
    lies = _TYPES[chart.chart.shape] == "BAR"
    names = _sources(chart.categories, placed)
    legend = "BOTTOM_LEGEND" if len(chart.series) > 1 else "NO_LEGEND"
    basic: Json = {
        "chartType": _TYPES[chart.chart.shape],
        "legendPosition": legend,
        "headerCount": 1,
        "domains": [{"domain": _data(names, sheet_id)}],
        "series": [_series(chart, index, placed, sheet_id) for index in range(len(chart.series))],
        "axis": [{"position": _value_axis(lies), **_scale(chart)}],
    }
    return {**basic, "stackedType": "STACKED"} if chart.chart.shape == "stacked" else basic


def _value_axis(lies: bool) -> str:
    return "BOTTOM_AXIS" if lies else "LEFT_AXIS"


def _series(chart: PlacedChart, index: int, placed: Placed, sheet_id: int) -> Json:
    series, shape = chart.series[index], chart.chart.shape
    lies = _TYPES[shape] == "BAR"
    told: Json = {
        "series": _data(_sources(series.area, placed), sheet_id),
        "targetAxis": _value_axis(lies),
        "colorStyle": colour_style(_series_colour(chart, index)),
    }
    if shape == "line":
        told["lineStyle"] = {"type": "SOLID", "width": 2}
        told["pointStyle"] = {"shape": "CIRCLE", "size": 6}
    if lies:
        size = 8 if len(chart.series) > 1 else 9
        label = {"type": "DATA", "placement": "OUTSIDE_END", "textFormat": _text(size, looks.QUIET)}
        told["dataLabel"] = label
    if shape == "doughnut":
        told["styleOverrides"] = [
            {"index": at, "colorStyle": colour_style(colour)}
            for at, colour in enumerate(_meanings(chart))
        ]
    return told


def _series_colour(chart: PlacedChart, index: int) -> str:
    marks, colours = chart.chart.marks, looks.CHART_COLOURS
    mark = marks[index] if index < len(marks) else ""
    return looks.SERIES_MARK.get(mark) or colours[index % len(colours)]


def _meanings(chart: PlacedChart) -> list[str]:
    """The colour of each row, where all of them mean something."""
    marks = [looks.MARK.get(emphasis, "") for emphasis in chart.emphasis]
    return marks if all(marks) else []


def _scale(chart: PlacedChart) -> Json:
    """From zero where nothing is below it."""
    numbers = [value for series in chart.series for value in _numbers(series)]
    if not numbers or min(numbers) < 0:
        return {}
    stacked = chart.chart.shape == "stacked"
    top = sum(max(_numbers(s), default=0) for s in chart.series) if stacked else max(numbers)
    few = {"viewWindowMax": _FEW} if chart.series[0].kind == "count" and top <= _FEW else {}
    window = {"viewWindowMin": 0, "viewWindowMode": "EXPLICIT", **few}
    return {"viewWindowOptions": window}


def _numbers(series: PlacedSeries) -> list[int | float]:
    return [value for value in series.values if isinstance(value, int | float)]


def _sources(area: Area, placed: Placed) -> list[Area]:
    """The cells of a series with its header, which names it; apart where rows between are left
    out."""
    header = max(
        (
            cell.row
            for cell in placed.apart
            if cell.role == "header" and cell.column == area.first_column
            if cell.row < area.first_row
        ),
        default=area.first_row - 1,
    )
    if header == area.first_row - 1:
        return [Area(header, area.first_column, area.last_row, area.last_column)]
    return [Area(header, area.first_column, header, area.last_column), area]


def _data(areas: list[Area], sheet_id: int) -> Json:
    return {"sourceRange": {"sources": [grid_range(sheet_id, area) for area in areas]}}


def _text(size: int, colour: str, *, bold: bool = False) -> Json:
    look: Mapping[str, object] = {"bold": True} if bold else {}
    family = {"fontFamily": looks.FONT, "fontSize": size}
    return {**family, "foregroundColorStyle": colour_style(colour), **look}
