"""The sheet a message is about: what people call it, and where it opens."""

from __future__ import annotations

from sheetsync.config import Settings


def sheet_name(settings: Settings) -> str:
    """What people call the sheet, as far as the config says it."""
    return settings.workbook.name if settings.workbook else "your Google spreadsheet"


def sheet_link(settings: Settings) -> str:
    """Where it opens in a browser; "" where nobody said."""
    said = settings.messages.link if settings.messages else ""
    return said or (settings.google.url if settings.google else "")
