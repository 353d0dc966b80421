"""Everything that must be so of a written workbook, checked without the store's code."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator

from lxml import etree

from scripts.lossless import (
    verify_calculation,
    verify_cells,
    verify_features,
    verify_members,
    verify_package,
    verify_sheet,
    verify_tables,
    verify_workbook,
)
from scripts.lossless.book import Book
from scripts.lossless.damage import Damage, Expected

Check = Callable[[Book, Book, Expected], Iterator[Damage]]

CHECKS: tuple[Check, ...] = (
    verify_members.check,
    verify_package.check,
    verify_workbook.check,
    verify_calculation.check,
    verify_sheet.check,
    verify_tables.check,
    verify_features.check,
)


def verify(before: bytes, after: bytes, expected: Expected) -> list[Damage]:
    """All that is wrong with a workbook after one run; empty when all is well."""
    damages, is_open = _structure(before, after, expected)
    return damages + list(verify_cells.check(before, [after] if is_open else [], expected))


def verify_both(before: bytes, once: bytes, twice: bytes, expected: Expected) -> list[Damage]:
    """All that is wrong after one run, and after a second that only wrote the report tab anew."""
    damages = dict[Damage, None]()
    sound = []
    for after in (once, twice):
        found, is_open = _structure(before, after, expected)
        damages.update(dict.fromkeys(found))
        sound += [after] if is_open else []
    if len(sound) == 2:
        damages.update(dict.fromkeys(_rewritten(before, once, twice)))
    damages.update(dict.fromkeys(verify_cells.check(before, sound, expected)))
    return list(damages)


def _structure(before: bytes, after: bytes, expected: Expected) -> tuple[list[Damage], bool]:
    """What is wrong with parts and XML, and whether the file can be read at all."""
    try:
        old, new = Book(before), Book(after)
        malformed = list(verify_package.malformed(old, new))
        if malformed:
            return malformed, False
        return [damage for check in CHECKS for damage in check(old, new, expected)], True
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError) as reason:
        return [Damage("package", "the file", f"cannot be read any more ({reason})")], False


def _rewritten(before: bytes, once: bytes, twice: bytes) -> Iterator[Damage]:
    """Members of the person's that the second run touched."""
    original = {name.lower() for name in Book(before).names}
    for name in verify_members.changed(Book(once), Book(twice)):
        if name.lower() in original:
            what = "changed on the second run, which only wrote a report tab"
            yield Damage("repeat", name, what)


def verify_repeat(twice: bytes, again: bytes) -> list[Damage]:
    """Writing once more what is there already changes no member."""
    return [
        Damage("repeat", name, "changed though everything was written already")
        for name in verify_members.changed(Book(twice), Book(again))
    ]
