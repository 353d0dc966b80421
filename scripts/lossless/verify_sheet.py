"""The edited tab, element by element: only the asked-for cells and what must follow them differ."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from scripts.lossless.areas import box, boxes, cell
from scripts.lossless.book import Book, Element, child, elements, local, named
from scripts.lossless.damage import Damage, Expected
from scripts.lossless.terrain import cells
from scripts.lossless.trees import Allow, equal, lost

ORDER = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
]  # fmt: skip
_MAY_APPEAR = ("cols", "conditionalFormatting", "dataValidations")
_FOLLOWS = ("dimension", "autoFilter", "sortState")


def check(old: Book, new: Book, expected: Expected) -> Iterator[Damage]:
    """Compare the tab's part before and after."""
    part = old.tab(expected.title).part
    name = new.find(part)
    if name is None:
        yield Damage("member", part, "the edited tab is gone")
        return
    before, after = old.tree(part), new.tree(name)
    for what in (*_furniture(before, after, expected), *_columns(before, after, expected),
                 *_order(before, after)):  # fmt: skip
        yield Damage("feature", part, what)
    for what in _rows(before, after, expected):
        yield Damage("cell", part, what)
    for place, what in _cells(before, after, expected):
        yield Damage("cell", f"{expected.title}!{place}", what)


def _furniture(before: Element, after: Element, expected: Expected) -> Iterator[str]:
    """Everything around the rows."""
    if before.nsmap.items() - after.nsmap.items():
        yield "a namespace is no longer declared"
    held = _shell(before), _shell(after)
    reason = lost(*held, allow=_follows(expected))
    if reason:
        yield reason
    counts = {name: len(named(after, name)) - len(named(before, name)) for name in ORDER}
    for name, more in counts.items():
        if more > 0 and name not in _MAY_APPEAR:
            yield f"{name} appeared"
    yield from _additions(before, after, expected)


def _shell(root: Element) -> Element:
    """A worksheet without rows and column widths."""
    shell = root.makeelement(root.tag, dict(root.attrib))
    for each in elements(root):
        if local(each) not in ("sheetData", "cols"):
            shell.append(deepcopy(each))
    return shell


def _follows(expected: Expected) -> Allow:
    """What must follow the edits: extent, filter, number of validations."""
    last = max(expected.new_columns, default=0)

    def allow(old: Element, new: Element, attribute: str) -> bool:
        name = local(old)
        if name == "dataValidations" and attribute == "count":
            return int(new.get("count", "0")) == len(elements(new))
        if name not in _FOLLOWS or attribute != "ref":
            return False
        was, now = box(old.get("ref")), box(new.get("ref"))
        if was is None or now is None or not now.covers(was):
            return False
        grown = (now.top, now.left, now.bottom) == (was.top, was.left, was.bottom)
        return name == "dimension" or (grown and now.right == last)

    return allow


def _additions(before: Element, after: Element, expected: Expected) -> Iterator[str]:
    """Rules and prompts that were not there must be ours, prompts only over our own columns."""
    known = [each for name in _MAY_APPEAR[1:] for each in named(before, name)]
    for each in named(after, "conditionalFormatting"):
        if any(equal(each, one) for one in known):
            continue
        formulas = ["".join(f.itertext()) for f in each.iter("{*}formula")]
        if not formulas or not all("sheetsync:" in formula for formula in formulas):
            yield "a conditional format appeared that is not ours"
    old = [v for group in named(before, "dataValidations") for v in elements(group)]
    for group in named(after, "dataValidations"):
        for one in elements(group):
            if any(equal(one, each) for each in old):
                continue
            reach = list(boxes(one.get("sqref")))
            if not reach or any(b.left != b.right or b.left not in expected.new_columns
                                for b in reach):  # fmt: skip
                yield f"a validation appeared over {one.get('sqref')}"


def _columns(before: Element, after: Element, expected: Expected) -> Iterator[str]:
    """Width, look and state of each column but ours, however the list is cut up."""
    old, new = _widths(before), _widths(after)
    edges = {edge for first, last, _ in (*old, *new) for edge in (first, last + 1)}
    edges |= {column + step for column in expected.new_columns for step in (0, 1)}
    for column in sorted(edges):
        if column not in expected.new_columns and _at(old, column) != _at(new, column):
            yield f"the width or look of column {column} changed"


def _widths(root: Element) -> list[tuple[int, int, dict[str, str]]]:
    spans = []
    for cols in named(root, "cols"):
        for col in named(cols, "col"):
            rest = {key: value for key, value in col.attrib.items() if key not in ("min", "max")}
            first, last = int(col.get("min", "1")), int(col.get("max", "1"))
            spans.append((first, min(last, 16_384), rest))
    return spans


def _at(spans: list[tuple[int, int, dict[str, str]]], column: int) -> dict[str, str] | None:
    return next((rest for first, last, rest in spans if first <= column <= last), None)


def _order(before: Element, after: Element) -> Iterator[str]:
    if _is_ordered(before) and not _is_ordered(after):
        yield "the elements are no longer in their lawful order"


def _is_ordered(root: Element) -> bool:
    ranks = [ORDER.index(local(each)) for each in elements(root) if local(each) in ORDER]
    return ranks == sorted(ranks)


def _rows(before: Element, after: Element, expected: Expected) -> Iterator[str]:
    old, new = _row_attributes(before), _row_attributes(after)
    asked = {row for row, _ in expected.cells}
    if list(new) != sorted(new) and list(old) == sorted(old):
        yield "the rows are no longer in order"
    for row in old.keys() - new.keys():
        yield f"row {row} is gone"
    for row in new.keys() - old.keys() - asked:
        yield f"row {row} appeared"
    for row in old.keys() & new.keys():
        if old[row] != new[row]:
            yield f"row {row} lost its height, look or state"


def _row_attributes(root: Element) -> dict[int, dict[str, str]]:
    found, number = {}, 0
    for row in named(child(root, "sheetData"), "row"):
        number = int(row.get("r", number + 1))
        found[number] = {key: v for key, v in row.attrib.items() if key not in ("spans", "r")}
    return found


def _cells(before: Element, after: Element, expected: Expected) -> Iterator[tuple[str, str]]:
    old = {(row, column): each for row, column, each in cells(before)}
    new = {(row, column): each for row, column, each in cells(after)}
    for place in old.keys() - new.keys():
        yield cell(*place), "the cell is gone"
    for place in new.keys() - old.keys():
        if place not in expected.cells:
            yield cell(*place), "a cell appeared"
    for place in old.keys() & new.keys():
        if place in expected.cells:
            if _other_attributes(old[place]) != _other_attributes(new[place]):
                yield cell(*place), "lost an attribute besides style and type"
        elif not equal(old[place], new[place]):
            yield cell(*place), "changed, and no edit asked for it"


def _other_attributes(element: Element) -> dict[str, str]:
    return {key: value for key, value in element.attrib.items() if key not in ("s", "t")}
