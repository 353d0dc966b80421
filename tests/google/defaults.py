"""What a new spreadsheet looks like: Google's default format and theme."""

from __future__ import annotations

from tests.google.errors import Json

WHITE: Json = {"red": 1, "green": 1, "blue": 1}

DEFAULT_FORMAT: Json = {
    "backgroundColor": WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": WHITE},
}

_THEME_COLOURS = {
    "TEXT": (0, 0, 0),
    "BACKGROUND": (255, 255, 255),
    "ACCENT1": (66, 133, 244),
    "ACCENT2": (234, 67, 53),
    "ACCENT3": (251, 188, 4),
    "ACCENT4": (52, 168, 83),
    "ACCENT5": (255, 109, 1),
    "ACCENT6": (70, 189, 198),
    "LINK": (17, 85, 204),
}


def theme() -> Json:
    colours = [
        {"colorType": name, "color": {"rgbColor": _channels(*levels)}}
        for name, levels in _THEME_COLOURS.items()
    ]
    return {"primaryFontFamily": "Arial", "themeColors": colours}


def _channels(*levels: int) -> Json:
    return {n: v / 255 for n, v in zip(("red", "green", "blue"), levels, strict=True)}
