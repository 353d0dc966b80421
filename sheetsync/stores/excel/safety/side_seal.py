"""A mark in a file we made, by which it is known again as ours and as unchanged.

It covers every member of the package but the one that holds it; any program that saves the file
changes some of them. Nothing has to be remembered elsewhere for it.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

from sheetsync.stores.excel.package.package import Package

PART = "docProps/core.xml"
_LARGEST_PART = 65_536
_SEAL = re.compile(rb"<cp:keywords>sheetsync ([0-9a-f]{64})</cp:keywords>")
_END = b"</cp:coreProperties>"


def sealed(package: Package, workbook: str) -> bytes:
    """The package as bytes, sealed as a side file of the workbook of that name."""
    seal = _seal(_saved(package), workbook)
    keywords = b"<cp:keywords>sheetsync %b</cp:keywords>" % seal.encode()
    package.replace(PART, package.read(PART).replace(_END, keywords + _END))
    return _saved(package)


def is_intact(path: Path, workbook: str) -> bool:
    """Whether that file is a side file of that workbook, as it was when it was sealed."""
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(PART).file_size > _LARGEST_PART:
                return False
            found = _SEAL.search(archive.read(PART))
        return found is not None and found[1].decode() == _seal(data, workbook)
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return False


def _seal(data: bytes, workbook: str) -> str:
    """Of the names and checksums of all members but the seal's own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        told = sorted((m.filename, m.CRC, m.file_size) for m in archive.infolist())
    members = [member for member in told if member[0] != PART]
    return hashlib.sha256(repr((workbook.casefold(), members)).encode()).hexdigest()


def _saved(package: Package) -> bytes:
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()
