"""The styles part, only ever appended to: what is there already is found, never written twice.

Indexes given out stay valid, because nothing is renumbered. A second run that asks for the same
styles finds them all and leaves the part byte for byte as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.xml_part import Element, child, local, parse, serialise
from sheetsync.stores.excel.styles.named import MOST, highest_named
from sheetsync.stores.excel.styles.number_formats import BUILT_IN_CODES, BUILT_IN_IDS, shows_days
from sheetsync.stores.excel.styles.style_xml import (
    APPLY,
    DEFAULT_XF,
    PLAIN,
    RESERVED,
    STYLE_ORDER,
    Key,
    align,
    content_key,
    copy_into,
    elements,
    empty_style_sheet,
    fragment,
    in_font_order,
    items,
    number_formats_of,
    set_ids,
    whole,
)

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_FIRST_FREE_FORMAT = 164


class Styles:
    """The styles of one workbook. Fragments are XML without prefixes or namespaces:
    ``<font><b/><sz val="11"/><name val="Calibri"/></font>``."""

    def __init__(self, package: Package, shortened: Mapping[str, bytes] | None = None) -> None:
        """Read the styles part; where there is none, one is made at `save` if it is needed.

        ``shortened`` gives, by part, a shorter text that names the same highest styles.
        """
        self._package = package
        self._shortened = shortened or {}
        found = package.related(package.workbook_part, "/styles")
        self._part = found[0].target if found and package.has(found[0].target) else ""
        self._root = (
            parse(package.read(self._part), f"{package.where} ({self._part})")
            if self._part
            else empty_style_sheet(package.is_strict)
        )
        self._keys: dict[str, dict[Key, int]] = {}
        self._clones: dict[tuple[Any, ...], int] = {}
        self._reserved: set[str] = set()
        self._dirty = False
        self._is_filled_up = self._part in package.changed

    def font(self, xml: str) -> int:
        """The index of a font."""
        return self.index("fonts", fragment(xml))

    def font_like(self, font: Element) -> int:
        """The index of a font given as an element, such as a changed `item`."""
        return self.index("fonts", in_font_order(font))

    def fill(self, xml: str) -> int:
        """The index of a fill."""
        return self.index("fills", fragment(xml))

    def solid_fill(self, rgb: str) -> int:
        """The index of a plain fill of one colour (``RRGGBB``)."""
        return self.fill(
            f'<fill><patternFill patternType="solid"><fgColor rgb="FF{rgb}"/>'
            '<bgColor indexed="64"/></patternFill></fill>'
        )

    def border(self, xml: str) -> int:
        """The index of a border."""
        return self.index("borders", fragment(xml))

    def num_fmt(self, code: str) -> int:
        """The id of a number format, built in or the workbook's own."""
        if code in BUILT_IN_IDS:
            return BUILT_IN_IDS[code]
        own = self._number_formats()
        known = next((id_ for id_, each in own.items() if each == code), None)
        if known is not None:
            return known
        used = [int(xf.get("numFmtId", "0")) for xf in self._root.iter() if xf.get("numFmtId")]
        new = max([_FIRST_FREE_FORMAT - 1, *own, *used]) + 1
        element = fragment("<numFmt/>")
        element.set("numFmtId", str(new))
        element.set("formatCode", code)
        self._append("numFmts", element)
        return new

    def xf(
        self,
        *,
        font: int = 0,
        fill: int = 0,
        border: int = 0,
        num_fmt: int = 0,
        alignment: Mapping[str, str] | None = None,
    ) -> int:
        """The index of a cell format made of these; what cells give as ``s``."""
        element = fragment(DEFAULT_XF)
        set_ids(element, numFmtId=num_fmt, fontId=font, fillId=fill, borderId=border)
        align(element, alignment or {})
        return self.index("cellXfs", element)

    def clone_xf(
        self,
        base: int,
        *,
        num_fmt: int | None = None,
        fill: int | None = None,
        font: int | None = None,
        border: int | None = None,
        wrap: bool | None = None,
    ) -> int:
        """The index of a cell format like ``base`` but for what is given."""
        asked = (base, num_fmt, fill, font, border, wrap)
        if asked not in self._clones:
            element = deepcopy(self._xf_element(base))
            set_ids(element, numFmtId=num_fmt, fontId=font, fillId=fill, borderId=border)
            if wrap is not None:
                align(element, {"wrapText": "1" if wrap else "0"})
            self._clones[asked] = self.index("cellXfs", element)
        return self._clones[asked]

    def dxf(self, fill: str = "", ink: str = "", bold: bool = False) -> int:
        """The id of a conditional look; colours are ``RRGGBB``, "" for none."""
        element = fragment("<dxf/>")
        if bold or ink:
            weight = "<b/>" if bold else ""
            colour = f'<color rgb="FF{ink}"/>' if ink else ""
            copy_into(element, fragment(f"<font>{weight}{colour}</font>"))
        if fill:
            # Excel reads the background of a conditional fill, other programs the foreground.
            colours = f'<fgColor rgb="FF{fill}"/><bgColor rgb="FF{fill}"/>'
            solid = f'<patternFill patternType="solid">{colours}</patternFill>'
            copy_into(element, fragment(f"<fill>{solid}</fill>"))
        return self.index("dxfs", element)

    def index(self, collection: str, element: Element) -> int:
        """The index of an element of a collection such as ``fonts`` or ``cellXfs``."""
        known = self._known(collection)
        key = content_key(self._anchored(collection, element))
        if key not in known:
            self._fill_up()
            self._reserve(collection)
        if key not in known:
            known[key] = self._append(collection, element)
        return known[key]

    def item(self, collection: str, index: int) -> Element | None:
        """A copy of the index-th font, fill or border; None where there is none."""
        there = items(self._root, collection)
        reserved = RESERVED[collection]
        if not there and index < len(reserved):
            return fragment(reserved[index])
        return deepcopy(there[index]) if 0 <= index < len(there) else None

    def ids(self, xf: int) -> dict[str, int]:
        """The ``numFmtId``, ``fontId``, ``fillId`` and ``borderId`` of a cell format."""
        element = self._xf_element(xf)
        return {name: whole(element.get(name)) for name in APPLY}

    def shows_days(self, xf: int) -> bool:
        """Whether numbers in cells of this format are shown as days, with or without a time."""
        id_ = self.ids(xf)["numFmtId"]
        code = self._number_formats().get(id_) or BUILT_IN_CODES.get(id_, "General")
        return shows_days(code)

    def save(self) -> None:
        """Write the part back, where something was added."""
        if not self._dirty:
            return
        data = serialise(self._root)
        if self._part:
            self._package.replace(self._part, data)
        else:
            taken = self._package.has("xl/styles.xml")
            self._part = self._package.free_name("xl/styles{}.xml") if taken else "xl/styles.xml"
            self._package.add(self._part, data, STYLES_TYPE)
            self._package.relate(self._package.workbook_part, "/styles", self._part)
        self._dirty = False

    def _xf_element(self, index: int) -> Element:
        there = items(self._root, "cellXfs")
        return there[index] if 0 <= index < len(there) else fragment(DEFAULT_XF)

    def _number_formats(self) -> dict[int, str]:
        return number_formats_of(self._root)

    def _anchored(self, collection: str, element: Element) -> Element:
        """A cell format must not name a cell style there is not; other elements stay."""
        named = element.get("xfId") if collection == "cellXfs" else None
        if named is not None and whole(named) >= len(items(self._root, "cellStyleXfs")):
            del element.attrib["xfId"]
        return element

    def _reserve(self, collection: str) -> None:
        """Put what must stand first into a collection that lacks it."""
        if collection in self._reserved:
            return
        self._reserved.add(collection)
        known, there = self._known(collection), len(items(self._root, collection))
        for xml in RESERVED.get(collection, ())[there:]:
            element = self._anchored(collection, fragment(xml))
            known.setdefault(content_key(element), self._append(collection, element))

    def _fill_up(self) -> None:
        """Before anything of ours is appended: give what is named and not there a plain item, so
        that it goes on showing nothing instead of our looks."""
        if self._is_filled_up:
            return
        self._is_filled_up = True
        tabs = highest_named(self._package, self._shortened)
        highest = {"cellXfs": tabs.cell_format, "dxfs": max(tabs.look, self._highest("dxfId"))}
        highest |= {f"{name}s": self._highest(f"{name}Id") for name in ("font", "fill", "border")}
        for collection, number in highest.items():
            if number >= len(items(self._root, collection)):
                self._reserve(collection)
            for _ in range(len(items(self._root, collection)), number + 1):
                self._append(collection, self._anchored(collection, fragment(PLAIN[collection])))

    def _highest(self, attribute: str) -> int:
        """The highest number that the styles part itself names so, -1 where it names none."""
        found = (whole(each.get(attribute)) for each in self._root.iter() if each.get(attribute))
        return max((number for number in found if number < MOST), default=-1)

    def _known(self, collection: str) -> dict[Key, int]:
        """The items of a collection by content; the first of equal ones counts."""
        if collection not in self._keys:
            keys = self._keys[collection] = {}
            for index, each in enumerate(items(self._root, collection)):
                keys.setdefault(content_key(each), index)
        return self._keys[collection]

    def _append(self, collection: str, element: Element) -> int:
        parent = child(self._root, collection)
        if parent is None:
            parent = self._new_collection(collection)
        copy_into(parent, element)
        count = len(elements(parent))
        parent.set("count", str(count))
        self._dirty = True
        return count - 1

    def _new_collection(self, collection: str) -> Element:
        parent = copy_into(self._root, fragment(f"<{collection}/>"))
        later = STYLE_ORDER[STYLE_ORDER.index(collection) + 1 :]
        after = next((each for each in elements(self._root) if local(each) in later), None)
        if after is not None:
            after.addprevious(parent)
        return parent
