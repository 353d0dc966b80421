"""The highest style numbers a workbook's own parts name, whether or not there are such styles.

Some programs leave numbers behind in cells and rules for which the styles part has no entry: they
mean no look at all. An entry of ours appended right behind the last one would give them ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sheetsync.stores.excel.package.package import Package

MOST = 65_490
"""How many cell formats a workbook may have; a higher number is no style's."""

_ENDS = 64  # longer than any attribute looked for, so that none is missed between two bits
_SHEETS = ("/worksheet", "/dialogsheet", "/xlMacrosheet", "/xlIntlMacrosheet")
_BESIDE = ("/table", "/pivotTable")


@dataclass(frozen=True)
class Named:
    """The highest cell format (``cellXfs``) and conditional look (``dxfs``) that cells, columns,
    rules and tables name; -1 where none names any."""

    cell_format: int
    look: int


def highest_named(package: Package, shortened: Mapping[str, bytes] | None = None) -> Named:
    """Look through every tab of the file as it was read, and the tables on it; or, in place of a
    part, through a shorter text that names the same highest numbers."""
    formats, looks = {-1}, {-1}
    known = shortened or {}
    for part in _parts(package):
        for bit in [known[part]] if part in known else _bits(package, part):
            formats |= _numbers(b"s=", bit) | _numbers(b"style=", bit)
            looks |= _numbers(b"xfId=", bit)
    return Named(*(max(n for n in numbers if n < MOST) for numbers in (formats, looks)))


def _numbers(name_end: bytes, bit: bytes) -> set[int]:
    """The numbers of attributes whose name ends so: others than those meant do no harm, because
    only the highest number counts."""
    # To look for the text first costs next to nothing, and most bits hold cells alone.
    if name_end not in bit:
        return set()
    return {int(found) for found in set(re.findall(name_end + rb"[\"'](\d{1,9})[\"']", bit))}


def _parts(package: Package) -> Iterator[str]:
    for item in package.relationships(package.workbook_part):
        if item.type.endswith(_SHEETS) and package.is_from_file(item.target):
            yield item.target
            beside = (each for ending in _BESIDE for each in package.related(item.target, ending))
            yield from (each.target for each in beside if package.is_from_file(each.target))


def _bits(package: Package, part: str) -> Iterator[bytes]:
    """A part as it is in the file, never all of it at once; each bit begins with the end of the
    one before."""
    before = b""
    for piece in package.pieces(part):
        if not before and b"\0" in piece[:4]:  # UTF-16: rare, and read as a whole
            yield package.read(part)
            return
        yield before + piece
        before = piece[-_ENDS:]
