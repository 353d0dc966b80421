"""Giving back memory before a step that needs much of it."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Return to the system what the C library keeps for later. Only glibc can be asked to."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
