"""Problems of a config file: each with its line, all told at once, with the nearest valid word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from sheetsync.errors import ConfigError

FEW = 12
"""So many valid words are listed where none is near; beyond that the list would not be read."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong: ``label`` is the key as people read it (``hours.mon``), ``hint`` what to
    write instead."""

    line: int
    label: str
    what: str
    hint: str = ""

    def shown(self, file: str) -> str:
        """``config.yaml:12  hours.mon: 18:00 is before 09:00 — write the opening time first``."""
        said = f"{self.label}: {self.what}" if self.label else self.what
        return f"{file}:{self.line}  {said}" + (f" — {self.hint}" if self.hint else "")


def as_error(path: Path, problems: Iterable[Problem]) -> ConfigError:
    """All problems as one error, in the order of the file."""
    lines = [problem.shown(path.name) for problem in sorted(set(problems))]
    count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
    hint = f"{count} in {path}. Nothing was read or written; mend and run again."
    return ConfigError("\n".join(lines), hint=hint)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The valid word somebody most likely meant, or None where none is near."""
    known = {_plain(known): known for known in words}
    close = process.extractOne(_plain(word), list(known), scorer=fuzz.ratio, score_cutoff=62)
    # A long word that holds the short one: business_hours for hours.
    close = close or process.extractOne(
        _plain(word), list(known), scorer=fuzz.token_set_ratio, score_cutoff=90
    )
    return known[close[0]] if close else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A hint with the nearest valid word, else the valid words where they are few."""
    known = list(words)
    near = nearest(word, known)
    if near is not None:
        return f"did you mean {near}?"
    return f"write one of {', '.join(known)}" if len(known) <= FEW else ""


def as_written(value: Any) -> str:
    """A value the way it stands in YAML."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a group of keys"
    return "a list" if isinstance(value, list) else str(value)


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())
