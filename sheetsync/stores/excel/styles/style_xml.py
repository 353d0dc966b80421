"""Elements of a styles part: what must be there, equality by content, copies across namespaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, TypeAlias

from sheetsync.stores.excel.package.xml_part import (
    MAIN,
    MAIN_STRICT,
    Element,
    child,
    like,
    local,
    parse,
)

Key: TypeAlias = tuple[Any, ...]
"""What an element says, whatever its prefix, attribute order or white space."""

STYLE_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip

DEFAULT_FONT = '<font><sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/></font>'
DEFAULT_FILLS = (
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
)
DEFAULT_BORDER = "<border><left/><right/><top/><bottom/><diagonal/></border>"
DEFAULT_XF = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
PLAIN_XF = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
NORMAL_STYLE = '<cellStyle name="Normal" xfId="0" builtinId="0"/>'

RESERVED: Mapping[str, tuple[str, ...]] = {
    "fonts": (DEFAULT_FONT,),
    "fills": DEFAULT_FILLS,
    "borders": (DEFAULT_BORDER,),
    "cellXfs": (DEFAULT_XF,),
}
"""What must stand first in a collection, because cells without a style mean it."""
PLAIN: Mapping[str, str] = {
    "fonts": DEFAULT_FONT,
    "fills": DEFAULT_FILLS[0],
    "borders": DEFAULT_BORDER,
    "cellXfs": DEFAULT_XF,
    "dxfs": "<dxf/>",
}
"""What an item that is named and not there is taken for."""

_EMPTY_SHEET = (
    '<styleSheet xmlns="{ns}">'
    f"<fonts>{DEFAULT_FONT}</fonts><fills>{''.join(DEFAULT_FILLS)}</fills>"
    f"<borders>{DEFAULT_BORDER}</borders><cellStyleXfs>{PLAIN_XF}</cellStyleXfs>"
    f"<cellXfs>{DEFAULT_XF}</cellXfs><cellStyles>{NORMAL_STYLE}</cellStyles>"
    "</styleSheet>"
)
APPLY = {
    "numFmtId": "applyNumberFormat",
    "fontId": "applyFont",
    "fillId": "applyFill",
    "borderId": "applyBorder",
}
"""The ids of a cell format and the attribute that says each applies."""

FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
    "name", "family", "charset", "scheme",
)  # fmt: skip

_TRUE = ("1", "true")


def fragment(xml: str) -> Element:
    """An element from our own text."""
    return parse(xml.encode(), "style")


def empty_style_sheet(strict: bool) -> Element:
    """The styles Excel assumes where a workbook has none."""
    return fragment(_EMPTY_SHEET.format(ns=MAIN_STRICT if strict else MAIN))


def elements(parent: Element | None) -> list[Element]:
    """The child elements, without comments and processing instructions; none of nothing."""
    return [] if parent is None else [child for child in parent if isinstance(child.tag, str)]


def plain(item: Element) -> Element:
    """The item itself, or what stands for it where one program's own item has a fallback."""
    if local(item) != "AlternateContent":
        return item
    offers = {local(each): each for each in elements(item)}
    offer = elements(offers.get("Fallback")) or elements(offers.get("Choice"))
    return offer[0] if offer else item


def content_key(element: Element) -> Key:
    """Equal for elements that mean the same, whatever their prefix or attribute order."""
    attributes = sorted(
        (name, value)
        for name, value in element.attrib.items()
        if not (name.startswith("apply") and value in _TRUE)
    )
    inner = tuple(content_key(each) for each in elements(element))
    return (local(element), tuple(attributes), (element.text or "").strip(), inner)


def copy_into(parent: Element, source: Element) -> Element:
    """Append a copy of an element in the parent's namespace; returns the copy."""
    copy = parent.makeelement(like(parent, local(source)))
    parent.append(copy)
    for name, value in source.attrib.items():
        copy.set(name, value)
    inner = elements(source)
    copy.text = None if inner else source.text
    for each in inner:
        copy_into(copy, each)
    return copy


def items(root: Element, collection: str) -> list[Element]:
    """The items of a collection in the order of their indexes."""
    return [plain(each) for each in elements(child(root, collection))]


def number_formats_of(root: Element) -> dict[int, str]:
    """The codes of the number formats that a styles part defines itself."""
    return {
        whole(each.get("numFmtId")): each.get("formatCode", "") for each in items(root, "numFmts")
    }


def in_font_order(font: Element) -> Element:
    """A copy of a font whose settings stand in the order the schema wants, which some programs
    do not keep to."""
    copy = deepcopy(font)
    copy[:] = sorted(elements(copy), key=_place_in_font)
    return copy


def _place_in_font(setting: Element) -> int:
    name = local(setting)
    return FONT_ORDER.index(name) if name in FONT_ORDER else len(FONT_ORDER)


def whole(text: str | None) -> int:
    """A number as written; 0 for anything else."""
    return int(text) if text and re.fullmatch(r"\s*\d+\s*", text) else 0


def set_ids(xf: Element, **ids: int | None) -> None:
    """Set those given and say that they apply; plain zeros of a new format say nothing."""
    for name, value in ids.items():
        if value is None or (value == 0 and xf.get(name) == "0"):
            continue
        xf.set(name, str(value))
        xf.set(APPLY[name], "1")


def align(xf: Element, alignment: Mapping[str, str]) -> None:
    """Give a cell format these settings of its alignment."""
    if not alignment:
        return
    element = child(xf, "alignment")
    if element is None:
        element = copy_into(xf, fragment("<alignment/>"))
        xf.insert(0, element)  # the schema wants it before protection
    for name, value in alignment.items():
        element.set(name, value)
    xf.set("applyAlignment", "1")
