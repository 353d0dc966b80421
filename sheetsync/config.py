"""config.yaml as frozen settings. Everything downstream reads `Settings` and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from sheetsync.business_hours import BusinessHours
from sheetsync.findings import Severity

StageKind = Literal["open", "won", "lost"]
DateOrder = Literal["DMY", "MDY", "YMD"]


@dataclass(frozen=True)
class Stage:
    """A step of the pipeline, in order. ``idle_days`` are business days without contact that are
    still fine; None where a lead cannot go idle (won, lost). ``also`` are other spellings."""

    name: str
    kind: StageKind
    idle_days: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """Somebody of the team; ``also`` are initials or nicknames used in the sheet."""

    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class LadderStep:
    """One follow-up: from ``day`` days after the enquiry. ``question`` and ``message`` are
    templates over the lead's own fields (``{name}``, ``{need}``, ``{quantity}``, …)."""

    day: int
    purpose: str
    question: str
    message: str


@dataclass(frozen=True)
class Settings:
    """Everything a run needs to know, checked.

    ``choices`` gives the known words of a choice field (source, priority, segment, owner,
    lost_reason, status); ``targets`` the response target by priority word, with ``Normal`` for
    blank and unknown ones; ``review_day`` counts from Monday = 0; ``runs`` maps a run's name to
    its jobs; ``columns`` a field to the business's own header; ``checks`` a code to the severity
    that replaces its own, or ``off``.
    """

    path: Path
    workbook: Path
    tab: str
    preset: str
    timezone: ZoneInfo
    locale: str
    currency: str
    phone_region: str
    date_order: DateOrder
    since: date | None
    hours: BusinessHours
    targets: Mapping[str, timedelta]
    stages: tuple[Stage, ...]
    choices: Mapping[str, tuple[str, ...]]
    choice_words: Mapping[str, Mapping[str, str]]
    """By choice field: other spellings (case-folded) and the known word each stands for."""
    team: tuple[Person, ...]
    columns: Mapping[str, str]
    checks: Mapping[str, Severity | Literal["off"]]
    runs: Mapping[str, tuple[str, ...]]
    review_day: int
    ladder: tuple[LadderStep, ...]


def load(path: Path) -> Settings:
    """Read and check a config file. Raises `ConfigError` naming every problem at once."""
    raise NotImplementedError
