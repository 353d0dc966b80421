"""Tables of the edited tab: grown by exactly the new columns, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.lossless.areas import Box, box
from scripts.lossless.book import Book, Element, child, local, named
from scripts.lossless.damage import Damage, Expected
from scripts.lossless.trees import lost
from scripts.lossless.verify_members import grown_tables


def check(old: Book, new: Book, expected: Expected) -> Iterator[Damage]:
    """Every table keeps what it said; the one beside the new columns holds them too."""
    grown = set(grown_tables(old, expected)) if expected.new_columns else set()
    part = old.tab(expected.title).part
    for name in old.related(part, "table"):
        if new.find(name) is None:
            continue  # told as a lost member
        for what in _damages(old.tree(name), new.tree(name), expected, name in grown):
            yield Damage("feature", name, what)


def _damages(before: Element, after: Element, expected: Expected, grown: bool) -> Iterator[str]:
    last = max(expected.new_columns, default=0)

    def allow(one: Element, other: Element, attribute: str) -> bool:
        if not grown:
            return False
        if local(one) == "tableColumns" and attribute == "count":
            return True
        may = local(one) in ("table", "autoFilter", "sortState") and attribute == "ref"
        return may and _is_grown(box(one.get("ref")), box(other.get("ref")), last)

    reason = lost(before, after, allow)
    if reason:
        yield reason
    if grown:
        yield from _of_columns(before, after, expected, last)


def _is_grown(was: Box | None, now: Box | None, last: int) -> bool:
    return was is not None and now == Box(was.top, was.left, was.bottom, last)


def _of_columns(before: Element, after: Element, expected: Expected, last: int) -> Iterator[str]:
    reach = box(after.get("ref"))
    if reach is None or reach.right != last:
        yield f"it reaches to {after.get('ref')}, so the new columns do not sort with it"
        return
    columns = named(child(after, "tableColumns"), "tableColumn")
    names = [each.get("name", "") for each in columns]
    if len(names) != reach.right - reach.left + 1:
        yield f"it lists {len(names)} columns and spans {after.get('ref')}"
    if len({each.get("id") for each in columns}) != len(columns):
        yield "two of its columns have one id"
    new = [expected.new_columns[column] for column in sorted(expected.new_columns)]
    if names[-len(new) :] != new:
        yield "its new columns are not called as their header cells"
    filtered, was = child(after, "autoFilter"), child(before, "autoFilter")
    if filtered is not None and was is not None:
        covered, old_reach = box(filtered.get("ref")), box(before.get("ref"))
        whole = (spanned := box(was.get("ref"))) and old_reach and spanned.right == old_reach.right
        if whole and (covered is None or covered.right != last):
            yield "its filter does not reach over the new columns"
