"""Our conditional-format rules on a Google tab, known by the marker inside their formulas.

Google addresses rules by their place in one list that people's own rules stand in too, so ours are
rewritten where they stand and new ones go last: nobody else's rule changes or moves. Nor does the
order between theirs and ours, which people may have chosen.

Every function our formulas use means the same in Excel and in Google Sheets; there,
too, ``N("text")`` is 0 and an error in a formula means that the rule does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from sheetsync.cells import Area, a1, column_letters
from sheetsync.plan import HighlightRule, normal_formula
from sheetsync.stores.google.colours import colour_style
from sheetsync.stores.google.list_separators import canonical, localised
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.reading.lead_sheet import locked_areas
from sheetsync.tabs import Emphasis, looks

FIELDS = "conditionalFormats"
"""What of a sheet must have been asked for, beside its id, the size of its grid and what is
protected there."""

_MARK = re.compile(r'N\(\s*"sheetsync:([^"]+)"\s*\)', re.IGNORECASE)


class _Found(NamedTuple):
    """One rule of ours: its place in the list of all rules."""

    place: int
    name: str
    signature: str
    look: Json
    areas: tuple[Area, ...]


def found(sheet: Mapping[str, Any]) -> dict[str, str]:
    """Our rules by name, each as `HighlightRule.signature` would give it.

    A rule whose range was cut up, shortened or doubled gives a text that equals no signature.
    """
    signatures: dict[str, list[str]] = {}
    for rule in _ours(sheet):
        signatures.setdefault(rule.name, []).append(rule.signature)
    return {name: " and ".join(texts) for name, texts in signatures.items()}


def requests(sheet: Json, rules: Sequence[HighlightRule], locale: str) -> list[Json]:
    """What makes these, in this order, all the rules of ours that the tab has.

    They go after whatever changes the size of the grid in the same batch. A colour that people
    gave one of our rules stays, and so does a rule over cells that they protected from us.
    """
    locked = [each.area for each in locked_areas(sheet)]
    there = [
        rule
        for rule in _ours(sheet)
        if not any(area.meets(each) for area in rule.areas for each in locked)
    ]
    looks_there = {rule.name: rule.look for rule in there if rule.look}
    sheet_id = sheet["properties"].get("sheetId", 0)
    written = [
        _written(rule, sheet_id, locale, looks_there.get(rule.name) or _look(rule.emphasis))
        for rule in rules
    ]
    return [
        *_room(sheet, rules),
        *_rewritten(there, rules, written),
        *_added(len(sheet.get(FIELDS, ())), written[len(there) :]),
        *_deleted(there[len(rules) :], sheet_id),
    ]


def undone(sent: Sequence[Json], replies: Sequence[Json]) -> list[Json]:
    """What puts a person's rule back that one of our `requests` hit, because somebody changed the
    list of rules in the moment between reading and writing it; else nothing.

    ``replies`` belong to ``sent`` one by one. Ours are put back with it, as they were: the next
    run sees to them.
    """
    replaced = [
        ("updateConditionalFormatRule", request["updateConditionalFormatRule"]["index"], old)
        if "updateConditionalFormatRule" in request
        else ("addConditionalFormatRule", request["deleteConditionalFormatRule"]["index"], old)
        for request, reply in zip(sent, replies, strict=True)
        if (old := _replaced(reply))
    ]
    if all(_name(rule) for _, _, rule in replaced):
        return []
    return [{way: {"rule": rule, "index": index}} for way, index, rule in reversed(replaced)]


def _ours(sheet: Mapping[str, Any]) -> Iterator[_Found]:
    for index, rule in enumerate(sheet.get(FIELDS, ())):
        if name := _name(rule):
            grid = sheet["properties"]["gridProperties"]
            areas = tuple(_area(each, grid) for each in rule.get("ranges", ()))
            formula = normal_formula(canonical(_formula(rule)))
            signature = f"{_reach(areas, grid)}|{formula}"
            yield _Found(index, name, signature, rule["booleanRule"].get("format", {}), areas)


def _name(rule: Mapping[str, Any]) -> str:
    mark = _MARK.search(_formula(rule))
    return mark[1] if mark else ""


def _formula(rule: Mapping[str, Any]) -> str:
    condition = rule.get("booleanRule", {}).get("condition", {})
    values: Sequence[Json] = condition.get("values", ())
    is_formula = condition.get("type") == "CUSTOM_FORMULA" and values
    return str(values[0].get("userEnteredValue", "")) if is_formula else ""


def _reach(areas: Sequence[Area], grid: Mapping[str, int]) -> str:
    """``A2:AH``: from that cell to the end of the sheet. Moving rows about may cut a range into
    pieces; those that still make up the whole, and begin where it does, are as good."""
    whole = reduce(Area.join, areas) if areas else Area(1, 1, 1, 1)
    in_one_piece = sum(map(_size, areas)) == _size(whole) and areas[0].first_row == whole.first_row
    if not in_one_piece or whole.last_row < grid.get("rowCount", 0):
        return " ".join(map(str, areas))
    return f"{a1(whole.first_row, whole.first_column)}:{column_letters(whole.last_column)}"


def _area(range_: Mapping[str, int], grid: Mapping[str, int]) -> Area:
    return Area(
        range_.get("startRowIndex", 0) + 1,
        range_.get("startColumnIndex", 0) + 1,
        range_.get("endRowIndex", grid.get("rowCount", 0)),
        range_.get("endColumnIndex", grid.get("columnCount", 0)),
    )


def _size(area: Area) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)


def _written(rule: HighlightRule, sheet_id: int, locale: str, look: Json) -> Json:
    formula = localised(f"={rule.formula.removeprefix('=')}", locale)
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    reach = {
        "sheetId": sheet_id,
        "startRowIndex": rule.first_row - 1,
        "startColumnIndex": rule.first_column - 1,
        "endColumnIndex": rule.last_column,
    }
    return {"ranges": [reach], "booleanRule": {"condition": condition, "format": look}}


def _look(emphasis: Emphasis) -> Json:
    """Of a rule that never applies too: a rule without any look might be refused."""
    look = looks.EMPHASIS[emphasis]
    text: Json = {"bold": True} if look.bold or not (look.ink or look.fill) else {}
    if look.ink:
        text["foregroundColorStyle"] = colour_style(look.ink)
    fill: Json = {"backgroundColorStyle": colour_style(look.fill)} if look.fill else {}
    return {**fill, "textFormat": text}


def _room(sheet: Mapping[str, Any], rules: Sequence[HighlightRule]) -> Iterator[Json]:
    """Rows for the rules to begin on, where the tab ends with its headers."""
    properties = sheet["properties"]
    wanted = max((rule.first_row for rule in rules), default=0)
    missing = wanted - properties["gridProperties"].get("rowCount", 0)
    if missing > 0:
        place = {"sheetId": properties.get("sheetId", 0), "dimension": "ROWS", "length": missing}
        yield {"appendDimension": place}


def _rewritten(
    there: Sequence[_Found], rules: Sequence[HighlightRule], written: Sequence[Json]
) -> Iterator[Json]:
    """Our places from first to last, one rule each; those that say so already are left alone."""
    for old, rule, new in zip(there, rules, written, strict=False):
        if (old.name, old.signature) != (rule.name, rule.signature):
            yield {"updateConditionalFormatRule": {"rule": new, "index": old.place}}


def _added(count: int, written: Sequence[Json]) -> Iterator[Json]:
    for index, new in enumerate(written, count):
        yield {"addConditionalFormatRule": {"rule": new, "index": index}}


def _deleted(there: Sequence[_Found], sheet_id: int) -> Iterator[Json]:
    """From the last one up, so that no place shifts under the next."""
    for old in reversed(there):
        yield {"deleteConditionalFormatRule": {"sheetId": sheet_id, "index": old.place}}


def _replaced(reply: Mapping[str, Any]) -> Json:
    """The rule that a request took away."""
    updated: Json = reply.get("updateConditionalFormatRule", {}).get("oldRule", {})
    deleted: Json = reply.get("deleteConditionalFormatRule", {}).get("rule", {})
    return updated or deleted
