"""What Google's description of a chart asks for beyond the shape of the message: which parts go
with which type, and that the ranges of its series fit together."""

from __future__ import annotations

from collections.abc import Iterator

from tests.google.a1 import Area
from tests.google.errors import Json, invalid
from tests.google.requests.edit import Edit

KINDS = (
    "basicChart", "pieChart", "bubbleChart", "candlestickChart", "orgChart", "histogramChart",
    "waterfallChart", "treemapChart", "scorecardChart",
)  # fmt: skip
MINOR_AXES = {"BAR": ("BOTTOM_AXIS",)}
WITH_POINTS = ("AREA", "LINE", "SCATTER", "COMBO")
STACKED = ("AREA", "BAR", "COLUMN", "COMBO", "STEPPED_AREA")


def check_spec(edit: Edit, spec: Json) -> None:
    """A no where Google says that it is an error, or that a part is valid elsewhere only."""
    given = [kind for kind in KINDS if kind in spec]
    if len(given) != 1:
        raise invalid("Exactly one kind of chart must be set.")
    basic = spec.get("basicChart", {})
    _check_axes(basic)
    _check_parts(basic)
    places = [
        [_line(edit, place) for place in data.get("sourceRange", {}).get("sources", [])]
        for data in _data(spec)
    ]
    if len({tuple(_extent(area) for area in areas) for areas in places if areas}) > 1:
        raise invalid("The domain and all series must have source ranges that fit together.")


def _data(spec: Json) -> Iterator[Json]:
    pie, basic = spec.get("pieChart", {}), spec.get("basicChart", {})
    yield from (pie[name] for name in ("domain", "series") if name in pie)
    yield from (domain.get("domain", {}) for domain in basic.get("domains", []))
    yield from (series.get("series", {}) for series in basic.get("series", []))


def _line(edit: Edit, place: Json) -> Area:
    _, area = edit.place(place)
    if 1 not in (len(area.rows), len(area.columns)):
        raise invalid("Exactly one dimension of a chart's source must have a length of 1.")
    return area


def _extent(area: Area) -> tuple[str, int, int]:
    if len(area.columns) == 1:
        return "rows", area.top, area.bottom
    return "columns", area.left, area.right


def _check_axes(basic: Json) -> None:
    allowed = MINOR_AXES.get(basic.get("chartType", ""), ("LEFT_AXIS", "RIGHT_AXIS"))
    for series in basic.get("series", []):
        if series.get("targetAxis", allowed[0]) not in allowed:
            raise invalid(f"{series['targetAxis']} is no valid minor axis for this chart.")
    positions = [axis.get("position") for axis in basic.get("axis", [])]
    if len(set(positions)) != len(positions):
        raise invalid("A chart may not have more than one axis per axis position.")
    if len(basic.get("domains", [])) > 1:
        raise invalid("Only a single domain is supported.")


def _check_parts(basic: Json) -> None:
    kind = basic.get("chartType", "")
    for series in basic.get("series", []):
        overrides = series.get("styleOverrides", [])
        styled = {"lineStyle", "pointStyle"} & {*series, *(name for o in overrides for name in o)}
        if styled and kind not in WITH_POINTS:
            raise invalid(f"{min(styled)} is not valid for a chart of type {kind}.")
    if basic.get("stackedType", "NOT_STACKED") != "NOT_STACKED" and kind not in STACKED:
        raise invalid(f"A chart of type {kind} cannot be stacked.")
