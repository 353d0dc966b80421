"""Members: which may change at all, and that all others lie in the file bit for bit as before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.lossless.areas import box
from scripts.lossless.book import CONTENT_TYPES, Book, local
from scripts.lossless.damage import Damage, Expected

_OURS = re.compile(
    r"xl/(worksheets|drawings|charts)/(_rels/)?(sheet|drawing|chart)\d+\.xml(\.rels)?"
    r"|xl/styles\d*\.xml|.*_rels/[^/]+\.rels",
    re.IGNORECASE,
)
"""What a run may add: report tabs with what they show, styles and relationships."""


def check(old: Book, new: Book, expected: Expected) -> Iterator[Damage]:
    """Members lost, changed without leave, out of order, or added without need."""
    there = {name.lower() for name in new.names}
    may = {name.lower() for name in may_change(old, expected)}
    for name in old.names:
        if name.lower() not in there:
            yield Damage("member", name, "is gone")
    for name in changed(old, new):
        known = old.find(name) is not None
        if known and name.lower() in there and name.lower() not in may:
            yield Damage("member", name, "changed, and no edit called for it")
        if not known and not _OURS.fullmatch(name):
            yield Damage("member", name, "was added, and no report needs it")
    kept = [name for name in new.names if old.find(name) is not None]
    if kept != [name for name in old.names if name.lower() in there]:
        yield Damage("member", "the file", "the members are in another order")


def changed(old: Book, new: Book) -> list[str]:
    """Members whose raw bytes or directory facts differ, or that only one file has."""
    names = dict.fromkeys([*old.names, *new.names])
    both = set(old.names) & set(new.names)
    return [name for name in names if name not in both or old.raw(name) != new.raw(name)]


def may_change(old: Book, expected: Expected) -> Iterator[str]:
    """The short list of members an edit of that tab and a new report tab touch."""
    part = old.tab(expected.title).part
    yield CONTENT_TYPES
    yield old.workbook
    yield _rels(old.workbook)
    yield from old.related(old.workbook, "styles")
    yield from old.related("", "extended-properties")
    yield from old.related("", "extendedProperties")
    yield part
    if expected.new_columns:
        yield from grown_tables(old, expected)


def grown_tables(old: Book, expected: Expected) -> Iterator[str]:
    """The table the new columns touch, if any."""
    part = old.tab(expected.title).part
    first = min(expected.new_columns)
    for name in old.related(part, "table"):
        root = old.tree(name)
        reach = box(root.get("ref")) if local(root) == "table" else None
        if reach and reach.right + 1 == first and reach.top == expected.header_row:
            yield name


def _rels(part: str) -> str:
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels".lstrip("/")
