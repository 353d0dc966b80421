"""Whether everything one XML tree says is still said by another, in the same order."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from scripts.lossless.book import Element, elements, local

Frozen = tuple[object, ...]
Allow = Callable[[Element, Element, str], bool]
"""Told the old element, the new one and an attribute's name ("" for the text): may it differ?"""


def never(_old: Element, _new: Element, _attribute: str) -> bool:
    """Nothing may differ."""
    return False


def frozen(element: Element) -> Frozen:
    """An element by value: blanks between elements do not count."""
    inner = elements(element)
    text = element.text or ""
    return (
        element.tag,
        tuple(sorted(element.attrib.items())),
        text.strip() if inner else text,
        tuple(frozen(each) for each in inner),
    )


def equal(old: Element, new: Element) -> bool:
    """Whether two elements say the same."""
    if etree.tostring(old, with_tail=False) == etree.tostring(new, with_tail=False):
        return True
    return frozen(old) == frozen(new)


def lost(old: Element, new: Element, allow: Allow = never, path: str = "") -> str:
    """What the old element says and the new one does not, as a path with a reason; "" if nothing.

    Children may be added anywhere; those there were must be there, in order.
    """
    here = f"{path}/{local(old)}"
    if old.tag != new.tag:
        return f"{here} became {local(new)}"
    said = _lost_here(old, new, allow)
    if said:
        return f"{here} {said}"
    return _lost_inside(old, new, allow, here)


def _lost_here(old: Element, new: Element, allow: Allow) -> str:
    for name in {*old.attrib, *new.attrib}:
        if old.get(name) != new.get(name) and not allow(old, new, name):
            plain = name.rpartition("}")[2]
            return f"@{plain} was {old.get(name)!r} and is {new.get(name)!r}"
    before, after = ((each.text or "").strip() for each in (old, new))
    return "" if before == after or allow(old, new, "") else f"text was {before!r}, is {after!r}"


def _lost_inside(old: Element, new: Element, allow: Allow, here: str) -> str:
    candidates, at = elements(new), 0
    for position, each in enumerate(elements(old)):
        first_reason = ""
        while at < len(candidates):
            reason = _quick(each, candidates[at], allow, here)
            at += 1
            if not reason:
                break
            first_reason = first_reason or reason
        else:
            name = each.get("name") or each.get("Id") or each.get("PartName") or position
            return first_reason or f"{here}/{local(each)}[{name}] is gone"
    return ""


def _quick(old: Element, new: Element, allow: Allow, here: str) -> str:
    if old.tag != new.tag:
        return f"{here}/{local(old)} is gone"
    return lost(old, new, allow, here)
