"""The texts that cells share, read without a tree; rich and escaped ones are left to others."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import is_not
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetsync.known_cells import TEXT, looked_at
from sheetsync.lead_tab import ObjectArray
from sheetsync.stores.excel.package.xml_text import decoded
from sheetsync.stores.excel.reading.cell_stretch import UnusualError

_ENTRY = re.compile(r"<si>(?:<t>([^<]*)</t></si>)?")
"""The start of an entry; all of it, and its text, where that is all there is to it."""

_START, _END = "<si>", "</si>"
_PLAIN, _KEPT = "<t>", '<t xml:space="preserve">'
_BETWEEN = "</t></si><si><t>"
_ROOT = re.compile(r"<((?:[^\s<>/:]+:)?)sst[\s/>]")
_SIGNS = ("&", "\r", "_x")


class SharedTexts(NamedTuple):
    """The texts by number, None for those that show nothing; and of what kind a cell is that
    shows one (see `sheetsync.known_cells`)."""

    texts: ObjectArray
    kinds: npt.NDArray[np.int8]


def shared_texts(part: bytes, read_closely: Callable[[list[str]], list[str]]) -> SharedTexts:
    """The texts of a shared strings part.

    ``read_closely`` reads entries that are more than plain text. Raises `UnusualError` for a part
    that is written in another way than nearly all are.
    """
    text = decoded(part)
    prefix = (_ROOT.search(text) or ["", ""])[1]
    if prefix:
        text = text.replace(f"<{prefix}", "<").replace(f"</{prefix}", "</")
    if "!" in text and "<!" in text:
        raise UnusualError
    texts = _texts(text.replace(_KEPT, _PLAIN))
    found = np.array(texts, dtype=object)
    others = _others(texts, [sign for sign in _SIGNS if sign[0] in text and sign in text])
    kinds = np.full(len(found), TEXT, dtype=np.int8)
    if others:
        entries = text[text.find(_START) :].split(_END)
        closely = read_closely([entries[place] + _END for place in others])
        found[others] = np.array([one or None for one in closely], dtype=object)
        kinds[others] = looked_at(found[others]).known.kind
    return SharedTexts(found, kinds)


def _texts(text: str) -> list[str]:
    """The text of each entry; "" for one that is rich."""
    first, last = text.find(_START + _PLAIN), text.rfind(_END)
    if first >= 0 and "<si" not in text[:first] + text[last:]:
        inside = text[first + len(_START + _PLAIN) : last - len("</t>")]
        texts = inside.split(_BETWEEN)
        if text.count("<", first, last) == _BETWEEN.count("<") * len(texts) - 1:
            return texts  # nothing but plain entries
    texts = _ENTRY.findall(text)
    if not len(texts) == text.count("<si") == text.count(_END):
        raise UnusualError
    return texts


def _others(texts: list[str], signs: list[str]) -> list[int]:
    """Entries that are rich, or whose escapes, line ends and outer blanks have rules of their
    own."""
    has_blanks = np.fromiter(map(is_not, map(str.strip, texts), texts), bool, len(texts))
    others = np.flatnonzero(has_blanks).tolist()
    if "" in texts:
        others += [place for place, text in enumerate(texts) if not text]
    for sign in signs:
        others += [place for place, text in enumerate(texts) if sign in text]
    return sorted(set(others))
