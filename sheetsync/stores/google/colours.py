"""Colours of our palettes as Google takes them."""

from __future__ import annotations

from sheetsync.stores.google.message import Json

_CHANNELS = ("red", "green", "blue")


def colour(rrggbb: str) -> Json:
    """``1F5F5B`` as its three channels from 0 to 1."""
    return {
        channel: int(rrggbb[2 * at : 2 * at + 2], 16) / 255 for at, channel in enumerate(_CHANNELS)
    }


def colour_style(rrggbb: str) -> Json:
    """The same as a ``ColorStyle``."""
    return {"rgbColor": colour(rrggbb)}
