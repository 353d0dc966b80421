"""The cell formats of another styles part, taken into ours."""

from __future__ import annotations

from copy import deepcopy

from sheetsync.stores.excel.package.xml_part import Element, parse
from sheetsync.stores.excel.styles.style_xml import (
    DEFAULT_FILLS,
    items,
    number_formats_of,
    whole,
)
from sheetsync.stores.excel.styles.styles import Styles

_NAMED_BY = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}


def take_in(other: bytes, styles: Styles) -> dict[int, int]:
    """Take all cell formats of another styles part into ours; maps its indexes to ours."""
    root = parse(other, "styles")
    theirs = _Theirs(root, styles)
    return {index: theirs.taken(xf) for index, xf in enumerate(items(root, "cellXfs"))}


class _Theirs:
    """The other part. Many of its formats share a font, a fill and a border."""

    def __init__(self, root: Element, styles: Styles) -> None:
        self._styles = styles
        self._codes = number_formats_of(root)
        self._items = {collection: items(root, collection) for collection in _NAMED_BY}
        self._known: dict[tuple[str, int], int] = {}

    def taken(self, xf: Element) -> int:
        """Our index of one of its formats."""
        copy = deepcopy(xf)
        copy.set("xfId", "0")
        number_format = whole(xf.get("numFmtId"))
        if number_format in self._codes:
            copy.set("numFmtId", str(self._styles.num_fmt(self._codes[number_format])))
        for collection, name in _NAMED_BY.items():
            copy.set(name, str(self._item(collection, whole(xf.get(name)))))
        return self._styles.index("cellXfs", copy)

    def _item(self, collection: str, index: int) -> int:
        # Programs read the first two fills as "none" and "gray125", whatever they say.
        if collection == "fills" and index < len(DEFAULT_FILLS):
            return index
        if (collection, index) not in self._known:
            item = self._items[collection][index]
            self._known[collection, index] = self._styles.index(collection, item)
        return self._known[collection, index]
