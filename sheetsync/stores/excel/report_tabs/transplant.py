"""Move a worksheet with its drawing and charts from a scratch workbook into a package.

Names of parts the tab had before are used again, so that writing the same tab twice gives the
same bytes; parts it no longer needs go, unless something else refers to them.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping

from sheetsync.stores.excel.package import relationships, xml_part
from sheetsync.stores.excel.package.package import Package, Relationship, rels_name
from sheetsync.stores.excel.package.xml_part import Element
from sheetsync.stores.excel.report_tabs.tab_rows import SheetRows

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TYPES = {
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}
_PATTERNS = {"drawing": "xl/drawings/drawing{}.xml", "chart": "xl/charts/chart{}.xml"}
_HYPERLINK = f"{xml_part.RELATIONSHIPS}/hyperlink"
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

_STYLE_WORN = re.compile(rb'<c r="A[0-9]+" s="([0-9]+)"')
_ROWS = re.compile(rb"<sheetData/>|<sheetData>.*</sheetData>", re.DOTALL)
_DIMENSION = re.compile(rb'(<dimension ref=")[^"]*')
_BEFORE_LINKS = b"</dataValidations>"
_VALUE_SHOWN = b'<c:showVal val="1"/>'
_VALUE_ALONE = (
    b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    b'<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


class Scratch:
    """A workbook made only to take parts from, by XlsxWriter: its parts are of one shape, so
    patterns do what trees would take ten times as long for."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}

    @property
    def styles(self) -> bytes:
        """Its styles part."""
        return self._parts["xl/styles.xml"]

    @property
    def worn(self) -> list[int]:
        """The formats of the first sheet's rows, as indexes into its styles."""
        return [int(style) for style in _STYLE_WORN.findall(self._parts[sheet_part(1)])]

    def sheet(self, number: int, rows: SheetRows, ids: Mapping[str, str]) -> bytes:
        """The number-th worksheet (from 1) with these rows; ``ids`` are those of the addresses
        its cells open."""
        head, tail = _ROWS.split(self._parts[sheet_part(number)])
        head = _DIMENSION.sub(rb"\g<1>" + rows.reach.encode(), head)
        tail = tail.replace(_BEFORE_LINKS, _BEFORE_LINKS + _links(rows, ids), 1)
        return b"%b<sheetData>%b</sheetData>%b" % (head, rows.xml, tail)

    def read(self, part: str) -> bytes:
        """Any part. The labels of a chart say of everything whether they show it: what is left
        out, LibreOffice takes for shown in workbooks of newer programs."""
        return self._parts[part].replace(_VALUE_SHOWN, _VALUE_ALONE)

    def rels(self, part: str) -> Element | None:
        """The relationships of a part as a tree; None where it has none."""
        data = self._parts.get(rels_name(part))
        return None if data is None else xml_part.parse(data, "scratch")


def _links(rows: SheetRows, ids: Mapping[str, str]) -> bytes:
    found = [f'<hyperlink ref="{cell}" r:id="{ids[url]}"/>' for cell, url in rows.links.items()]
    return f"<hyperlinks>{''.join(found)}</hyperlinks>".encode() if found else b""


def sheet_part(number: int) -> str:
    """The name of the number-th worksheet of a scratch workbook."""
    return f"xl/worksheets/sheet{number}.xml"


def transplant(
    package: Package,
    scratch: Scratch,
    number: int,
    rows: SheetRows,
    part: str,
    *,
    reuse: bool = True,
) -> None:
    """Put the scratch's number-th worksheet with these rows, and its charts, at ``part``.

    ``reuse`` says whether drawings and charts may take the names of those the tab had: not where
    another tab now shows them.
    """
    before = set(below(package, part)) if package.has(part) else set()
    old = {kind: _of_kind(package, part, kind) if reuse else [] for kind in _PATTERNS}
    source = sheet_part(number)
    rels = _moved_rels(package, scratch, source, old)
    links = [*dict.fromkeys(rows.links.values())]
    first = 1 + (0 if rels is None else len(rels))
    ids = {url: f"rId{each}" for each, url in enumerate(links, first)}
    _put(package, part, scratch.sheet(number, rows, ids), SHEET_TYPE)
    put_rels(package, part, _with_links(rels, ids))
    if before:
        _prune(package, before - set(below(package, part)))


def _with_links(rels: Element | None, ids: Mapping[str, str]) -> Element | None:
    if not ids:
        return rels
    root = xml_part.parse(relationships.EMPTY, "scratch") if rels is None else rels
    for url, id_ in ids.items():
        relationships.append(root, "", Relationship(id_, _HYPERLINK, url, external=True))
    return root


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
    put_rels(package, name, _moved_rels(package, scratch, source, old))
    return name


def put_rels(package: Package, part: str, root: Element | None) -> None:
    """Give a part exactly these relationships."""
    name = rels_name(part)
    if root is not None:
        _put(package, name, xml_part.serialise(root), relationships.CONTENT_TYPE)
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
    """Drop parts nothing that stays refers to any more, directly or through another."""
    lost = {name.lower(): name for name in unused}
    waiting = ["", *(n for n in package.names() if n.lower() not in lost)] if lost else []
    while waiting:
        for item in package.relationships(waiting.pop()):
            if not item.external and item.target.lower() in lost:
                waiting.append(lost.pop(item.target.lower()))
    for name in sorted(lost.values()):
        package.remove(name)
