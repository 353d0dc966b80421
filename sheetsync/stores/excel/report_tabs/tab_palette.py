"""Every cell format report tabs can need, in one fixed order.

All of them are registered the first time a tab is written, so that no later run, whatever it has
to show, changes the styles of a person's workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from sheetsync.tabs import Emphasis, RowLink, WebLink, looks, number_formats
from sheetsync.tabs.grid import PlacedCell, Role
from sheetsync.tabs.looks import EMPHASIS, ROW_TINT, Look

Shown = Literal[
    "text", "wrapped", "count", "decimal", "money", "percent", "date", "datetime", "link"
]
"""How a cell is formatted: its kind, or what its value asks for."""

StyleKey = tuple[Role, Shown, Emphasis]
Properties = Mapping[str, Any]

NUMBERS = frozenset({"count", "decimal", "money", "percent"})
_WORDS = frozenset({"summary", "note", "empty", "more"})
_WORDS_SHOWN: tuple[Shown, ...] = ("text", "wrapped")
_SHOWN: tuple[Shown, ...] = get_args(Shown)
_FIGURE_SHOWN: tuple[Shown, ...] = tuple(shown for shown in _SHOWN if shown != "wrapped")
_EMPHASES: tuple[Emphasis, ...] = get_args(Emphasis)


def style_of(cell: PlacedCell) -> StyleKey:
    """The format a cell wears."""
    if cell.role == "header":
        return ("header", "count" if cell.kind in NUMBERS else "text", "")
    if cell.role in ("body", "figure"):
        return (cell.role, _shown(cell), cell.emphasis)
    wraps = cell.role in _WORDS and cell.kind == "wrapped"
    return (cell.role, "wrapped" if wraps else "text", cell.emphasis if cell.role == "note" else "")


def _shown(cell: PlacedCell) -> Shown:
    if isinstance(cell.value, RowLink | WebLink):
        return "link"
    if cell.kind == "count" and isinstance(cell.value, float):
        return "decimal"
    return "text" if cell.role == "figure" and cell.kind == "wrapped" else cell.kind


def style_keys() -> list[StyleKey]:
    """All of them, always in this order."""
    body: list[StyleKey] = [("body", shown, e) for e in _EMPHASES for shown in _SHOWN]
    figures: list[StyleKey] = [("figure", shown, e) for e in _EMPHASES for shown in _FIGURE_SHOWN]
    notes: list[StyleKey] = [("note", shown, e) for e in _EMPHASES for shown in _WORDS_SHOWN]
    plain: list[StyleKey] = [(role, "text", "") for role in ("heading", "title", "label", "small")]
    words: list[StyleKey] = [
        (role, shown, "") for role in ("summary", "empty", "more") for shown in _WORDS_SHOWN
    ]
    headers: list[StyleKey] = [("header", "text", ""), ("header", "count", "")]
    return [*plain, *words, *headers, *body, *figures, *notes]


def palette(currency: str, locale: str) -> dict[StyleKey, Properties]:
    """The properties of each format, as XlsxWriter names them."""
    formats = _formats(currency, locale)
    return {key: {**_TYPE, **_properties(key, formats)} for key in style_keys()}


def _formats(currency: str, locale: str) -> dict[Shown, str]:
    formats: dict[Shown, str] = {
        "decimal": number_formats.DECIMAL,
        "link": number_formats.TEXT,
    }
    for kind, code in number_formats.by_kind(currency, locale).items():
        formats[kind] = code
    return {shown: _padded(code) if shown in NUMBERS else code for shown, code in formats.items()}


def _padded(code: str) -> str:
    """Room to the right of a number: an indent at the right is drawn unreliably by LibreOffice."""
    return ";".join(f"{section}_)" for section in code.split(";"))


# The scheme would tie the font to the workbook's theme.
_TYPE: Properties = {
    "font_name": looks.FONT,
    "font_scheme": "none",
    "font_size": looks.TEXT_SIZE,
    "font_color": f"#{looks.INK}",
    "valign": "vcenter",
}
_TILE: Properties = {
    "bg_color": f"#{looks.TILE_FILL}",
    "align": "left",
    "indent": 1,
    "right": 5,
    "right_color": f"#{looks.PAPER}",
}
_PLAIN: dict[Role, Properties] = {
    "heading": {
        "font_size": looks.HEADING_SIZE,
        "font_color": f"#{looks.ACCENT_DARK}",
        "bold": True,
    },
    "summary": {"font_color": f"#{looks.QUIET}"},
    "title": {"font_size": looks.TITLE_SIZE, "font_color": f"#{looks.ACCENT_DARK}", "bold": True},
    "empty": {"font_color": f"#{looks.MUTED}", "italic": True, "indent": 1},
    "more": {"font_color": f"#{looks.MUTED}", "italic": True, "indent": 1},
    "label": {
        **_TILE,
        "font_size": looks.SMALL_SIZE + 0.5,
        "font_color": f"#{looks.QUIET}",
        "text_wrap": True,
        "top": 2,
        "top_color": f"#{looks.ACCENT}",
    },
    "small": {
        **_TILE,
        "font_size": looks.SMALL_SIZE,
        "font_color": f"#{looks.MUTED}",
        "valign": "top",
        "text_wrap": True,
    },
}
_HEADER: Properties = {
    "font_size": looks.SMALL_SIZE + 0.5,
    "font_color": f"#{looks.ACCENT_DARK}",
    "bold": True,
    "bg_color": f"#{looks.HEADER_FILL}",
    "bottom": 1,
    "bottom_color": f"#{looks.ACCENT}",
}


def _properties(key: StyleKey, formats: Mapping[Shown, str]) -> Properties:
    role, shown, emphasis = key
    look = EMPHASIS[emphasis]
    if role == "header":
        return {**_HEADER, **_sided(shown), "num_format": "@_)" if shown in NUMBERS else "General"}
    if role == "body":
        return _body(shown, emphasis, look, formats[shown])
    if role == "figure":
        ink = (
            {"font_color": f"#{look.ink}"} if look.ink else {"font_color": f"#{looks.ACCENT_DARK}"}
        )
        size = {"font_size": looks.FIGURE_SIZE, "bold": True, "shrink": True}
        return {**_TILE, **size, **ink, "num_format": formats[shown]}
    if role == "note":
        return {**_wrap(shown), **_ink(look), **_bold(look)}
    return {**_PLAIN[role], **_wrap(shown)}


def _body(shown: Shown, emphasis: Emphasis, look: Look, number_format: str) -> Properties:
    tint = ROW_TINT.get(emphasis)
    return {
        "num_format": number_format,
        **_sided(shown),
        **_wrap(shown),
        "bottom": 1,
        "bottom_color": f"#{looks.RULE_LINE}",
        **({"bg_color": f"#{tint}"} if tint else {}),
        **({"font_color": f"#{looks.ACCENT}"} if shown == "link" else _body_ink(emphasis, look)),
        **_bold(look),
        **({"top": 1, "top_color": f"#{looks.MUTED}"} if emphasis == "strong" else {}),
    }


def _sided(shown: Shown) -> Properties:
    return {"align": "right"} if shown in NUMBERS else {"align": "left", "indent": 1}


def _wrap(shown: Shown) -> Properties:
    return {"text_wrap": True} if shown == "wrapped" else {}


def _body_ink(emphasis: Emphasis, look: Look) -> Properties:
    return {} if emphasis in ROW_TINT else _ink(look)


def _ink(look: Look) -> Properties:
    return {"font_color": f"#{look.ink}"} if look.ink else {}


def _bold(look: Look) -> Properties:
    return {"bold": True} if look.bold else {}
