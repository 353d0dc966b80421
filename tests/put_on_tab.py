"""Put on a tab what people put there: parts made by XlsxWriter, moved in as they are."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.package.package import Package, Relationship, rels_name
from sheetsync.stores.excel.package.workbook_part import Sheet, WorkbookPart
from sheetsync.stores.excel.report_tabs.transplant import put_rels

ANCHOR = re.compile(rb"<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", re.DOTALL)
"""Where a drawing holds a chart."""
Draw = Callable[[Any, Any], None]
"""Takes an XlsxWriter workbook and its sheet."""

_AFTER_THE_REST = ("drawing", "legacyDrawing", "tableParts", "extLst")
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


THREADED = (
    "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
    "xl/threadedComments/threadedComment1.xml",
    b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
    b'threadedcomments"><threadedComment ref="D11" dT="2026-11-20T10:00:00.00" '
    b'personId="{1}" id="{2}"><text>Ring him after 5</text></threadedComment></ThreadedComments>',
    "application/vnd.ms-excel.threadedcomments+xml",
)


def chart(book: Any, sheet: Any) -> None:
    drawn = book.add_chart({"type": "column"})
    drawn.add_series({"values": [sheet.name, 10, 4, 14, 4]})
    drawn.set_title({"name": "By hand"})
    sheet.insert_chart("P3", drawn)


def picture(_: Any, sheet: Any) -> None:
    sheet.insert_image("P3", "logo.png", {"image_data": io.BytesIO(PICTURE)})


def shape(_: Any, sheet: Any) -> None:
    sheet.insert_textbox("P3", "Look here")


def table(_: Any, sheet: Any) -> None:
    sheet.add_table("P3:Q5", {"name": "Mine", "header_row": False})


def note(_: Any, sheet: Any) -> None:
    sheet.write_comment("D11", "Ring him after 5")


def sparkline(_: Any, sheet: Any) -> None:
    sheet.add_sparkline("P3", {"range": "Overdue!E11:E15"})


def copy_first_chart(path: Path, title: str) -> None:
    """A copy of our first chart with another title, on the same drawing."""
    package = Package(path.read_bytes(), path.name)
    sheet = sheet_of(package, title)
    (drawing,) = (item.target for item in package.related(sheet.part, "/drawing"))
    first = package.related(drawing, "/chart")[0]
    name = package.free_name("xl/charts/chart{}.xml")
    data = re.sub(rb"<a:t>[^<]*</a:t>", b"<a:t>Copied</a:t>", package.read(first.target))
    package.add(name, data, package.content_type(first.target))
    id_ = package.relate(drawing, "/chart", name)
    anchor = re.search(
        rb"<xdr:twoCellAnchor.*?</xdr:twoCellAnchor>", package.read(drawing), re.DOTALL
    )
    assert anchor is not None
    copied = anchor[0].replace(b'r:id="rId1"', f'r:id="{id_}"'.encode())
    end = b"</xdr:wsDr>"
    package.replace(drawing, package.read(drawing).replace(end, copied + end))
    save(package, path)


def put(path: Path, title: str, draw: Draw) -> None:
    """Draw on a tab of a workbook that has nothing of the kind yet."""
    package = Package(path.read_bytes(), path.name)
    sheet = sheet_of(package, title)
    drawn = _drawn(draw, title)
    root = xml_part.parse(package.read(sheet.part), "")
    new = xml_part.parse(drawn.read("xl/worksheets/sheet1.xml"), "")
    root.extend(each for each in new if xml_part.local(each) in _AFTER_THE_REST)
    package.replace(sheet.part, xml_part.serialise(root))
    ids = _taken_over(package, sheet.part, drawn, "xl/worksheets/sheet1.xml")
    text = package.read(sheet.part)
    for old, id_ in ids.items():
        text = text.replace(f'r:id="{old}"/'.encode(), f'r:id="{id_}"/'.encode())
    package.replace(sheet.part, text)
    save(package, path)


def relate(path: Path, title: str, ending: str, name: str, data: bytes, content_type: str) -> None:
    """Give a tab one more part, its own XML staying as it is."""
    package = Package(path.read_bytes(), path.name)
    package.add(name, data, content_type)
    package.relate(sheet_of(package, title).part, ending, name)
    save(package, path)


def sheet_of(package: Package, title: str) -> Sheet:
    sheet = WorkbookPart(package).find(title)
    assert sheet is not None, title
    return sheet


def save(package: Package, path: Path) -> None:
    out = io.BytesIO()
    package.save(out)
    path.write_bytes(out.getvalue())


def _drawn(draw: Draw, title: str) -> Package:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    draw(book, book.add_worksheet(title))
    book.close()
    return Package(out.getvalue(), "drawn")


def _taken_over(package: Package, part: str, drawn: Package, source: str) -> dict[str, str]:
    """Bring over what a part leads to, under names that are free; old ids to new."""
    ids = {}
    for number, item in enumerate(drawn.relationships(source)):
        stem, dot, ending = item.target.rpartition(".")
        name = package.free_name(f"{stem}-person{{}}{dot}{ending}")
        package.add(name, drawn.read(item.target), drawn.content_type(item.target))
        _copy_rels(package, name, drawn, item.target)
        id_ = f"person{number}"
        root = _rels_root(package, part)
        _append(root, Relationship(id_, item.type, name))
        put_rels(package, part, root)
        ids[item.id] = id_
    return ids


def _copy_rels(package: Package, name: str, drawn: Package, source: str) -> None:
    root = _rels_root(package, name)
    for item in drawn.relationships(source):
        stem, dot, ending = item.target.rpartition(".")
        target = package.free_name(f"{stem}-person{{}}{dot}{ending}")
        package.add(target, drawn.read(item.target), drawn.content_type(item.target))
        _append(root, Relationship(item.id, item.type, target))
    if len(root):
        put_rels(package, name, root)


def _rels_root(package: Package, part: str) -> Any:
    name = rels_name(part)
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    return xml_part.parse(package.read(name) if package.has(name) else empty, "")


def _append(root: Any, item: Relationship) -> None:
    entry = root.makeelement(xml_part.like(root, "Relationship"))
    entry.set("Id", item.id)
    entry.set("Type", item.type)
    entry.set("Target", f"/{item.target}")
    root.append(entry)
