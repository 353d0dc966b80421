"""The texts that cells share, read without a tree; rich and escaped ones are left to others."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from sheetsync.snapshot import ObjectArray
from sheetsync.stores.excel.cell_stretch import UnusualError

_PLAIN = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_ANY = re.compile(r"<si\s*/>|<si\s*>.*?</si\s*>", re.DOTALL)
_TO_BE_READ_CLOSELY = re.compile(r"[&\r]|_x|<t[^>]*>\s|\s</t>")
_ASIDES = ("<!--", "<![CDATA[")


def shared_texts(part: bytes, read_closely: Callable[[list[str]], list[str]]) -> ObjectArray:
    """The texts of a shared strings part, by number.

    ``read_closely`` reads entries that are more than plain text. Raises `UnusualError` for a part
    that is written in another way than nearly all are.
    """
    text = part.decode()
    count = text.count("<si")
    if any(aside in text for aside in _ASIDES) or (not count and ":si" in text):
        raise UnusualError
    plain = _PLAIN.findall(text)
    if len(plain) == count and not _TO_BE_READ_CLOSELY.search(text, text.find("<si>")):
        return _objects(plain)
    entries = _ANY.findall(text)
    if len(entries) != count:
        raise UnusualError
    texts = [_plain(entry) for entry in entries]
    others = [place for place, found in enumerate(texts) if found is None]
    read = read_closely([entries[place] for place in others])
    for place, found in zip(others, read, strict=True):
        texts[place] = found
    return _objects(texts)


def _plain(entry: str) -> str | None:
    found = _PLAIN.fullmatch(entry)
    return None if found is None or _TO_BE_READ_CLOSELY.search(entry) else found[1]


def _objects(texts: list[str] | list[str | None]) -> ObjectArray:
    """As an array, with None for what shows nothing."""
    found = np.empty(len(texts), dtype=object)
    found[:] = texts
    found[found == np.array("", dtype=object)] = None
    return found
