"""The texts that cells of a workbook share, by number, so that those nobody shows can go."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from sheetsync.stores.excel.package.package import Package

_SHOWN = re.compile(
    rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:[^\s<>/:]+:)?v(?:\s[^<>]*)?>\s*([0-9]+)\s*<"""
)
_ENTRY = re.compile(
    rb"<((?:[^\s<>/:]+:)?)si(?:\s[^<>]*)?(?:/>|>.*?</(?:[^\s<>/:]+:)?si\s*>)", re.DOTALL
)
_TAG = re.compile(r"<[^<>]*>")


class SharedTexts:
    """The shared texts of a package; none where it has no such part."""

    def __init__(self, package: Package) -> None:
        self._package = package
        related = package.related(package.workbook_part, "/sharedStrings")
        self._part = related[0].target if related and package.has(related[0].target) else ""
        self._data = package.read(self._part) if self._part else b""

    def that(self, tells: Callable[[str], bool]) -> set[int]:
        """The numbers of those that tell something."""
        return {
            number
            for number, entry in enumerate(_ENTRY.finditer(self._data))
            if tells(unescape(_TAG.sub("", entry[0].decode())))
        }

    def shown_in(self, cells: bytes) -> set[int]:
        """The numbers of those that these cells show."""
        return set(map(int, _SHOWN.findall(cells)))

    def let_go(self, numbers: set[int], shown: set[int]) -> None:
        """Empty some of them, but for those that are shown; the others keep their numbers."""
        if not self._part or not numbers - shown:
            return
        count = iter(range(len(self._data)))

        def kept(entry: re.Match[bytes]) -> bytes:
            number = next(count)
            prefix = entry[1]
            is_to_go = number in numbers and number not in shown
            return b"<%bsi><%bt/></%bsi>" % (prefix, prefix, prefix) if is_to_go else entry[0]

        self._package.replace(self._part, _ENTRY.sub(kept, self._data))
