"""The reference a tab of ours carries in its input prompt: what we wrote there, in digits.

``Ref <values>.<what it says>.<beside>.<links>.<seal>``: the two digests of `tabs.layout`, one of
what stands beside the cells (`beside`), the number of addresses its cells open, and a seal over
the whole part, by which a part nobody saved since is known without reading it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from sheetsync.stores.excel.report_tabs.beside import NOTHING, Beside

PROMPT = "This tab is rewritten on every run; notes typed here are kept in a dated copy. Ref {}"
_REFERENCE = re.compile(
    rb"Ref ([0-9a-f]{16}\.[0-9a-f]{16})(?:\.([0-9a-f]*)\.([0-9]{1,6})\.([0-9a-f]{16}))?"
)


@dataclass(frozen=True)
class Reference:
    """What a tab carries; ``digest`` is "" where it is lost."""

    digest: str = ""
    beside: Beside = NOTHING
    is_sealed: bool = False
    """Whether the part is byte for byte as we wrote it."""


def read_reference(sheet_xml: bytes) -> Reference:
    """The reference of a worksheet part."""
    found = _search(sheet_xml)
    if found is None:
        return Reference()
    digest = found[1].decode()
    if not found[4]:
        return Reference(digest)
    beside = Beside(found[2].decode(), int(found[3]))
    seal = _seal(sheet_xml[: found.start(4)], sheet_xml[found.end(4) :])
    return Reference(digest, beside, seal == found[4])


def sealed(sheet_xml: bytes, beside: Beside) -> bytes:
    """A worksheet part drawn with a digest alone, its reference completed."""
    found = _search(sheet_xml)
    if found is None:
        raise ValueError("the part carries no reference")
    head = b"%b.%b.%d." % (sheet_xml[: found.end(1)], beside.objects.encode(), beside.links)
    tail = sheet_xml[found.end() :]
    return head + _seal(head, tail) + tail


def is_reference(prompt: str) -> bool:
    """Whether an input prompt is ours."""
    return _REFERENCE.search(prompt.encode()) is not None


def _search(sheet_xml: bytes) -> re.Match[bytes] | None:
    return _REFERENCE.search(sheet_xml, max(0, sheet_xml.rfind(b"sheetData")))


def _seal(*pieces: bytes) -> bytes:
    found = hashlib.blake2b(digest_size=8)
    for piece in pieces:
        found.update(piece)
    return found.hexdigest().encode()
