"""Validations and conditional formats that reach the last lead, made to reach a row below it."""

from __future__ import annotations

import re
from dataclasses import replace

from sheetsync.cells import Area
from sheetsync.stores.excel.lead_tab.refs import area, areas
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.excel.package.xml_text import (
    attributes,
    children,
    decoded,
    masked,
    with_attribute,
)

_NEWER = re.compile(
    rb"<((?:\w+:)?(?:dataValidations|conditionalFormattings))[\s>].*?</\1\s*>", re.DOTALL
)
"""Rules of newer kinds stand in ``extLst``; sparklines, which stand there too, are no rules."""
_NEWER_REACH = re.compile(rb"(<(?:\w+:)?sqref>)([^<]*)(?=</)")


def reach_down(sheet: SheetXml, above: int, row: int) -> None:
    """Have what holds for cells of the row ``above`` hold for those of ``row``."""
    for span in reversed(sheet.spans("conditionalFormatting")):
        tag = sheet.text("conditionalFormatting", span)[: span.tag_end - span.start]
        sheet.replace_tag("conditionalFormatting", span, _grown_tag(tag, above, row))
    if found := sheet.first("dataValidations"):
        text = sheet.text("dataValidations", found)
        for each in reversed(list(children(masked(text), found.tag_end - found.start))):
            tag = _grown_tag(text[each.start : each.tag_end], above, row)
            text = text[: each.start] + tag + text[each.tag_end :]
        sheet.replace("dataValidations", found, text)
    for span in reversed(sheet.spans("extLst")):
        text = sheet.text("extLst", span)
        new = _NEWER.sub(lambda rules: _grown_newer(rules[0], above, row), text)
        sheet.replace("extLst", span, new)


def _grown_tag(tag: bytes, above: int, row: int) -> bytes:
    sqref = attributes(tag).get("sqref", "")
    new = grown(sqref, above, row)
    return tag if new == sqref else with_attribute(tag, "sqref", new)


def _grown_newer(rules: bytes, above: int, row: int) -> bytes:
    def reach(found: re.Match[bytes]) -> bytes:
        return found[1] + grown(decoded(found[2]), above, row).encode()

    return _NEWER_REACH.sub(reach, rules)


def grown(sqref: str, above: int, row: int) -> str:
    """A list of references that holds ``row`` wherever it holds ``above``."""
    whole = areas(sqref)
    parts = []
    for text in sqref.split():
        part = area(text)
        parts.append(text)
        if part is None or not part.first_row <= above <= part.last_row < row:
            continue
        below = Area(row, part.first_column, row, part.last_column)
        if any(each.meets(below) for each in whole):
            continue
        if part.last_row == row - 1:
            parts[-1] = str(replace(part, last_row=row))
        else:
            parts.append(str(below))
    return " ".join(parts) if parts != sqref.split() else sqref
