"""A count of every kind of element people make: no part may hold fewer than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from scripts.lossless.book import Book, Element, is_xml, local
from scripts.lossless.damage import Damage, Expected
from scripts.lossless.terrain import cells
from scripts.lossless.verify_members import changed

FEATURES: dict[str, str] = {
    "twoCellAnchor": "drawing", "oneCellAnchor": "drawing", "absoluteAnchor": "drawing",
    "pic": "picture", "sp": "shape", "drawing": "drawing", "legacyDrawing": "comment shape",
    "chart": "chart", "ser": "chart series", "pivotTableDefinition": "pivot table",
    "pivotCache": "pivot cache", "slicer": "slicer", "slicerList": "slicer",
    "comment": "comment", "threadedComment": "threaded comment",
    "dataValidation": "validation", "conditionalFormatting": "conditional format",
    "cfRule": "conditional format", "ext": "extension", "sparkline": "sparkline",
    "sparklineGroup": "sparkline", "definedName": "defined name", "tablePart": "table",
    "tableColumn": "table column", "calculatedColumnFormula": "table formula",
    "externalReference": "external link", "customXml": "custom XML", "rPr": "rich text",
    "r": "rich text", "f": "formula", "v": "cached value", "hyperlink": "hyperlink",
    "mergeCell": "merged cells", "oleObject": "embedded object", "control": "control",
    "customSheetView": "custom view", "protectedRange": "protected range", "xf": "cell format",
    "dxf": "conditional look", "font": "font", "fill": "fill", "border": "border",
    "Override": "content type", "Default": "content type", "Relationship": "relationship",
}  # fmt: skip
"""What people call the elements worth naming; all others are counted just the same."""


def check(old: Book, new: Book, expected: Expected) -> Iterator[Damage]:
    """Compare the counts of each changed part, and of all parts by content type."""
    edited = old.tab(expected.title).part
    for name in changed(old, new):
        if not is_xml(name) or old.find(name) is None or new.find(name) is None:
            continue
        places = set(expected.cells) if name == edited else set()
        before, after = (_counts(book.tree(name), places) for book in (old, new))
        for kind, count in before.items():
            if after[kind] < count:
                yield Damage("feature", name, _fewer(kind, count, after[kind]))
    kinds, kinds_now = (Counter(map(book.content_type, book.names)) for book in (old, new))
    for content_type, count in kinds.items():
        if kinds_now[content_type] < count:
            what = f"parts of type {content_type or 'none'}: {count}, now {kinds_now[content_type]}"
            yield Damage("feature", "the file", what)


def _counts(root: Element, edited: set[tuple[int, int]]) -> Counter[str]:
    """Elements by name; what edited cells held is left out."""
    by_tag = Counter(each.tag for each in root.iter(etree.Element))
    counts = Counter[str]()
    for tag, count in by_tag.items():
        counts[tag.rpartition("}")[2]] += count
    if edited:
        for row, column, cell in cells(root):
            if (row, column) in edited:
                counts -= Counter(local(each) for each in cell.iter() if local(each))
    return counts


def _fewer(kind: str, before: int, after: int) -> str:
    named = f"{FEATURES[kind]} (<{kind}>)" if kind in FEATURES else f"<{kind}>"
    return f"{named}: there were {before}, now {after}"
