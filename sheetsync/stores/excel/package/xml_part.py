"""Small XML parts as trees: parsed without entities, network or DTDs; written back as UTF-8."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from lxml import etree

from sheetsync.stores.excel.package.zip_members import broken

Element: TypeAlias = Any  # lxml ships no types

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def as_utf8(data: bytes, where: str) -> bytes:
    """The same XML in UTF-8. What is UTF-8 already comes back untouched, mark included."""
    encoding = _encoding(data)
    if encoding in ("utf-8", "utf8", "us-ascii", "ascii"):
        return data
    try:
        plain = _DECLARATION.sub("", data.decode(encoding).lstrip("\ufeff"), count=1)
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + plain.encode()
    except (UnicodeError, LookupError) as reason:
        raise broken(f"a part is not in its declared encoding ({encoding})", where) from reason


def _encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if data[:4] == b"<\0?\0":
        return "utf-16-le"
    if data[:4] == b"\0<\0?":
        return "utf-16-be"
    declared = None if data[:3] == b"\xef\xbb\xbf" else _DECLARED.match(data[:200])
    return declared.group(1).decode().lower() if declared else "utf-8"


def refuse_dtd(data: bytes, where: str) -> None:
    """No workbook needs a document type; one is a way to smuggle entities in."""
    if b"!" in data and b"<!DOCTYPE" in data:  # one byte is found ten times faster
        raise broken("a part declares a document type, which no workbook needs", where)


def parse(data: bytes, where: str) -> Element:
    """The root of a small part. Raises `BrokenPackage` when it is no well-formed XML."""
    refuse_dtd(data, where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as reason:
        raise broken(f"a part is not readable XML ({reason})", where) from reason


def serialise(root: Element) -> bytes:
    """A part's bytes, with everything around the root that was there."""
    return bytes(
        etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    )


def local(element: Element) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> list[Element]:
    """The direct children of that name, whatever their prefix; none of nothing."""
    return [] if element is None else [item for item in element if local(item) == name]


def child(element: Element | None, name: str) -> Element | None:
    """The first of them, if there is one."""
    found = children(element, name)
    return found[0] if found else None


def whole(element: Element, name: str, default: int) -> int:
    """An attribute as a whole number; the default where there is none or it is unreadable."""
    text = str(element.get(name, "")).strip()
    return int(text) if text.isascii() and text.isdigit() else default


def like(element: Element, name: str) -> str:
    """A tag of that name in the namespace of an element, so that its prefix is used too."""
    namespace, _, _ = str(element.tag).rpartition("}")
    return f"{namespace}}}{name}" if namespace else name
