"""How cells of report tabs look, as Google's cell formats, in the palette every store shares.

A row of a list is its plain look, then what its emphasis adds, then what the kind of each value
adds: parts that are sent over whole columns and runs of rows, never cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sheetsync.stores.google.colours import colour_style
from sheetsync.stores.google.message import Json
from sheetsync.tabs import Emphasis, RowLink, WebLink, looks, measure, number_formats
from sheetsync.tabs.grid import PlacedCell, Role, column_pixels
from sheetsync.tabs.looks import EMPHASIS, ROW_TINT
from sheetsync.tabs.report import Kind, TabCell

Shown = Literal[
    "text", "wrapped", "count", "decimal", "money", "percent", "date", "datetime", "link"
]
"""How a value is shown: its kind, or what the value itself asks for."""

_NUMBERS = frozenset({"count", "decimal", "money", "percent"})
_TYPES: dict[Shown, str] = {
    "count": "NUMBER", "decimal": "NUMBER", "money": "CURRENCY", "percent": "PERCENT",
    "date": "DATE", "datetime": "DATE_TIME",
}  # fmt: skip
_INDENT = 8
_BOLD = 1.1
"""How much wider bold digits are."""
_PARTED = ("textFormat", "borders")
"""Parts of a format that are set piece by piece; any other is set as a whole."""


def shown_as(value: TabCell, kind: Kind) -> Shown:
    """How a value is shown in a column of this kind."""
    if isinstance(value, RowLink | WebLink):
        return "link"
    return "decimal" if kind == "count" and isinstance(value, float) else kind


class CellFormats:
    """The formats of a business: its currency, written as its locale has it.

    Marks of thousands and decimals, and names of days and months, are the spreadsheet's own.
    """

    def __init__(self, currency: str, locale: str) -> None:
        self._codes: dict[Shown, str] = {"decimal": number_formats.DECIMAL}
        for kind, code in number_formats.by_kind(currency, locale).items():
            if kind in _TYPES:
                self._codes[kind] = code

    def apart(self, cell: PlacedCell, pixels: int) -> Json:
        """The whole look of a cell that is not in a list, so many pixels wide."""
        shown = shown_as(cell.value, cell.kind)
        if cell.role == "figure":
            ink = EMPHASIS[cell.emphasis].ink or looks.ACCENT_DARK
            figure = _merged(_TILE, _type(_figure_size(cell, pixels), ink, bold=True))
            return _merged(figure, self._number(shown))
        if cell.role == "header":
            return _merged(_HEADER, _sided(cell.kind))
        look = _merged(_PLAIN[cell.role], _WRAPPED if cell.kind == "wrapped" else {})
        return _merged(look, _spoken(EMPHASIS[cell.emphasis])) if cell.role == "note" else look

    def emphasis(self, emphasis: Emphasis) -> Json:
        """What an emphasis adds to it: the tint of a whole row, or its ink."""
        tint = ROW_TINT.get(emphasis)
        if tint:
            return {"backgroundColorStyle": colour_style(tint)}
        told = _spoken(EMPHASIS[emphasis])
        return {**told, "borders": {"top": _line(looks.MUTED)}} if emphasis == "strong" else told

    def instead(self, shown: Shown, usual: Shown) -> Json:
        """The same for a cell of a column whose other values are shown as ``usual``: what that
        added and this does not is put back, or named and left empty."""
        added = self.shown(usual)
        back = {name: BODY.get(name) for name in added}
        for name in set(_PARTED) & set(added):
            back[name] = {inner: BODY[name].get(inner) for inner in added[name]}
        return _merged(back, self.shown(shown))

    def shown(self, shown: Shown) -> Json:
        """What the kind of its value adds."""
        told = _merged(_sided(shown), self._number(shown))
        if shown == "wrapped":
            return _merged(told, _WRAPPED)
        if shown == "link":
            ink = {"foregroundColorStyle": colour_style(looks.ACCENT), "underline": True}
            return _merged(told, {"textFormat": ink, "hyperlinkDisplayType": "LINKED"})
        return told

    def _number(self, shown: Shown) -> Json:
        if shown not in _TYPES:
            return {}
        return {"numberFormat": {"type": _TYPES[shown], "pattern": self._codes[shown]}}


def _figure_size(cell: PlacedCell, pixels: int) -> int:
    """As large as fits: Google does not shrink a figure, it shows #### instead."""
    wide = measure.text_width(measure.shown(cell.value, cell.kind)) * _BOLD
    room = max(0, pixels - 2 * _INDENT)
    fits = room / column_pixels(max(wide, 1.0)) * looks.TEXT_SIZE
    return min(looks.FIGURE_SIZE, max(looks.TEXT_SIZE, int(fits)))


def mask_of(look: Json) -> str:
    """The field mask under which these parts of a format, and no others, are set."""
    paths = []
    for name, part in look.items():
        paths += [f"{name}.{inner}" for inner in part] if name in _PARTED else [name]
    return ",".join(f"userEnteredFormat.{path}" for path in sorted(paths))


def without_blanks(look: Json) -> Json:
    """A format as it is sent, parts that are only to be emptied left out."""
    kept = {name: part for name, part in look.items() if part is not None}
    for name in set(_PARTED) & set(kept):
        kept[name] = {inner: value for inner, value in kept[name].items() if value is not None}
    return kept


def _merged(look: Json, more: Json) -> Json:
    merged = {**look, **more}
    for name in _PARTED:
        if name in look and name in more:
            merged[name] = {**look[name], **more[name]}
    return merged


def _type(size: float, ink: str, *, bold: bool = False, italic: bool = False) -> Json:
    text: Json = {
        "fontFamily": looks.FONT,
        "fontSize": int(size),  # whole points only
        "foregroundColorStyle": colour_style(ink),
    }
    return {"textFormat": {**text, **({"bold": bold} if bold else {}), **_slanted(italic)}}


def _spoken(look: looks.Look) -> Json:
    """The ink and weight of an emphasis."""
    ink = {"foregroundColorStyle": colour_style(look.ink)} if look.ink else {}
    text = {**ink, **({"bold": True} if look.bold else {})}
    return {"textFormat": text} if text else {}


def _slanted(italic: bool) -> Json:
    return {"italic": True} if italic else {}


def _line(colour: str, style: str = "SOLID") -> Json:
    return {"style": style, "colorStyle": colour_style(colour)}


def _padding(left: int = 3, right: int = 3) -> Json:
    return {"top": 2, "right": right, "bottom": 2, "left": left}


def _sided(shown: Shown) -> Json:
    if shown in _NUMBERS:
        return {"horizontalAlignment": "RIGHT", "padding": _padding(right=_INDENT)}
    return {"horizontalAlignment": "LEFT", "padding": _padding(left=_INDENT)}


_WRAPPED: Json = {"wrapStrategy": "WRAP"}
# Google makes links of whatever looks like an address; what people typed is only shown.
_MIDDLE: Json = {"verticalAlignment": "MIDDLE", "hyperlinkDisplayType": "PLAIN_TEXT"}
BODY: Json = {
    **_MIDDLE,
    **_type(looks.TEXT_SIZE, looks.INK),
    "borders": {"bottom": _line(looks.RULE_LINE)},
    "wrapStrategy": "CLIP",
}
"""A plain cell of a list."""
_LEFT: Json = {"horizontalAlignment": "LEFT"}
_TILE: Json = {
    **_MIDDLE,
    **_LEFT,
    "backgroundColorStyle": colour_style(looks.TILE_FILL),
    "padding": _padding(left=_INDENT),
    "borders": {"right": _line(looks.PAPER, "SOLID_THICK")},
}
_ASIDE: Json = {
    **_MIDDLE,
    **_type(looks.TEXT_SIZE, looks.MUTED, italic=True),
    "padding": _padding(left=_INDENT),
}
_PLAIN: Mapping[Role, Json] = {
    "heading": {**_MIDDLE, **_type(looks.HEADING_SIZE, looks.ACCENT_DARK, bold=True)},
    "summary": {**_MIDDLE, **_type(looks.TEXT_SIZE, looks.QUIET)},
    "title": {**_MIDDLE, **_type(looks.TITLE_SIZE, looks.ACCENT_DARK, bold=True)},
    "empty": _ASIDE,
    "more": _ASIDE,
    "note": {**_MIDDLE, **_type(looks.TEXT_SIZE, looks.INK)},
    "label": {
        **_merged(_TILE, {"borders": {"top": _line(looks.ACCENT, "SOLID_MEDIUM")}}),
        **_type(looks.SMALL_SIZE + 0.5, looks.QUIET),
        **_WRAPPED,
    },
    "small": {
        **_TILE,
        **_type(looks.SMALL_SIZE, looks.MUTED),
        **_WRAPPED,
        "verticalAlignment": "TOP",
    },
}
_HEADER: Json = {
    **_MIDDLE,
    **_type(looks.SMALL_SIZE + 0.5, looks.ACCENT_DARK, bold=True),
    "backgroundColorStyle": colour_style(looks.HEADER_FILL),
    "borders": {"bottom": _line(looks.ACCENT)},
}
