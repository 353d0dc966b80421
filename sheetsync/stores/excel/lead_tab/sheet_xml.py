"""A worksheet part in three pieces: what stands before its rows, the rows, what stands after.

Rows are only ever read forwards; the furniture around them is changed element by element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sheetsync.errors import EditRefused
from sheetsync.lead_tab import IntArray
from sheetsync.stores.excel.package.xml_part import MAIN, MAIN_STRICT, as_utf8
from sheetsync.stores.excel.package.xml_text import (
    Span,
    UnreadableError,
    attributes,
    children,
    local,
    masked,
    start_tag,
)

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""The order of a worksheet's elements, which programs insist on."""

_RANK = {name: rank for rank, name in enumerate(ORDER)}
_NAMESPACE = re.compile(rb"""\sxmlns(?::([^\s=]+))?\s*=\s*["']([^"']*)["']""")
_ROOT = re.compile(rb"<(?![?!])")
_TOGETHER = 1_024
"""How many splices are joined at a time."""
_MAIN = (MAIN.encode(), MAIN_STRICT.encode())


class Splices(NamedTuple):
    """Bytes to put in place of ``[start:end]``, many of them."""

    start: IntArray
    end: IntArray
    new: list[bytes]


NO_SPLICES = Splices(np.empty(0, np.int64), np.empty(0, np.int64), [])


class SheetXml:
    """A worksheet part being changed.

    ``head`` and ``tail`` are what stands around its rows; ``data[start:end]`` are the rows (the
    inside of ``sheetData``), and ``view`` the same bytes `masked`; ``prefix`` is what its element
    names start with (``x:`` or nothing). Raises `EditRefused` for what cannot be understood.
    """

    def __init__(self, data: bytes, where: str = "") -> None:
        self.where = where
        self._splices = NO_SPLICES
        self.data = as_utf8(data, where)
        try:
            self.view = masked(self.data)
            self._split()
        except UnreadableError as reason:
            raise self.refused(f"its XML cannot be read safely ({reason})") from reason

    def refused(self, what: str) -> EditRefused:
        """The error that says why this sheet is left alone."""
        return EditRefused(what, where=self.where)

    def tag(self, name: str) -> bytes:
        """An element name with the sheet's prefix."""
        return (self.prefix + name).encode()

    def spans(self, name: str) -> list[Span]:
        """The sheet's own elements of that name, within `side`."""
        return [span for span in self._children(name) if span.name == self.prefix + name]

    def first(self, name: str) -> Span | None:
        """The first of them."""
        return next(iter(self.spans(name)), None)

    def side(self, name: str) -> bytes:
        """The piece in which elements of that name stand: the head or the tail."""
        return self.head if self._is_ahead(name) else self.tail

    def text(self, name: str, span: Span) -> bytes:
        """An element as written."""
        return self.side(name)[span.start : span.end]

    def read(self, name: str) -> dict[str, str]:
        """The attributes of the first element of that name; none where there is none."""
        span = self.first(name)
        return {} if span is None else attributes(self.side(name)[span.start : span.tag_end])

    def replace(self, name: str, span: Span, new: bytes) -> None:
        """Write something else in place of an element."""
        side = self.side(name)
        self._set_side(name, side[: span.start] + new + side[span.end :])

    def replace_tag(self, name: str, span: Span, new: bytes) -> None:
        """Write another start tag and keep what the element holds."""
        side = self.side(name)
        self._set_side(name, side[: span.start] + new + side[span.tag_end :])

    def insert(self, name: str, new: bytes) -> None:
        """Add an element at its lawful place, after others of its name."""
        side, at = self.side(name), self._root_end if self._is_ahead(name) else 0
        for span in self._children(name):
            if _RANK.get(local(span.name), len(ORDER)) <= _RANK[name]:
                at = span.end
        self._set_side(name, side[:at] + new + side[at:])

    def splice_rows(self, splices: Splices) -> None:
        """Put new bytes among the rows, ascending; done when the part is joined, so that a long
        sheet is not held twice."""
        if self._splices.new:
            self.data = self.view = b"".join(self._row_pieces())
            self.start, self.end = 0, len(self.data)
        self._splices = splices

    def joined(self) -> bytes:
        """The whole part."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """The whole part bit by bit."""
        opening, closing = self._data_tag, self._data_end
        if (self.start < self.end or self._splices.new) and not closing:
            opening, closing = opening[:-2].rstrip() + b">", b"</" + self.tag("sheetData") + b">"
        yield self.head + opening
        yield from self._row_pieces()
        yield closing + self.tail

    def _row_pieces(self) -> Iterator[bytes]:
        data, done = self.data, self.start
        starts, ends, news = self._splices
        for first in range(0, len(news), _TOGETHER):
            those, some = slice(first, first + _TOGETHER), list[bytes]()
            places = zip(starts[those].tolist(), ends[those].tolist(), news[those], strict=True)
            for start, end, new in places:
                some += (data[done:start], new)
                done = end
            yield b"".join(some)
        yield data[done : self.end]

    def _split(self) -> None:
        data, view = self.data, self.view
        opening = _ROOT.search(view)
        root = start_tag(view, opening.start() if opening else 0)
        if local(root.name) != "worksheet":
            raise UnreadableError(f"<{root.name}> where a worksheet should be")
        self.prefix = root.name[: -len("worksheet")]
        self._root_end = root.tag_end
        start, inner, inner_end, end = self._find_rows(view)
        self._check_namespaces(view, root, (0, inner, inner_end, len(view)))
        self.head, self._data_tag = data[:start], data[start:inner]
        self.start, self.end, self._data_end = inner, inner_end, data[inner_end:end]
        self.tail = data[end:]
        if b"<" + self.tag("sheetData") in self.tail:
            raise UnreadableError("two sets of rows")

    def _find_rows(self, view: bytes) -> tuple[int, int, int, int]:
        """Where ``sheetData`` starts, its inside starts and ends, and it ends."""
        name = self.tag("sheetData")
        at = view.find(b"<" + name)
        if at < 0:
            raise UnreadableError("it has no rows")
        tag = start_tag(view, at)
        if view[tag.tag_end - 2 : tag.tag_end] == b"/>":
            return tag.start, tag.tag_end, tag.tag_end, tag.tag_end
        closing = re.compile(rb"</" + name + rb"\s*>").match(view, view.rfind(b"</" + name))
        if closing is None:
            raise UnreadableError("the rows do not end")
        return tag.start, tag.tag_end, closing.start(), closing.end()

    def _check_namespaces(self, view: bytes, root: Span, edges: Sequence[int]) -> None:
        """One prefix must mean the spreadsheet's names, everywhere: ours. ``edges`` are those of
        the rows and of what stands around them."""
        declared = [each for start, end in pairwise(edges) for each in _declared(view, start, end)]
        own = self.prefix[:-1].encode()
        if (own in [alias for alias, uri in declared if uri not in _MAIN]) or (
            own not in [alias for alias, _ in declared]
        ):
            raise UnreadableError("a prefix means something else than usual")
        for alias in {alias for alias, uri in declared if uri in _MAIN and alias != own}:
            name = re.escape(alias + b":" if alias else b"")
            if re.search(rb"<" + name + rb"(?:sheetData|row|c|f|v|is)[\s/>]", view):
                raise UnreadableError("two prefixes for one kind of element")

    def _children(self, name: str) -> list[Span]:
        try:
            view = masked(self.side(name))
            return list(children(view, self._root_end if self._is_ahead(name) else 0))
        except UnreadableError as reason:
            raise self.refused(f"its XML cannot be read safely ({reason})") from reason

    def _is_ahead(self, name: str) -> bool:
        return _RANK[name] < _RANK["sheetData"]

    def _set_side(self, name: str, data: bytes) -> None:
        if self._is_ahead(name):
            self.head = data
        else:
            self.tail = data


def find_word(view: bytes, word: bytes, start: int, end: int) -> int:
    """Where a word stands; -1 where it does not. It should begin with a letter that rows seldom
    hold: one byte is found ten times faster than several, and most sheets have none of it."""
    at = view.find(word[:1], start, end)
    return at if at < 0 else view.find(word, at, end)


def _declared(view: bytes, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Every prefix and namespace declared there. Looked for by a plain search: a pattern would
    take half a second over a long sheet."""
    at = find_word(view, b"lns", start, end)
    while at >= 0:
        found = _NAMESPACE.match(view, at - len(" xm"))
        if found:
            yield found[1] or b"", found[2]
        at = view.find(b"lns", at + 1, end)
