"""XML as text: finding elements and changing a tag in place, with every other byte kept.

Trees would cost seconds on a long sheet and write back what they did not need to touch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape as unescape_entities

from sheetsync.stores.excel.package.zip_members import broken

ATTRIBUTES = rb"""(?:\s+[^\s=/<>"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*"""
"""The attributes of a tag, with the blank before each."""

_TAG = re.compile(rb"<(/?)([^\s/<>!?]+)(" + ATTRIBUTES + rb")\s*(/?)>")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/<>"']+)\s*=\s*("[^"<]*"|'[^'<]*')""")
_ASIDE = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_ESCAPES = str.maketrans({
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;",
    "\n": "&#10;", "\t": "&#9;", "\r": "&#13;",
})  # fmt: skip
_ENTITY = re.compile(r"&(#[0-9]+|#[xX][0-9a-fA-F]+|amp|lt|gt|quot|apos);")


class UnreadableError(Exception):
    """The text is not what we understand; the caller says where and refuses."""


@dataclass(frozen=True)
class Span:
    """One element: ``name`` as written, prefix included; its start tag is
    ``[start:tag_end]``, all of it ``[start:end]``."""

    name: str
    start: int
    tag_end: int
    end: int


def masked(data: bytes) -> bytes:
    """The same text, as long as before, with comments, CDATA and instructions blanked out, so
    that every ``<`` left begins a tag."""
    is_declared = data[:8].lstrip(b"\xef\xbb\xbf").startswith(b"<?xml")
    after_declaration = data.find(b"?>", 0, 200) + 1 if is_declared else 0
    # One byte is found ten times faster than two, and most sheets hold neither.
    asides = b"!" in data and (b"<!--" in data or b"<![CDATA[" in data)
    if data.find(b"?", after_declaration) >= 0:
        asides = asides or data.find(b"<?", after_declaration) >= 0
    if not asides:
        return data
    return _ASIDE.sub(lambda aside: b" " * len(aside[0]), data)


def children(text: bytes, start: int = 0) -> Iterator[Span]:
    """The elements of `masked` text side by side from a position, up to the end or a closing tag.

    Raises `UnreadableError` where tags do not pair.
    """
    depth, at, name, tag_end = 0, start, "", start
    while (opening := text.find(b"<", at)) >= 0:
        tag = _TAG.match(text, opening)
        if tag is None:
            raise UnreadableError(f"a tag at byte {opening}")
        closes, at = bool(tag[1]), tag.end()
        if closes and depth == 0:
            return
        if depth == 0:
            start, tag_end, name = opening, at, decoded(tag[2])
        depth += -1 if closes else 0 if tag[4] else 1
        if depth == 0:
            yield Span(name, start, tag_end, at)
    if depth:
        raise UnreadableError(f"<{name}> is not closed")


def start_tag(text: bytes, at: int) -> Span:
    """The tag that starts here, as a span that ends with the tag."""
    tag = _TAG.match(text, at)
    if tag is None or tag[1]:
        raise UnreadableError(f"a tag at byte {at}")
    return Span(decoded(tag[2]), at, tag.end(), tag.end())


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a start tag, names as written, values unescaped."""
    found = _ATTRIBUTE.findall(tag)
    return {decoded(name): unescaped(decoded(value[1:-1])) for name, value in found}


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with one attribute set in its place, or taken out."""
    new = b"" if value is None else f' {name}="{escaped(value)}"'.encode()
    pattern = _one_attribute(name)
    if pattern.search(tag):
        return pattern.sub(lambda _: new, tag, count=1)
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + new + tag[end:]


def decoded(text: bytes) -> str:
    """Text of a part as it was read: UTF-8, whatever the file is in. Raises `BrokenPackage`, which
    does not say where, for bytes that are no text."""
    try:
        return text.decode()
    except UnicodeDecodeError as reason:
        raise broken("a part holds bytes that are no text", "") from reason


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute."""
    return text.translate(_ESCAPES)


def unescaped(text: str) -> str:
    """Text with the five entities and character numbers of XML put back."""
    return _ENTITY.sub(lambda entity: unescape_entities(entity[0]), text) if "&" in text else text


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


@lru_cache(maxsize=64)
def _one_attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"\s+" + re.escape(name.encode()) + rb"""\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
