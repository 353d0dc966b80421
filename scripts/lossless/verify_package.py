"""The package holds together: content types, relationships, ids, numbers that point somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from scripts.lossless.areas import LAST_COLUMN, LAST_ROW
from scripts.lossless.book import (
    CONTENT_TYPES,
    Book,
    Element,
    child,
    elements,
    is_xml,
    local,
    named,
    relation_ids,
)
from scripts.lossless.damage import Damage, Expected
from scripts.lossless.terrain import cells
from scripts.lossless.verify_members import changed
from scripts.lossless.verify_sheet import ORDER

_NO_TYPE = ("", "application/xml", "text/xml")
"""What the list says of parts it does not name."""


def check(old: Book, new: Book, expected: Expected) -> Iterator[Damage]:
    """Everything written leads somewhere; old faults are not ours."""
    touched = [name for name in changed(old, new) if new.find(name) is not None]
    yield from _content_types(old, new)
    before = set(_dangling(old))
    for where, what in _dangling(new):
        if (where, what) not in before:
            yield Damage("package", where, what)
    for name in touched:
        if name.endswith(".xml") and "_rels/" not in name and name != CONTENT_TYPES:
            yield from _dangling_ids(old, new, name)
    yield from _sheet_numbers(old, new, expected)
    yield from _reports(new, expected)


def malformed(old: Book, new: Book) -> Iterator[Damage]:
    """Changed members that are no XML; their checksums are looked at on the way."""
    for name in changed(old, new):
        if new.find(name) is None:
            continue
        data = new.read(name)
        try:
            if is_xml(name):
                expat.ParserCreate().Parse(data, True)
        except expat.ExpatError as reason:
            yield Damage("package", name, f"is not well-formed XML ({reason})")


def _content_types(old: Book, new: Book) -> Iterator[Damage]:
    for name in new.names:
        if name == CONTENT_TYPES or name.lower().endswith(".rels"):
            continue
        was, now = old.content_type(name) if old.find(name) else "", new.content_type(name)
        if now != was if old.find(name) else now in _NO_TYPE:
            yield Damage("package", name, f"has no content type of its own ({now or was})")
    entries = [e.get("PartName", "").lower() for e in named(new.tree(CONTENT_TYPES), "Override")]
    known = [e.get("PartName", "").lower() for e in named(old.tree(CONTENT_TYPES), "Override")]
    for entry in set(entries):
        if entries.count(entry) > max(1, known.count(entry)):
            yield Damage("package", CONTENT_TYPES, f"lists {entry} twice")
        if new.find(entry.lstrip("/")) is None and entry not in known:
            yield Damage("package", CONTENT_TYPES, f"lists {entry}, which is not there")


def _dangling(book: Book) -> Iterator[tuple[str, str]]:
    """Relationships that lead nowhere, ids used twice, lists that belong to no part."""
    sources = [""] + [name for name in book.names if "_rels/" not in name]
    owned = set()
    for part in sources:
        folder, _, base = part.rpartition("/")
        rels = book.find(f"{folder}/_rels/{base}.rels".lstrip("/"))
        if rels is None:
            continue
        owned.add(rels)
        found = book.rels(part)
        ids = [rel.id for rel in found]
        if len(set(ids)) != len(ids):
            yield rels, "two relationships have one id"
        for rel in found:
            if not rel.external and not rel.target.startswith("#") and not book.find(rel.target):
                yield rels, f"{rel.kind} leads to {rel.target}, which is not there"
    for name in book.names:
        if name.lower().endswith(".rels") and name not in owned:
            yield name, "belongs to no part"


def _dangling_ids(old: Book, new: Book, name: str) -> Iterator[Damage]:
    """Ids an element names and the part's relationships do not."""
    known = {rel.id for rel in new.rels(name)}
    were = _unknown_ids(old, name) if old.find(name) else set()
    for missing in sorted(relation_ids(new.tree(name)) - known - were):
        yield Damage("package", name, f"names {missing!r}, which its relationships lack")


def _unknown_ids(book: Book, name: str) -> set[str]:
    return relation_ids(book.tree(name)) - {rel.id for rel in book.rels(name)}


def _sheet_numbers(old: Book, new: Book, expected: Expected) -> Iterator[Damage]:
    """Styles and conditional looks that cells and rules give by number are there."""
    looks = _styles(new)
    if looks is None:
        return
    formats, conditional = looks
    written = [tab for tab in new.tabs if tab.title in (expected.title, *expected.report_titles)]
    for tab in written:
        if tab.kind != "worksheet" or not tab.part:
            continue
        known = old.find(tab.part)
        before = _numbers(old.tree(known)) if known else (set(), set())
        used, rules = (now - was for now, was in zip(_numbers(new.tree(tab.part)), before,
                                                     strict=True))  # fmt: skip
        for number in sorted(used):
            if number >= formats:
                yield Damage("package", tab.part, f"cell format {number} of {formats} is used")
        for number in sorted(rules):
            if number >= conditional:
                yield Damage("package", tab.part, f"conditional look {number} is not there")
        if not known:
            yield from _lawful(new.tree(tab.part), tab.part)


def _styles(book: Book) -> tuple[int, int] | None:
    for name in book.related(book.workbook, "styles"):
        root = book.tree(name)
        formats = elements(child(root, "cellXfs"))
        return len(formats), len(elements(child(root, "dxfs")))
    return None


def _numbers(root: Element) -> tuple[set[int], set[int]]:
    used = {int(each.get("s", "0")) for each in root.iter("{*}c", "{*}row")}
    used |= {int(col.get("style", "0")) for col in named(child(root, "cols"), "col")}
    rules = {int(each.get("dxfId", "0")) for each in root.iter("{*}cfRule") if each.get("dxfId")}
    return used, rules


def _lawful(root: Element, part: str) -> Iterator[Damage]:
    ranks = [ORDER.index(local(each)) for each in elements(root) if local(each) in ORDER]
    if ranks != sorted(ranks):
        yield Damage("package", part, "the elements are not in their lawful order")
    places = [(row, column) for row, column, _ in cells(root)]
    if places != sorted(set(places)):
        yield Damage("package", part, "cells are out of order or there twice")
    if any(row > LAST_ROW or column > LAST_COLUMN for row, column in places):
        yield Damage("package", part, "a cell lies beyond the sheet")


def _reports(new: Book, expected: Expected) -> Iterator[Damage]:
    """Each report tab is reachable and has its chart, with the values it shows."""
    for title in expected.report_titles:
        part = next((tab.part for tab in new.tabs if tab.title == title), "")
        if not part:
            yield Damage("package", title, "the report tab is not there")
            continue
        charts = [c for d in new.related(part, "drawing") for c in new.related(d, "chart")]
        if not charts:
            yield Damage("package", title, "the report tab lost its chart")
        for chart in charts:
            if not any(True for _ in new.tree(chart).iter("{*}pt")):
                yield Damage("package", chart, "the chart carries no values")
