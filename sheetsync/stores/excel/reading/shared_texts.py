"""The texts that cells share, read without a tree; rich and escaped ones are left to others."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from sheetsync.lead_tab import ObjectArray
from sheetsync.stores.excel.reading.cell_stretch import UnusualError

_ENTRY = re.compile(r'<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t></si>)?')
"""The start of an entry; all of it, and its text, where that is all there is to it."""

_ROOT = re.compile(r"<((?:[^\s<>/:]+:)?)sst[\s/>]")
_END = "</si>"
_SIGNS = ("&", "\r", "_x")


def shared_texts(part: bytes, read_closely: Callable[[list[str]], list[str]]) -> ObjectArray:
    """The texts of a shared strings part, by number; None for those that show nothing.

    ``read_closely`` reads entries that are more than plain text. Raises `UnusualError` for a part
    that is written in another way than nearly all are.
    """
    try:
        text = part.decode()
    except UnicodeDecodeError as reason:
        raise UnusualError from reason
    prefix = (_ROOT.search(text) or ["", ""])[1]
    if prefix:
        text = text.replace(f"<{prefix}", "<").replace(f"</{prefix}", "</")
    found = np.array(_ENTRY.findall(text), dtype=object)
    if not len(found) == text.count("<si") == text.count(_END) or "<!" in text:
        raise UnusualError
    others = _others(found.tolist(), [sign for sign in _SIGNS if sign in text])
    if others:
        entries = text[text.find("<si>") :].split(_END)
        found[others] = read_closely([entries[place] + _END for place in others])
    found[found == np.array("", dtype=object)] = None
    return found


def _others(texts: list[str], signs: list[str]) -> list[int]:
    """Entries that are rich, or whose escapes, line ends and outer blanks have rules of their
    own."""
    others = [place for place, text in enumerate(texts) if not text or text != text.strip()]
    for sign in signs:
        others += [place for place, text in enumerate(texts) if sign in text]
    return sorted(set(others))
