"""What one try to deliver a message came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

State = Literal["sent", "later", "refused", "unclear", "withheld"]
"""``later``: it did not go out, and may the next time; ``refused``: this message never will;
``unclear``: all of it was handed over and no answer came; ``withheld``: `Begin` said no."""

Begin = Callable[[], bool]
"""Called once, just before a message's own bytes go out: from there on it may have arrived. Where
it says False, nothing goes out."""


@dataclass(frozen=True)
class Attempt:
    """``said`` and ``remedy`` are for people and name no recipient: they are kept and shown."""

    state: State
    said: str = ""
    remedy: str = ""


SENT = Attempt("sent")
WITHHELD = Attempt("withheld")
