"""Requests for charts. A chart's drawing is not emulated: its spec is kept as it was sent."""

from __future__ import annotations

from tests.google.colours import settle_colours
from tests.google.errors import Json, NotEmulated, invalid
from tests.google.fields_mask import merge, parse_mask
from tests.google.requests.chart_rules import check_spec
from tests.google.requests.edit import Edit, Handler, find_on_sheets
from tests.google.spreadsheet import Sheet


def add_chart(edit: Edit, request: Json) -> Json:
    chart: Json = settle_colours(request["chart"])
    if "spec" not in chart:
        raise invalid("A chart must have a spec.")
    sheet, position = _settled(edit, chart.get("position", {}))
    check_spec(edit, chart["spec"])
    chart = {"chartId": edit.draft.new_id(), **chart, "position": position}
    _check_new(edit, chart["chartId"])
    sheet.objects["charts"].append(chart)
    return {"chart": chart}


def update_chart_spec(edit: Edit, request: Json) -> Json:
    _, chart = _found(edit, request.get("chartId"))
    check_spec(edit, request["spec"])
    chart["spec"] = settle_colours(request["spec"])
    return {}


def update_embedded_object_position(edit: Edit, request: Json) -> Json:
    sheet, chart = _found(edit, request.get("objectId"))
    wished = request.get("newPosition", {})
    if "overlayPosition" in wished:
        mask = parse_mask(request.get("fields", "*"))
        old = chart["position"]["overlayPosition"]
        wished = {"overlayPosition": merge(old, wished["overlayPosition"], mask)}
    target, position = _settled(edit, wished)
    chart["position"] = position
    if target is not sheet:
        sheet.objects["charts"].remove(chart)
        target.objects["charts"].append(chart)
    return {"position": position}


def delete_embedded_object(edit: Edit, request: Json) -> Json:
    sheet, chart = _found(edit, request.get("objectId"))
    sheet.objects["charts"].remove(chart)
    return {}


def _found(edit: Edit, wanted: object) -> tuple[Sheet, Json]:
    return find_on_sheets(edit.draft, "charts", "chartId", wanted, "embedded object")


def _settled(edit: Edit, position: Json) -> tuple[Sheet, Json]:
    if "overlayPosition" not in position:
        raise NotEmulated("charts on a sheet of their own")
    overlay = position["overlayPosition"]
    anchor = overlay.get("anchorCell", {})
    sheet = edit.draft.sheet(anchor.get("sheetId", 0))
    corner = {"rowIndex": anchor.get("rowIndex", 0), "columnIndex": anchor.get("columnIndex", 0)}
    if not sheet.whole.contains(corner["rowIndex"], corner["columnIndex"]):
        raise invalid("The chart's anchor is outside the grid.")
    size = {"widthPixels": 600, "heightPixels": 371}
    return sheet, {
        "overlayPosition": {**size, **overlay, "anchorCell": {"sheetId": sheet.id, **corner}}
    }


def _check_new(edit: Edit, chart_id: object) -> None:
    if any(c["chartId"] == chart_id for s in edit.draft.sheets for c in s.objects["charts"]):
        raise invalid(f"An embedded object with id {chart_id} already exists.")


HANDLERS: dict[str, Handler] = {
    "addChart": add_chart,
    "updateChartSpec": update_chart_spec,
    "updateEmbeddedObjectPosition": update_embedded_object_position,
    "deleteEmbeddedObject": delete_embedded_object,
}
