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
    try:
        old, new = Book(before), Book(after)
        malformed = list(verify_package.malformed(old, new))
        if malformed:
            return malformed
        damages = [damage for check in CHECKS for damage in check(old, new, expected)]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError) as reason:
        return [Damage("package", "the file", f"cannot be read any more ({reason})")]
    return damages + list(verify_cells.check(before, after, expected))


def verify_rewrite(before: bytes, once: bytes, twice: bytes, expected: Expected) -> list[Damage]:
    """The same after a second run that only wrote the report tab anew."""
    damages = verify(before, twice, expected)
    original = {name.lower() for name in Book(before).names}
    for name in verify_members.changed(Book(once), Book(twice)):
        if name.lower() in original:
            damages.append(
                Damage("repeat", name, "changed on the second run, which only wrote a report tab")
            )
    return damages


def verify_repeat(twice: bytes, again: bytes) -> list[Damage]:
    """Writing once more what is there already changes no member."""
    return [
        Damage("repeat", name, "changed though everything was written already")
        for name in verify_members.changed(Book(twice), Book(again))
    ]
