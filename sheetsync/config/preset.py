"""Industries as data: what ``presets/*.yaml`` hold, and how they are loaded.

A preset gives a business its pipeline, its known words, its response targets and its follow-up
ladder. The files are ours, so a mistake in one is a bug and not a person's error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ruamel.yaml import YAML

from sheetsync.config.values import duration

StageKind = Literal["open", "won", "lost"]


@dataclass(frozen=True)
class Stage:
    """A step of the pipeline, in order. ``idle_days`` are business days without contact that are
    still fine; None where a lead cannot go idle (won, lost). ``also`` are other spellings."""

    name: str
    kind: StageKind
    idle_days: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class LadderStep:
    """One follow-up: from ``day`` days after the enquiry.

    ``question`` (the next action, for the owner of the lead) and ``message`` (to the customer)
    are templates over the lead's own words (``{first_name}``, ``{need}``, ``{quantity}``, …), best
    first: the first whose words the lead has is used, and the last needs none.
    """

    day: int
    purpose: str
    question: tuple[str, ...]
    message: tuple[str, ...]


@dataclass(frozen=True)
class Preset:
    """One industry. ``check_in`` is what comes each month after the ladder, for B2B; ``headers``
    are the words its people use for some of our fields; ``qualification`` the question that
    fills each field of the qualification script."""

    name: str
    title: str
    stages: tuple[Stage, ...]
    choices: Mapping[str, tuple[str, ...]]
    targets: Mapping[str, timedelta]
    ladder: tuple[LadderStep, ...]
    check_in: LadderStep
    qualification: Mapping[str, str]
    headers: Mapping[str, str]


@cache
def preset_names() -> tuple[str, ...]:
    """Every preset there is, ``general`` first."""
    found = {f.name.removesuffix(".yaml") for f in _folder().iterdir() if f.name.endswith(".yaml")}
    return ("general", *sorted(found - {"general"}))


@cache
def load_preset(name: str) -> Preset:
    """Load one of `preset_names`; raises KeyError for any other."""
    if name not in preset_names():
        raise KeyError(name)
    text = (_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    data = YAML(typ="safe", pure=True).load(text)
    return Preset(
        name=name,
        title=data["title"],
        stages=tuple(_stage(word, about) for word, about in data["stages"].items()),
        choices={field: tuple(words) for field, words in data["choices"].items()},
        targets={word: duration(text) for word, text in data["targets"].items()},
        ladder=tuple(_step(step) for step in data["ladder"]),
        check_in=_step(data["check_in"]),
        qualification=data["qualification"],
        headers=data.get("headers", {}),
    )


def _folder() -> Any:
    return files("sheetsync") / "presets"


def _stage(name: str, about: Mapping[str, Any]) -> Stage:
    return Stage(name, about["kind"], about.get("idle_days"), tuple(about.get("also", ())))


def _step(data: Mapping[str, Any]) -> LadderStep:
    return LadderStep(
        day=data["day"],
        purpose=data["purpose"],
        question=tuple(data["question"]),
        message=tuple(data["message"]),
    )
