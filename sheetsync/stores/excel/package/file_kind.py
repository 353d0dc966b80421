"""What a file is before it is opened, so that the wrong kind gets an error that helps."""

from __future__ import annotations

from collections.abc import Collection

from sheetsync.errors import (
    BrokenPackage,
    EncryptedWorkbook,
    NotAWorkbook,
    OldFormat,
    SheetsyncError,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = (
    "Open it in Excel and save it as an Excel workbook (.xlsx), then name that file in config.yaml."
)
_CHECK_PATH = "Check `workbook:` in config.yaml."


def refuse_unless_zip(data: bytes, where: str) -> None:
    """Raise for everything that is no zip file, saying what it is instead."""
    if data.startswith(OLE):
        raise _ole(data, where)
    if data.startswith(b"PK") or b"PK\5\6" in data[-65_557:]:
        return
    if data[:4] in (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00"):
        raise OldFormat("this is an .xls workbook", where=where, hint=_SAVE_AS)
    raise NotAWorkbook(_what_it_is(data), where=where, hint=_remedy(data))


def refuse_unless_workbook(names: Collection[str], mimetype: bytes, where: str) -> None:
    """Raise for a zip file that holds something other than an Excel workbook."""
    lower = {name.lower() for name in names}
    if b"opendocument.spreadsheet" in mimetype:
        raise OldFormat("this is an OpenDocument spreadsheet (.ods)", where=where, hint=_SAVE_AS)
    if "xl/workbook.bin" in lower:
        raise OldFormat("this is a binary workbook (.xlsb)", where=where, hint=_SAVE_AS)
    if "[content_types].xml" in lower and not _other_document(lower):
        return
    if any(name.startswith("xl/") for name in lower):
        raise BrokenPackage(
            "its list of content types is missing",
            where=where,
            hint="Open it in Excel, let Excel repair it, and save it.",
        )
    what = _other_document(lower) or "a zip file, not an Excel workbook"
    raise NotAWorkbook(f"this is {what}", where=where, hint=_CHECK_PATH)


def _ole(data: bytes, where: str) -> SheetsyncError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedWorkbook(
            "the workbook is protected by a password",
            where=where,
            hint="In Excel: File, Info, Protect Workbook, Encrypt with Password; empty the "
            "password and save.",
        )
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return OldFormat("this is an .xls workbook", where=where, hint=_SAVE_AS)
    return NotAWorkbook("this is not an Excel workbook", where=where, hint=_CHECK_PATH)


def _other_document(lower: Collection[str]) -> str:
    kinds = {"word/": "a Word document", "ppt/": "a PowerPoint presentation"}
    if any(name.startswith("xl/") for name in lower):
        return ""
    return next(
        (kind for folder, kind in kinds.items() if any(n.startswith(folder) for n in lower)), ""
    )


_STARTS = (
    (b"%pdf", "this is a PDF"),
    (b"<?xml", "this is an XML file, not an .xlsx workbook"),
    (b"<!doctype html", "this is a web page, not an .xlsx workbook"),
    (b"<html", "this is a web page, not an .xlsx workbook"),
    (b"<table", "this is a web page, not an .xlsx workbook"),
    (b"\x89png", "this is a picture"),
    (b"\xff\xd8\xff", "this is a picture"),
)


def _what_it_is(data: bytes) -> str:
    if not data.strip(b"\0"):
        return "the file is empty"
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    known = next((what for mark, what in _STARTS if start.startswith(mark)), "")
    if known:
        return known
    is_text = b"\0" not in data[:4096]
    return (
        "this is a text or CSV file, not an .xlsx workbook"
        if is_text
        else ("this is not an Excel workbook")
    )


def _remedy(data: bytes) -> str:
    if not data.strip(b"\0"):
        return "If a cloud service is still bringing it here, wait; else restore the last copy."
    return _SAVE_AS
