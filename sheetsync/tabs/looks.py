"""Colours and type of everything the machine shows, in one palette for every store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """A fill and a text colour (``RRGGBB``), each "" for none, and whether text is bold."""

    fill: str = ""
    ink: str = ""
    bold: bool = False


INK = "1F2933"
MUTED = "7B8794"
ACCENT = "1F5F5B"
PAPER = "FFFFFF"
MACHINE_FILL = "EEF2F6"
RULE_LINE = "D9E2EC"

ACCENT_DARK = "143F3C"
"""Headings: the accent, dark enough to read as ink."""
ACCENT_SOFT = "5B8F8A"
"""The accent's lighter brother: headers of columns that people and machine share."""
MACHINE_INK = "64748B"
"""Headers of columns that only the machine writes."""
QUIET = "52606D"
"""Second-rank text: labels, column headers, axis labels."""
HEADER_FILL = "E8F0EF"
TILE_FILL = "F5F8F8"

EMPHASIS: dict[str, Look] = {
    "": Look(),
    "overdue": Look("FDE2E1", "9B1C1C"),
    "breached": Look("FDE2E1", "9B1C1C"),
    "today": Look("DEF7E5", "1B5E34"),
    "good": Look("DEF7E5", "1B5E34"),
    "idle": Look("FFF3C4", "7A5B00"),
    "muted": Look("", MUTED),
    "strong": Look("", INK, True),
}
"""The look of each `tabs.Emphasis`."""

ROW_TINT: dict[str, str] = {
    "overdue": "FDF0EF",
    "breached": "FDF0EF",
    "today": "EFFAF2",
    "good": "EFFAF2",
    "idle": "FFFAE6",
}
"""Fill of a whole row of a report: a list where every row is overdue stays readable."""

MARK: dict[str, str] = {
    "overdue": "C75146",
    "breached": "C75146",
    "today": "3E9268",
    "good": "3E9268",
    "idle": "DDB13B",
    "muted": "B6C2CC",
}
"""Colour of a slice of a chart whose row means something."""

SERIES_MARK: dict[str, str] = {
    "good": "1E8F6B",
    "late": "C97A00",
    "bad": "A61E1E",
    "open": "4A86C5",
    "gone": "52606D",
}
"""Colour of a series of a chart that means something: told apart without red and green too, each
at three times the contrast of paper."""

FONT = "Calibri"
CHART_COLOURS = ("1F5F5B", "E07A3F", "5B8DB8", "C9A227", "8C6BB1", "9B1C1C")
CHART_PIXELS = (460, 280)
CHART_HEAD, CHART_FOOT = 56, 31
"""Pixels of a chart above its bars and below them."""
BAR_PIXELS = (20, 14)
"""Pixels of a lying bar with its gap: where it stands alone, and where several share a name."""

HEADING_SIZE = 18
TITLE_SIZE = 13
TEXT_SIZE = 11
SMALL_SIZE = 9.5
FIGURE_SIZE = 20
