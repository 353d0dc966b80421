"""python-calamine, handed a small workbook that holds one worksheet's rows and nothing else, so
that nothing else in a person's file can stop it, and nothing is inflated twice.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import python_calamine

from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.package.xml_part import MAIN, RELATIONSHIPS, child, parse, serialise
from sheetsync.stores.excel.package.xml_text import decoded
from sheetsync.stores.excel.package.zip_members import broken
from sheetsync.stores.excel.reading.cell_scan import SheetText
from sheetsync.stores.excel.styles.style_xml import elements

_RELATED = (("worksheet", "sheet"), ("styles", "styleSheet"), ("sharedStrings", "sst"))


def rows_in(package: Package, text: SheetText) -> list[list[Any]]:
    """The values from A1 to the last used cell; ``""`` for blanks, errors and empty results."""
    rows = memoryview(text.data)[text.start : text.end]
    return _first_tab(package, _small_workbook(package, [rows], text.prefix, shared_part(package)))


def values_of(package: Package, cells: Sequence[bytes], shared: str = "") -> list[Any]:
    """The values of cells given by what follows their reference: `` t="b"><v>1</v></c>``.

    Shared texts are those of ``shared``, inside of ``sst``; where there are none, the package's.
    Raises `BrokenPackage`.
    """
    rows = b"".join(
        b'<row r="%d"><c r="A%d"%b</row>' % (number, number, cell)
        for number, cell in enumerate(cells, 1)
    )
    texts = f'<sst xmlns="{MAIN}">{shared}</sst>'.encode()
    if not shared and b't="s"' in rows:
        texts = shared_part(package)
    found = _first_tab(package, _small_workbook(package, [rows], b"", texts))
    values = [row[0] if row else "" for row in found]
    return values + [""] * (len(cells) - len(values))


def shared_part(package: Package) -> bytes:
    """The part that holds the shared texts; an empty one where there is none."""
    return _part(package, *_RELATED[2])


def _first_tab(package: Package, small: io.BytesIO) -> list[list[Any]]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(small)
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OverflowError) as reason:
        raise broken(f"the cells cannot be read ({reason})", package.where) from reason
    except BaseException as reason:
        if type(reason).__name__ != "PanicException":  # a class of the extension's own
            raise
        raise broken(f"a cell holds what no cell can ({reason})", package.where) from reason


def _small_workbook(
    package: Package, rows: Iterable[bytes | memoryview], prefix: bytes, texts: bytes
) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _rels(("officeDocument", "xl/workbook.xml")))
        listed = [(kind, f"{kind}.xml") for kind, _ in _RELATED]
        archive.writestr("xl/_rels/workbook.xml.rels", _rels(*listed))
        archive.writestr("xl/workbook.xml", _workbook(WorkbookPart(package).date1904))
        archive.writestr("xl/styles.xml", _styles_part(package))
        archive.writestr("xl/sharedStrings.xml", texts)
        with archive.open("xl/worksheet.xml", "w", force_zip64=True) as part:
            opening, closing = _around(prefix)
            part.write(opening)
            for piece in rows:
                part.write(piece)
            part.write(closing)
    out.seek(0)
    return out


def _part(package: Package, kind: str, root: str) -> bytes:
    for item in package.related(package.workbook_part, f"/{kind}"):
        if package.has(item.target):
            return package.read(item.target)
    return f'<{root} xmlns="{MAIN}"/>'.encode()


def _styles_part(package: Package) -> bytes:
    """The styles with one form of each: the reader counts a look and its fallback as two."""
    data = _part(package, *_RELATED[1])
    if b"AlternateContent" not in data:
        return data
    root = parse(data, package.where)
    for either in list(root.iter("{*}AlternateContent")):
        chosen = child(either, "Fallback")
        for form in elements(child(either, "Choice") if chosen is None else chosen):
            either.addprevious(form)
        either.getparent().remove(either)
    return serialise(root)


def _rels(*targets: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{items}</Relationships>'


def _workbook(date1904: bool) -> str:
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
        f'<workbookPr date1904="{int(date1904)}"/>'
        '<sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _around(prefix: bytes) -> tuple[bytes, bytes]:
    tag = decoded(prefix)
    namespace = f":{tag[:-1]}" if tag else ""
    opening = f'<{tag}worksheet xmlns{namespace}="{MAIN}"><{tag}sheetData>'
    return opening.encode(), f"</{tag}sheetData></{tag}worksheet>".encode()
