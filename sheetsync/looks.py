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

FONT = "Calibri"
CHART_COLOURS = ("1F5F5B", "E07A3F", "5B8DB8", "C9A227", "8C6BB1", "9B1C1C")
