"""The key ``heartbeat:`` of config.yaml: the address that is told how runs begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sheetsync.config.keys import text
from sheetsync.config.secrets import FILE, VARIABLE, Secret, SecretUnreadable, secret_place

EXAMPLE = "write the address your monitor gave you, env:NAME, or file:PATH"


@dataclass(frozen=True)
class Heartbeat:
    """An address, or the place of one that others should not know."""

    place: str
    folder: Path = Path()

    @property
    def secret(self) -> Secret | None:
        """Where the address is, unless the config says it plainly."""
        is_secret = self.place.startswith((VARIABLE, FILE))
        return Secret(self.place, self.folder) if is_secret else None

    def address(self) -> str:
        """The address. Raises `SecretUnreadable` where it is not to be had, or is none."""
        secret = self.secret
        said = secret.read() if secret else self.place
        if not is_address(said):
            raise SecretUnreadable("is no web address", where=self.place, hint=f"There, {EXAMPLE}.")
        return said


def heartbeat_place(value: Any) -> str:
    """An address, ``env:NAME`` or ``file:PATH``. Raises ``ValueError(what, hint)``."""
    word = text(value)
    if word.startswith((VARIABLE, FILE)):
        return secret_place(word)
    if not is_address(word):
        raise ValueError("that is no web address", EXAMPLE)  # half of one may be secret as well
    return word


def is_address(word: str) -> bool:
    """Whether it can be asked for over the web."""
    try:
        parts = urlsplit(word)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in word
    except ValueError:
        return False
