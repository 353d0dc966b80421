"""Relationship parts: how one part of a package points at another."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from itertools import count
from urllib.parse import unquote

from sheetsync.stores.excel.package.xml_part import Element, like

CONTENT_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
EMPTY = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'


@dataclass(frozen=True)
class Relationship:
    """One relationship of a part. ``target`` is a part name (no leading slash) or, when
    ``external``, the address as written."""

    id: str
    type: str
    target: str
    external: bool = False


def rels_name(part: str) -> str:
    """The name of a part's relationships part: ``xl/_rels/workbook.xml.rels``."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def listed(part: str, root: Element) -> list[Relationship]:
    """The relationships a relationships part lists for ``part``."""
    return [_relationship(part, item) for item in root if item.get("Id")]


def append(root: Element, part: str, new: Relationship) -> None:
    """List one more; its target is written relative to the part's folder, or from the root where
    the two have no folder in common: not every program climbs."""
    entry = root.makeelement(like(root, "Relationship"))
    entry.set("Id", new.id)
    entry.set("Type", new.type)
    entry.set("Target", new.target if new.external else _written(part, new.target))
    if new.external:
        entry.set("TargetMode", "External")
    root.append(entry)


def drop(root: Element, relationship_id: str) -> None:
    """List one fewer."""
    for item in [item for item in root if item.get("Id") == relationship_id]:
        root.remove(item)


def free_id(present: list[Relationship]) -> str:
    """An id no relationship has."""
    taken = {item.id.lower() for item in present}
    return next(f"rId{n}" for n in count(1) if f"rid{n}" not in taken)


def _written(part: str, target: str) -> str:
    folder = posixpath.dirname(part)
    if folder and folder.partition("/")[0] != target.partition("/")[0]:
        return f"/{target}"
    return posixpath.relpath(target, folder or ".")


def _relationship(part: str, item: Element) -> Relationship:
    target = item.get("Target", "")
    external = item.get("TargetMode", "").lower() == "external"
    if not external:
        target = _resolve(part, target)
    return Relationship(item.get("Id", ""), item.get("Type", ""), target, external)


def _resolve(part: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    joined = target if target.startswith("/") else f"/{posixpath.dirname(part)}/{target}"
    return posixpath.normpath(joined).lstrip("/")
