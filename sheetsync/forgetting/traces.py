"""Finding a person in bytes: in a message, a part of a workbook, a whole package.

Looked at are the text without its escapes and, where a text changes its look in the middle of a
name, without its tags; a phone number however its digits are set apart (`98765 43210`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from urllib.parse import unquote_plus

_TAG = re.compile(r"<[^<>]*>")
_WITHIN_A_NUMBER = r"[ \u00a0().+/\-–—]{0,3}"
_RUNS = ("/r>", ":r>")
"""Where a text changes its look in the middle, there is one of these."""
_LAST_DIGITS = 9
"""So many digits of a phone number are looked for: what stands before them may be left out."""
_XML = (".xml", ".rels", ".vml")


class CannotLook(Exception):
    """It is packed in a way that nobody here can open."""


@dataclass(frozen=True)
class Traces:
    """What gives a person away: texts in small letters, and phone numbers as digits."""

    lead_id: str
    texts: frozenset[str]
    phones: frozenset[str]

    def found_in(self, text: str) -> set[str]:
        """Which of them stand in a text, or in XML."""
        views = set(_views(text))
        found = {each for each in self.texts if any(each in view for view in views)}
        return found | {
            each for each in self.phones if any(_dialled(each).search(view) for view in views)
        }

    def found_in_file(self, data: bytes, name: str = "") -> set[str]:
        """Which of them stand in a file, in the members of a package. Raises `CannotLook`."""
        if data.startswith(b"PK"):
            return {each for part in _members(data) for each in self.found_in_file(*part)}
        if name.lower().endswith(_XML) or not name:
            return self.found_in(_decoded(data))
        wide = data.decode("utf-16-le", "ignore")
        return self.found_in(_decoded(data)) | self.found_in(wide)

    def file_names_lead(self, data: bytes) -> bool:
        """Whether the Lead ID stands anywhere in a package. Raises `CannotLook`."""
        return any(self.names_lead(_decoded(part)) for part, _ in _members(data))

    def without(self, found: set[str]) -> Traces:
        """The same but for some, which speak of others, too."""
        return replace(self, texts=self.texts - found, phones=self.phones - found)

    def tell(self, text: str) -> bool:
        """Whether a plain text, such as a cell's, gives them away or says their Lead ID; quick, for
        there may be a million of them."""
        folded = text.casefold()
        if any(each in folded for each in self.texts):
            return True
        if self.lead_id.casefold() in folded and self.names_lead(text):
            return True
        return any(_dialled(each).search(folded) for each in self.phones)

    def names_lead(self, text: str) -> bool:
        """Whether the Lead ID stands there, and not as a part of a longer one."""
        wanted = rf"(?<![\w-]){re.escape(self.lead_id)}(?![\w-])"
        return re.search(wanted, text, re.IGNORECASE) is not None


@lru_cache(maxsize=256)
def _dialled(phone: str) -> re.Pattern[str]:
    """Its last digits, however they are set apart."""
    return re.compile(_WITHIN_A_NUMBER.join(phone[-_LAST_DIGITS:]))


def _views(text: str) -> Iterator[str]:
    plain = unescape(text).casefold()
    yield plain
    if any(run in text for run in _RUNS):
        yield unescape(_TAG.sub("", text)).casefold()
    if "%" in plain:
        yield unquote_plus(plain)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "ignore")
    return data.decode("utf-8", "ignore")


def _members(data: bytes) -> Iterator[tuple[bytes, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name), name
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as reason:
        raise CannotLook(type(reason).__name__) from reason
