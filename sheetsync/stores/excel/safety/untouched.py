"""What differs between two versions of a workbook, member by member, and which of it is a run's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sheetsync.stores.excel.lead_tab.lead_sheet import highlights_found
from sheetsync.stores.excel.package.package import CONTENT_TYPES, Package, rels_name
from sheetsync.stores.excel.package.workbook_part import Sheet, WorkbookPart

Fate = Literal["unchanged", "changed", "added", "removed"]

_KEPT_COPY = re.compile(r".* \(edited \d\d? \w+ \d{4}(, \d+)?\)")


@dataclass(frozen=True)
class Member:
    """One member of either file. ``raw`` says that its compressed bytes are the same too;
    ``part_of`` what of ours it belongs to ("" for what a run may not touch)."""

    name: str
    fate: Fate
    part_of: str
    raw: bool = False
    before: str = ""
    after: str = ""
    """The SHA-256 of its content, unpacked, in each file."""

    def as_json(self) -> dict[str, Any]:
        """The stable machine form."""
        return {
            "name": self.name, "fate": self.fate, "raw_identical": self.raw,
            "sha256_before": self.before or None, "sha256_after": self.after or None,
            "part_of": self.part_of or None,
        }  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """Two versions of a workbook, member by member."""

    members: tuple[Member, ...]

    def of(self, fate: Fate) -> list[Member]:
        """Those with this fate."""
        return [member for member in self.members if member.fate == fate]

    @property
    def strays(self) -> list[Member]:
        """What differs although no run may touch it."""
        return [each for each in self.members if each.fate != "unchanged" and not each.part_of]


def compare(before: Package, after: Package, lead_tab: str = "") -> Comparison:
    """Compare every member of two files, by its bytes.

    ``lead_tab`` is the lead tab's title; where it is "", the tab with our colour rules is taken.
    Raises `BrokenPackage` where a member cannot be unpacked.
    """
    unlike, ours = before.members_unlike(after), _ours(before, after, lead_tab)
    names = dict.fromkeys([*before.names(), *after.names()])
    return Comparison(tuple(_member(name, before, after, unlike, ours) for name in names))


def _member(
    name: str,
    before: Package,
    after: Package,
    unlike: set[str],
    ours: Mapping[Fate, Mapping[str, str]],
) -> Member:
    old, new = (_digest(package, name) for package in (before, after))
    fate: Fate = "unchanged" if old == new else "changed"
    if not (old and new):
        fate = "removed" if old else "added"
    part_of = ours.get(fate, {}).get(name, "")
    return Member(name, fate, part_of, name not in unlike, old, new)


def _digest(package: Package, name: str) -> str:
    if not package.is_from_file(name):
        return ""
    digest = hashlib.sha256()
    for piece in package.pieces(name):
        digest.update(piece)
    return digest.hexdigest()


def _ours(before: Package, after: Package, lead_tab: str) -> Mapping[Fate, Mapping[str, str]]:
    """What a run may change, add and remove: the members' names, and what each belongs to."""
    lead = _lead_sheet(WorkbookPart(after), lead_tab)
    old, new = (
        _frame(package) | _lead_tab(package, lead) | _report_tabs(package)
        for package in (before, after)
    )
    kept = _kept_copies(after)
    slicers = {} if all(before.is_from_file(name) for name in kept) else _slicers(after)
    return {
        "changed": {name: part for name, part in (new | kept).items() if name in old} | slicers,
        "added": _frame(after) | _report_tabs(after) | kept,
        "removed": _report_tabs(before) | _calculation_chain(before),
    }


def _frame(package: Package) -> dict[str, str]:
    book = package.workbook_part
    parts = {CONTENT_TYPES: "the list of members", book: "the list of tabs"}
    parts[rels_name(book)] = "the list of tabs"
    parts |= {item.target: "cell styles" for item in package.related(book, "/styles")}
    for ending in ("/extended-properties", "/extendedProperties"):
        parts |= {item.target: "the list of tabs" for item in package.related("", ending)}
    return parts


def _lead_sheet(workbook: WorkbookPart, title: str) -> Sheet | None:
    if title:
        return workbook.find(title)
    there = (sheet for sheet in workbook.worksheets if workbook.package.has(sheet.part))
    return next((s for s in there if highlights_found(workbook.package.read(s.part))), None)


def _lead_tab(package: Package, lead: Sheet | None) -> dict[str, str]:
    """The parts of the lead tab, which keeps its number whatever it is called."""
    known = (s for s in WorkbookPart(package).worksheets if lead and s.sheet_id == lead.sheet_id)
    return {
        part: f"lead tab {sheet.title}"
        for sheet in known
        for part in (
            sheet.part,
            rels_name(sheet.part),
            *(item.target for item in package.related(sheet.part, "/table")),
        )
    }


def _report_tabs(package: Package) -> dict[str, str]:
    return _tabs(package, WorkbookPart(package).marked.values())


def _kept_copies(package: Package) -> dict[str, str]:
    """Tabs that hold what somebody typed into a report tab: a run adds them, and no more."""
    sheets = WorkbookPart(package).worksheets
    return _tabs(package, (sheet for sheet in sheets if _KEPT_COPY.fullmatch(sheet.title)))


def _slicers(package: Package) -> dict[str, str]:
    """They name the tab their pivots are on, which a kept copy takes along."""
    book, kinds = package.workbook_part, ("/slicerCache", "/timelineCache")
    return {i.target: "slicers of a kept tab" for k in kinds for i in package.related(book, k)}


def _calculation_chain(package: Package) -> dict[str, str]:
    """It lists the formulas of report tabs too; programs make it anew."""
    found = package.related(package.workbook_part, "/calcChain")
    return {item.target: "the order of calculation" for item in found}


def _tabs(package: Package, sheets: Iterable[Sheet]) -> dict[str, str]:
    return {part: f"report tab {s.title}" for s in sheets for part in _reach(package, s.part)}


def _reach(package: Package, part: str) -> Iterator[str]:
    """A part, its relationships, and every part it leads to."""
    waiting, seen = [part], {part}
    while waiting:
        part = waiting.pop()
        yield from (part, rels_name(part))
        next_ones = {item.target for item in package.relationships(part) if not item.external}
        waiting += sorted(next_ones - seen)
        seen |= next_ones
