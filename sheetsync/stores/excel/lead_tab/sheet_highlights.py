"""Our conditional-format rules in a worksheet part, known by the marker inside their formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from sheetsync.cells import LAST_ROW, Area, a1, column_letters
from sheetsync.plan import HighlightRule, normal_formula
from sheetsync.stores.excel.lead_tab.refs import areas
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.excel.package.xml_text import (
    Span,
    UnreadableError,
    attributes,
    children,
    decoded,
    escaped,
    local,
    masked,
    unescaped,
)
from sheetsync.tabs import Emphasis

_MARK = re.compile(r'N\(\s*"sheetsync:([^"]+)"\s*\)', re.IGNORECASE)
_PRIORITY = re.compile(rb"""\spriority\s*=\s*["']\s*(-?[0-9]+)""")
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def apply_highlights(
    sheet: SheetXml, rules: Sequence[HighlightRule], look_of: Callable[[Emphasis], int]
) -> None:
    """Have exactly these rules of ours, after everybody else's in precedence.

    ``look_of`` gives the id of an emphasis's conditional look.
    """
    _remove_ours(sheet)
    taken = [int(each) for each in _PRIORITY.findall(sheet.tail)]
    first = max(taken, default=0) + 1
    new = [
        _rule_xml(sheet.prefix, rule, look_of(rule.emphasis), priority)
        for priority, rule in enumerate(rules, first)
    ]
    if new:
        sheet.insert("conditionalFormatting", "".join(new).encode())


def highlights_found(sheet_xml: bytes) -> dict[str, str]:
    """Our rules by name, each as `plan.HighlightRule.signature` would give it.

    A rule whose range was cut up, shortened or doubled gives a text that equals no signature.
    """
    at = sheet_xml.find(b">", max(sheet_xml.rfind(b"sheetData"), 0)) + 1
    if sheet_xml.find(b"sheetsync:", at) < 0:
        return {}
    tail, found = sheet_xml[at:], dict[str, list[str]]()
    try:
        for span in children(masked(tail)):
            if local(span.name) == "conditionalFormatting":
                for name, signature in _signatures(tail[span.start : span.end]):
                    found.setdefault(name, []).append(signature)
    except UnreadableError:
        return {}
    return {name: " and ".join(signatures) for name, signatures in found.items()}


def _rule_xml(p: str, rule: HighlightRule, look: int, priority: int) -> str:
    reach = Area(rule.first_row, rule.first_column, LAST_ROW, rule.last_column)
    formula = escaped(rule.formula.removeprefix("=")).replace("&quot;", '"')
    return (
        f'<{p}conditionalFormatting sqref="{reach}">'
        f'<{p}cfRule type="expression" dxfId="{look}" priority="{priority}">'
        f"<{p}formula>{formula}</{p}formula></{p}cfRule></{p}conditionalFormatting>"
    )


def _remove_ours(sheet: SheetXml) -> None:
    """Take our rules out; an element that held nothing else goes with them."""
    if b"sheetsync:" not in sheet.tail:
        return
    for span in reversed(sheet.spans("conditionalFormatting")):
        text = sheet.text("conditionalFormatting", span)
        kept, done, others = list[bytes](), 0, 0
        for rule, mark in _rules(text):
            others += not mark
            if mark:
                kept.append(text[done : rule.start])
                done = rule.end
        if done:
            kept.append(text[done:])
            sheet.replace("conditionalFormatting", span, b"".join(kept) if others else b"")


def _signatures(element: bytes) -> Iterator[tuple[str, str]]:
    """The name and signature of each rule of ours in one ``conditionalFormatting``."""
    tag = element[: _inside(element)]
    sqref = attributes(tag).get("sqref", "")
    reach = areas(sqref)
    for rule, mark in _rules(element):
        if mark:
            formula = normal_formula(_formula(element[rule.start : rule.end]))
            yield mark, f"{_reach(reach, sqref)}|{formula}"


def _reach(reach: Sequence[Area], sqref: str) -> str:
    if len(reach) != 1 or reach[0].last_row != LAST_ROW:
        return sqref
    only = reach[0]
    return f"{a1(only.first_row, only.first_column)}:{column_letters(only.last_column)}"


def _rules(element: bytes) -> Iterator[tuple[Span, str]]:
    """The rules of one ``conditionalFormatting``, each with our name for it ("" for theirs)."""
    for span in children(masked(element), _inside(element)):
        mark = _MARK.search(_formula(element[span.start : span.end]))
        yield span, mark[1] if mark else ""


def _formula(rule: bytes) -> str:
    """The first formula of a rule."""
    for span in children(masked(rule), _inside(rule)):
        if local(span.name) == "formula":
            text = _CDATA.sub(
                lambda found: escaped(decoded(found[1])).encode(),
                rule[span.tag_end : rule.rindex(b"</", span.start, span.end)]
                if span.end > span.tag_end
                else b"",
            )
            return unescaped(decoded(text))
    return ""


def _inside(element: bytes) -> int:
    """Where the inside of an element starts."""
    return next(children(masked(element))).tag_end
