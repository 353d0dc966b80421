"""The list of content types: one entry a part, or one for all parts of an extension."""

from __future__ import annotations

from sheetsync.stores.excel.package.xml_part import Element, children, like


def of(root: Element, part: str) -> str:
    """The content type of a part, by its own entry or its extension's; "" where unlisted."""
    for override in _overrides(root, part):
        return str(override.get("ContentType", ""))
    extension = part.rpartition(".")[2].lower()
    for default in children(root, "Default"):
        if default.get("Extension", "").lower() == extension:
            return str(default.get("ContentType", ""))
    return ""


def listed(root: Element) -> list[str]:
    """The parts that have an entry of their own."""
    return [item.get("PartName", "").lstrip("/") for item in children(root, "Override")]


def append(root: Element, part: str, content_type: str) -> None:
    """List a part."""
    entry = root.makeelement(like(root, "Override"))
    entry.set("PartName", f"/{part}")
    entry.set("ContentType", content_type)
    root.append(entry)


def drop(root: Element, part: str) -> bool:
    """Take a part's own entry off the list; False where it had none."""
    found = _overrides(root, part)
    for override in found:
        root.remove(override)
    return bool(found)


def _overrides(root: Element, part: str) -> list[Element]:
    wanted = part.lower()
    return [
        item
        for item in children(root, "Override")
        if item.get("PartName", "").lstrip("/").lower() == wanted
    ]
