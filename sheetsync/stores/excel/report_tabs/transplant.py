"""Move a worksheet with its drawing and charts from a scratch workbook into a package.

Names of parts the tab had before are used again, so that writing the same tab twice gives the
same bytes; parts it no longer needs go, unless something else refers to them.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.package.package import Package, Relationship, rels_name
from sheetsync.stores.excel.package.xml_part import Element

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TYPES = {
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}
_PATTERNS = {"drawing": "xl/drawings/drawing{}.xml", "chart": "xl/charts/chart{}.xml"}
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_SCHEMAS = b"http://schemas.openxmlformats.org/"
_STRICT = {
    _SCHEMAS + b"spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    _SCHEMAS + b"officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    _SCHEMAS + b"drawingml/2006/spreadsheetDrawing": (
        b"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing"
    ),
    _SCHEMAS + b"drawingml/2006/chart": b"http://purl.oclc.org/ooxml/drawingml/chart",
    _SCHEMAS + b"drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
}


_SHARED = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_CELL = re.compile(rb'<c (r="[A-Z]+[0-9]+")(?: s="([0-9]+)")?(?: t="s"><v>([0-9]+)</v>)?')
"""The start of a cell; all but the end of one that holds a text."""

_VALUE_SHOWN = b'<c:showVal val="1"/>'
_VALUE_ALONE = (
    b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    b'<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_STYLED = re.compile(rb'(<(?:row|col) [^>]*? (?:s|style)=)"([0-9]+)"')


class Scratch:
    """A workbook made only to take worksheets from, by XlsxWriter: its parts are of one shape, so
    patterns do what trees would take ten times as long for."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._strings = _SHARED.findall(self._parts.get("xl/sharedStrings.xml", b""))

    @property
    def styles(self) -> bytes:
        """Its styles part."""
        return self._parts["xl/styles.xml"]

    def sheet(self, number: int, styles: Mapping[int, int]) -> bytes:
        """The number-th worksheet (from 1): texts inline, formats by the target's indexes."""

        def cell(found: re.Match[bytes]) -> bytes:
            name, style, text = found.groups()
            look = b' s="%d"' % styles[int(style)] if style else b""
            if text is None:
                return b"<c %b%b" % (name, look)
            return b'<c %b%b t="inlineStr"><is>%b</is>' % (name, look, self._strings[int(text)])

        def other(found: re.Match[bytes]) -> bytes:
            return b'%b"%d"' % (found[1], styles[int(found[2])])

        return _STYLED.sub(other, _CELL.sub(cell, self._parts[sheet_part(number)]))

    def read(self, part: str) -> bytes:
        """Any part. The labels of a chart say of everything whether they show it: what is left
        out, LibreOffice takes for shown in workbooks of newer programs."""
        return self._parts[part].replace(_VALUE_SHOWN, _VALUE_ALONE)

    def rels(self, part: str) -> Element | None:
        """The relationships of a part as a tree; None where it has none."""
        data = self._parts.get(rels_name(part))
        return None if data is None else xml_part.parse(data, "scratch")


def sheet_part(number: int) -> str:
    """The name of the number-th worksheet of a scratch workbook."""
    return f"xl/worksheets/sheet{number}.xml"


def transplant(package: Package, scratch: Scratch, source: str, sheet: bytes, part: str) -> None:
    """Put a worksheet, and what ``source`` had beside it in the scratch, at ``part``."""
    before = set(below(package, part)) if package.has(part) else set()
    old = {kind: _of_kind(package, part, kind) for kind in ("drawing", "chart")}
    _put(package, part, sheet, SHEET_TYPE)
    _put_rels(package, part, _moved_rels(package, scratch, source, old))
    _prune(package, before - set(below(package, part)))


def below(package: Package, part: str) -> Iterator[str]:
    """All parts a part leads to, itself left out."""
    seen, waiting = {part.lower()}, [part]
    while waiting:
        for item in package.relationships(waiting.pop()):
            if item.external or item.target.lower() in seen or not package.has(item.target):
                continue
            seen.add(item.target.lower())
            waiting.append(item.target)
            yield item.target


def put_relationships(package: Package, part: str, items: Iterable[Relationship]) -> None:
    """Give a part exactly these relationships."""
    root = xml_part.parse(
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
        "scratch",
    )
    for item in items:
        entry = root.makeelement(xml_part.like(root, "Relationship"))
        entry.set("Id", item.id)
        entry.set("Type", item.type)
        entry.set("Target", item.target if item.external else f"/{item.target}")
        if item.external:
            entry.set("TargetMode", "External")
        root.append(entry)
    _put_rels(package, part, root if len(root) else None)


def _of_kind(package: Package, part: str, kind: str) -> list[str]:
    """The drawing of a sheet, or the charts of its drawing, in order."""
    if not package.has(part):
        return []
    drawings = [item.target for item in package.related(part, "/drawing")]
    if kind == "drawing":
        return [name for name in drawings if package.has(name)]
    charts = [item for name in drawings for item in package.related(name, "/chart")]
    return [item.target for item in charts if package.has(item.target)]


def _moved_rels(
    package: Package, scratch: Scratch, source: str, old: Mapping[str, list[str]]
) -> Element | None:
    """The relationships of a scratch part, its inner targets moved into the package first."""
    root = scratch.rels(source)
    for item in [] if root is None else root:
        kind = item.get("Type").rpartition("/")[2]
        if kind in _PATTERNS:
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(source), item.get("Target"))
            )
            item.set("Target", f"/{_move(package, scratch, target, kind, old)}")
    return root


def _move(
    package: Package, scratch: Scratch, source: str, kind: str, old: Mapping[str, list[str]]
) -> str:
    name = old[kind].pop(0) if old[kind] else package.free_name(_PATTERNS[kind])
    _put(package, name, scratch.read(source), _TYPES[kind])
    _put_rels(package, name, _moved_rels(package, scratch, source, old))
    return name


def _put_rels(package: Package, part: str, root: Element | None) -> None:
    name = rels_name(part)
    if root is not None:
        _put(package, name, xml_part.serialise(root), _RELS_TYPE)
    elif package.has(name):
        package.remove(name)


def _put(package: Package, part: str, data: bytes, content_type: str) -> None:
    if package.is_strict:
        for transitional, strict in _STRICT.items():
            data = data.replace(transitional, strict)
    if package.has(part):
        package.replace(part, data)
    else:
        package.add(part, data, content_type)


def _prune(package: Package, unused: set[str]) -> None:
    """Drop parts nothing refers to any more."""
    names = [name for name in package.names() if not name.endswith(".rels")]
    lost = {name.lower() for name in unused}
    needed = {
        item.target.lower()
        for name in ["", *names]
        if name.lower() not in lost
        for item in package.relationships(name)
        if not item.external
    }
    for name in sorted(unused):
        if name.lower() not in needed:
            package.remove(name)
