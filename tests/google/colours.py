"""Colours as Google keeps them: eight bits a channel, sent as a short float, zeros left out."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from tests.google.errors import Json

CHANNELS = ("red", "green", "blue", "alpha")
CHANNELS_ONLY = set(CHANNELS)

# Google fills in the newer way of saying a colour when the older one is given, and back.
TWINS = {
    "backgroundColor": "backgroundColorStyle",
    "foregroundColor": "foregroundColorStyle",
    "tabColor": "tabColorStyle",
}


def settle_colours(message: Any) -> Any:
    """The message with every colour as Google would give it back."""
    if isinstance(message, list):
        return [settle_colours(item) for item in message]
    if not isinstance(message, dict):
        return message
    if message and message.keys() <= CHANNELS_ONLY:
        return dict(_settled(tuple(message.get(channel, 0) for channel in CHANNELS)))
    settled = {name: settle_colours(value) for name, value in message.items()}
    for old, new in TWINS.items():
        if old in settled and new not in settled:
            settled[new] = {"rgbColor": settled[old]}
        elif new in settled and "rgbColor" in settled[new] and old not in settled:
            settled[old] = settled[new]["rgbColor"]
    return settled


@cache
def _settled(levels: tuple[float, ...]) -> Json:
    kept = {}
    for channel, wished in zip(CHANNELS, levels, strict=True):
        level = math.ceil(wished * 255 - 0.5)
        if level:
            short = float(str(np.float32(level / 255)))
            kept[channel] = int(short) if short.is_integer() else short
    return kept
