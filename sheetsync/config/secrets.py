"""Secrets that config.yaml names and never holds: an environment variable, or a private file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sheetsync.config.keys import text
from sheetsync.errors import ConfigError

VARIABLE, FILE = "env:", "file:"
EXAMPLE = "write env:NAME and set that variable, or file:PATH of a file that only you may read"


class SecretUnreadable(ConfigError):
    """A secret that the config names is not to be had; what it says is never told."""


@dataclass(frozen=True)
class Secret:
    """Where a secret is, as the config names it. What it says is read when it is used, and kept
    nowhere: to print this prints the place.

    ``folder`` is the config's own; a file is seen from there.
    """

    place: str
    folder: Path = Path()

    def __str__(self) -> str:
        return self.place

    def __repr__(self) -> str:
        return f"Secret({self.place!r})"

    @property
    def path(self) -> Path | None:
        """The file that holds it; None where it is in the environment."""
        if not self.place.startswith(FILE):
            return None
        return self.folder / Path(self.place.removeprefix(FILE)).expanduser()

    def read(self) -> str:
        """What it says. Raises `SecretUnreadable`."""
        path = self.path
        return _variable(self.place) if path is None else _contents(self.place, path)


def secret_place(value: object) -> str:
    """``env:NAME`` or ``file:PATH``. Raises ``ValueError(what, hint)``, and says nothing of a
    secret that somebody wrote there plainly."""
    word = str(value).strip() if isinstance(value, str | int | float) else text(value)
    for beginning in (VARIABLE, FILE):
        if word.startswith(beginning) and word.removeprefix(beginning).strip():
            return beginning + word.removeprefix(beginning).strip()
    raise ValueError("holds the secret itself, which does not belong in this file", EXAMPLE)


def _variable(place: str) -> str:
    name = place.removeprefix(VARIABLE)
    said = os.environ.get(name, "").strip()
    if not said:
        hint = f"Set the environment variable {name} where sheetsync runs."
        raise SecretUnreadable("is not set", where=place, hint=hint)
    return said


def _contents(place: str, path: Path) -> str:
    try:
        _refuse_shared(place, path)
        said = path.read_text(encoding="utf-8-sig").strip()
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise SecretUnreadable(what, where=place, hint="Name a file you may read.") from None
    except UnicodeDecodeError:
        hint = "Save the secret in it as one line of text."
        raise SecretUnreadable("is not text", where=place, hint=hint) from None
    if not said:
        hint = "Save the secret in it as one line of text."
        raise SecretUnreadable("says nothing", where=place, hint=hint)
    return said


def _refuse_shared(place: str, path: Path) -> None:
    """A file of ours that others may read. One that was given to us (a container's secret) is as
    whoever gave it made it; Windows keeps its permissions elsewhere."""
    if os.name == "nt":
        return
    state = path.stat()
    if state.st_uid == os.getuid() and state.st_mode & 0o077:
        hint = f"Run: chmod 600 {path}"
        raise SecretUnreadable("other users of this computer may read it", where=place, hint=hint)
