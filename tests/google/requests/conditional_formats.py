"""Requests for conditional-format rules, which are known by their place in the list."""

from __future__ import annotations

from tests.google.colours import settle_colours
from tests.google.errors import Json, invalid
from tests.google.formula_syntax import Parser, SyntaxWrong
from tests.google.locales import locale_named
from tests.google.requests.edit import Edit, Handler
from tests.google.spreadsheet import Sheet

KIND = "conditionalFormats"


def add_conditional_format_rule(edit: Edit, request: Json) -> Json:
    """In front of the rule that has this index now; without one, first of all."""
    sheet, rule = _settled(edit, request["rule"])
    rules = sheet.objects[KIND]
    _check_index(request.get("index", 0), len(rules) + 1)
    rules.insert(request.get("index", 0), rule)
    return {}


def update_conditional_format_rule(edit: Edit, request: Json) -> Json:
    index = request.get("index", 0)
    if "rule" in request:
        sheet, rule = _settled(edit, request["rule"])
        _check_index(index, len(sheet.objects[KIND]))
        old = sheet.objects[KIND][index]
        _check_reach(edit, old)
        sheet.objects[KIND][index] = rule
        return _reply(old, rule, index, index)
    sheet = edit.draft.sheet(request.get("sheetId", 0))
    to = request.get("newIndex", 0)
    _check_index(index, len(sheet.objects[KIND]))
    _check_index(to, len(sheet.objects[KIND]))
    _check_reach(edit, sheet.objects[KIND][index])
    rule = sheet.objects[KIND].pop(index)
    sheet.objects[KIND].insert(to, rule)
    return _reply(rule, rule, index, to)


def delete_conditional_format_rule(edit: Edit, request: Json) -> Json:
    sheet = edit.draft.sheet(request.get("sheetId", 0))
    _check_index(request.get("index", 0), len(sheet.objects[KIND]))
    _check_reach(edit, sheet.objects[KIND][request.get("index", 0)])
    return {"rule": sheet.objects[KIND].pop(request.get("index", 0))}


def _settled(edit: Edit, rule: Json) -> tuple[Sheet, Json]:
    ranges = rule.get("ranges", [])
    if not ranges or ("booleanRule" in rule) == ("gradientRule" in rule):
        raise invalid("A rule needs ranges and either a booleanRule or a gradientRule.")
    if len({place.get("sheetId", 0) for place in ranges}) > 1:
        raise invalid("All ranges of a rule must be on the same sheet.")
    places = [edit.writable(place) for place in ranges]
    sheet = places[0][0]
    _check_formula(edit, rule)
    settled: Json = settle_colours(rule)
    return sheet, {**settled, "ranges": [sheet.grid_range(area) for _, area in places]}


def _check_reach(edit: Edit, rule: Json) -> None:
    """A rule over cells protected from this user may not be changed, as formats may not."""
    for place in rule["ranges"]:
        edit.writable(place)


def _check_formula(edit: Edit, rule: Json) -> None:
    """A formula reads as if typed: in the separators of the spreadsheet's locale."""
    condition = rule.get("booleanRule", {}).get("condition", {})
    for value in condition.get("values", []):
        text = value.get("userEnteredValue", "")
        if not text.startswith("="):
            continue
        try:
            Parser(text[1:], locale_named(edit.draft.locale)).parse()
        except SyntaxWrong as problem:
            raise invalid(f"Invalid ConditionValue.userEnteredValue: {text}") from problem


def _check_index(index: int, count: int) -> None:
    if not 0 <= index < count:
        raise invalid(f"No conditional format rule at index {index}.")


def _reply(old: Json, new: Json, old_index: int, new_index: int) -> Json:
    reply = {"oldRule": old, "newRule": new, "oldIndex": old_index, "newIndex": new_index}
    return {name: value for name, value in reply.items() if value != 0}


HANDLERS: dict[str, Handler] = {
    "addConditionalFormatRule": add_conditional_format_rule,
    "updateConditionalFormatRule": update_conditional_format_rule,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
}
