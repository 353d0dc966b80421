"""The parts that list things: workbook, styles, content types, relationships, titles."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.lossless.book import Book, Element, child, elements, local, named
from scripts.lossless.damage import Damage, Expected
from scripts.lossless.trees import Allow, equal, lost
from scripts.lossless.verify_members import may_change

_STYLES = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_MAY_APPEAR = ("calcPr", "definedNames")


def check(old: Book, new: Book, expected: Expected) -> Iterator[Damage]:
    """Nothing said there is unsaid, and nothing is renumbered."""
    listed = {name for name in may_change(old, expected) if old.find(name)}
    by_own_rules = {old.tab(expected.title).part, *old.related(old.workbook, "styles")}
    by_own_rules |= set(old.related(old.tab(expected.title).part, "table"))
    for name in sorted(listed - by_own_rules):
        if new.find(name) is not None:
            reason = lost(old.tree(name), new.tree(name), _may_differ(old, expected))
            if reason:
                yield Damage("feature", name, reason)
    for name in old.related(old.workbook, "styles"):
        if new.find(name) is not None:
            for what in _style_damage(old.tree(name), new.tree(name)):
                yield Damage("feature", name, what)
    if new.find(old.workbook) is not None:
        for what in (*_tabs(old, new, expected), *_names(old, new), *_appeared(old, new)):
            yield Damage("feature", old.workbook, what)


def _may_differ(old: Book, expected: Expected) -> Allow:
    index = str(old.tab(expected.title).index)

    def allow(one: Element, _other: Element, attribute: str) -> bool:
        name = local(one)
        if name == "calcPr":
            return attribute == "fullCalcOnLoad" and one.get("calcMode") != "manual"
        if name == "definedName" and attribute == "":
            is_filter = one.get("name") == "_xlnm._FilterDatabase"
            return is_filter and one.get("localSheetId") == index and bool(expected.new_columns)
        titles = (name == "vector" and attribute == "size") or (name == "i4" and attribute == "")
        return titles and local(one.getroottree().getroot()) == "Properties"

    return allow


def _style_damage(before: Element, after: Element) -> Iterator[str]:
    """Looks are told by their numbers, so those there must stay the first."""
    for each in elements(before):
        name, now = local(each), child(after, local(each))
        if now is None:
            yield f"{name} is gone"
        elif name not in _STYLES:
            reason = lost(each, now)
            if reason:
                yield reason
        else:
            yield from _prefix_damage(each, now)
    for each in elements(after):
        if local(each) not in _STYLES and child(before, local(each)) is None:
            yield f"{local(each)} appeared"


def _prefix_damage(before: Element, after: Element) -> Iterator[str]:
    name, old, new = local(before), elements(before), elements(after)
    if len(new) < len(old):
        yield f"{name} had {len(old)} entries and has {len(new)}"
    for at, (one, other) in enumerate(zip(old, new, strict=False)):
        if not equal(one, other):
            yield f"{name}[{at}] is another than before"
    kept = {key: value for key, value in before.attrib.items() if key != "count"}
    if any(after.get(key) != value for key, value in kept.items()):
        yield f"{name} lost an attribute"
    if len(new) > len(old) and after.get("count") not in (None, str(len(new))):
        yield f"{name} says it has {after.get('count')} entries and has {len(new)}"


def _tabs(old: Book, new: Book, expected: Expected) -> Iterator[str]:
    before, after = [t.title for t in old.tabs], [t.title for t in new.tabs]
    if after[: len(before)] != before:
        yield "the tabs that were there are no longer the first"
    added = after[len(before) :]
    if sorted(added) != sorted(expected.report_titles):
        yield f"the new tabs are {added}, and {list(expected.report_titles)} were asked for"
    folded = [title.casefold() for title in after]
    if len(set(folded)) != len(folded) and len({t.casefold() for t in before}) == len(before):
        yield "two tabs have one title"
    ids = [each.get("sheetId") for each in _sheets(new)]
    if len(set(ids)) != len(ids) and len({s.get("sheetId") for s in _sheets(old)}) == len(before):
        yield "two tabs have one sheet id"
    if any(len(title) > 31 for title in added):
        yield "a new tab's title is longer than Excel allows"


def _sheets(book: Book) -> list[Element]:
    return named(child(book.tree(book.workbook), "sheets"), "sheet")


def _names(old: Book, new: Book) -> Iterator[str]:
    """A defined name that was not there must be ours and point at a tab there is."""
    before, after = (_defined(book) for book in (old, new))
    for name, scope in after.keys() - before.keys():
        if not name.startswith(("sheetsync.", "_xlnm._FilterDatabase")):
            yield f"the name {name} appeared"
        if scope is not None and int(scope) >= len(new.tabs):
            yield f"the name {name} belongs to a tab that is not there"


def _defined(book: Book) -> dict[tuple[str, str | None], str]:
    found = named(child(book.tree(book.workbook), "definedNames"), "definedName")
    return {(each.get("name", ""), each.get("localSheetId")): each.text or "" for each in found}


def _appeared(old: Book, new: Book) -> Iterator[str]:
    before = {local(each) for each in elements(old.tree(old.workbook))}
    for name in {local(each) for each in elements(new.tree(new.workbook))} - before:
        if name not in _MAY_APPEAR:
            yield f"{name} appeared"
