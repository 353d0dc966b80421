"""Recalculation: asked for where a formula reads an edited cell, and nowhere it would be idle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.lossless.areas import box
from scripts.lossless.book import Book, Element, child
from scripts.lossless.damage import Damage, Expected

_TEXT = re.compile(r'"[^"]*"')
_REFERENCE = re.compile(
    r"(?<![\w.\]!:'$])(?:('(?:[^']|'')+'|[^\W\d]\w*)!)?"
    r"(\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)(?![\w(!.:\[])"
)
"""Plain references alone, which can mean nothing else; many more may depend on a cell."""


def check(old: Book, new: Book, expected: Expected) -> Iterator[Damage]:
    """Compare the calculation settings with what the formulas need."""
    before, after = (child(book.tree(book.workbook), "calcPr") for book in (old, new))
    by_hand = before is not None and before.get("calcMode") == "manual"
    was_asked, asked = _asks(before), _asks(after)
    formulas = list(_formulas(old))
    if by_hand and asked and not was_asked:
        yield _damage(old, "it is calculated by hand, and is now recalculated on opening")
    if asked and not was_asked and not formulas:
        yield _damage(old, "it has no formula, and now asks to be saved each time it is closed")
    if not asked and not by_hand:
        for title, formula in formulas:
            if _reads(title, formula, expected):
                what = f"{formula!r} on {title} reads an edited cell, and is not recalculated"
                yield _damage(old, what)
                return


def _damage(book: Book, what: str) -> Damage:
    return Damage("feature", book.workbook, what)


def _asks(settings: Element | None) -> bool:
    return settings is not None and settings.get("fullCalcOnLoad") in ("1", "true")


def _formulas(book: Book) -> Iterator[tuple[str, str]]:
    """The tab and text of each formula; those shared from another cell have no text."""
    for tab in book.tabs:
        if tab.kind == "worksheet" and tab.part:
            data = child(book.sound_tree(tab.part), "sheetData")
            for formula in () if data is None else data.iter("{*}f"):
                yield tab.title, formula.text or ""


def _reads(title: str, formula: str, expected: Expected) -> bool:
    for found in _REFERENCE.finditer(_TEXT.sub('""', formula)):
        where = (found[1] or title).strip("'").replace("''", "'")
        reach = box(found[2])
        if where.casefold() != expected.title.casefold() or reach is None:
            continue
        if any(reach.holds(row, column) for row, column in expected.cells):
            return True
    return False
