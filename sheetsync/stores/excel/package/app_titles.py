"""The list of tab titles in docProps/app.xml, kept in step with the workbook.

It is only touched where it agrees with the tabs as they were; programs rebuild it in any case.
"""

from __future__ import annotations

from collections.abc import Sequence

from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.xml_part import Element, child, children, like


def add(package: Package, titles: Sequence[str], new: str) -> None:
    """Append a worksheet's title after those of the worksheets there were."""
    part, root = _open(package)
    if root is None or not _agrees(root, titles):
        return
    vector, count = _vector(root), _count(root)
    entry = vector.makeelement(like(vector[0], "lpstr"))
    entry.text = new
    vector.insert(len(titles), entry)
    vector.set("size", str(len(vector)))
    count.text = str(len(titles) + 1)
    package.replace(part, xml_part.serialise(root))


def rename(package: Package, titles: Sequence[str], old: str, new: str) -> None:
    """Change one worksheet's title."""
    part, root = _open(package)
    if root is None or not _agrees(root, titles) or old not in titles:
        return
    _vector(root)[list(titles).index(old)].text = new
    package.replace(part, xml_part.serialise(root))


def _open(package: Package) -> tuple[str, Element | None]:
    found = package.related("", "/extended-properties") + package.related("", "/extendedProperties")
    if not found or not package.has(found[0].target):
        return "", None
    part = found[0].target
    return part, xml_part.parse(package.read(part), f"{package.where} ({part})")


def _vector(root: Element) -> Element:
    """The titles of all parts: worksheets first, then chart sheets and named ranges."""
    return child(child(root, "TitlesOfParts"), "vector")


def _count(root: Element) -> Element:
    """The number beside the first heading, which is the worksheets' in every language."""
    pairs = children(child(child(root, "HeadingPairs"), "vector"), "variant")
    return child(pairs[1], "i4") if len(pairs) > 1 else None


def _agrees(root: Element, titles: Sequence[str]) -> bool:
    vector, count = _vector(root), _count(root)
    if vector is None or count is None or not titles:
        return False
    listed = [element.text or "" for element in vector][: len(titles)]
    return listed == list(titles) and (count.text or "") == str(len(titles))
