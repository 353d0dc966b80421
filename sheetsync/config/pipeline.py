"""The stages and known words of a business: its own where config.yaml gives them, else the
preset's, each with the other spellings that are read as it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sheetsync.config.choice_words import FAMILIES, spellings
from sheetsync.config.model import ConfigModel, Status
from sheetsync.config.preset import Preset, Stage, StageKind
from sheetsync.config.stage_words import kind_of, normal, same_stage

IDLE_DAYS = 5
"""Business days without contact that are fine in a stage of which nothing else is known."""


def stages_of(model: ConfigModel, preset: Preset) -> tuple[Stage, ...]:
    """The pipeline in order, each stage with every spelling that is unmistakably it alone."""
    if model.statuses is None:
        return with_spellings(preset.stages)
    usual = {normal(stage.name): stage for stage in preset.stages}
    stages = [_stage(word, status, usual) for word, status in model.statuses.items()]
    return with_spellings(stages)


def _stage(word: str, status: Status, usual: Mapping[str, Stage]) -> Stage:
    guess = kind_of(word)
    plain: StageKind = "open" if guess is None or guess == "unclear" else guess
    kind = status.kind or plain
    known = usual.get(normal(word))
    days = status.idle_days or (known.idle_days if known else None) or IDLE_DAYS
    return Stage(word, kind, days if kind == "open" else None, tuple(status.also))


def with_spellings(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Stages with further spellings of their names, those left out that mean another stage or
    that another kind of lead goes by."""
    stages = tuple(stages)
    taken = {word.casefold() for stage in stages for word in (stage.name, *stage.also)}
    found = []
    for stage in stages:
        more = [
            word
            for word in same_stage(stage.name)
            if word.casefold() not in taken and kind_of(word) == stage.kind
        ]
        taken |= {word.casefold() for word in more}
        found.append(replace(stage, also=(*stage.also, *more)))
    return tuple(found)


def choices_of(
    model: ConfigModel, preset: Preset, stages: Iterable[Stage]
) -> dict[str, tuple[str, ...]]:
    """The known words of every choice field, in the order a dropdown shows them."""
    choices = dict(preset.choices)
    if model.sources is not None:
        choices["source"] = tuple(entry.name for entry in model.sources)
    if model.lost_reasons is not None:
        choices["lost_reason"] = tuple(entry.name for entry in model.lost_reasons)
    choices["owner"] = tuple(entry.name for entry in model.team)
    choices["status"] = tuple(stage.name for stage in stages)
    return choices


def spellings_of(
    model: ConfigModel, preset: Preset, stages: Iterable[Stage]
) -> dict[str, dict[str, str]]:
    """By choice field: every spelling, case-folded, and the known word it stands for."""
    stages = tuple(stages)
    own: dict[str, Mapping[str, tuple[str, ...]]] = {
        "source": {entry.name: tuple(entry.also) for entry in model.sources or ()},
        "lost_reason": {entry.name: tuple(entry.also) for entry in model.lost_reasons or ()},
        "owner": {entry.name: tuple(entry.also) for entry in model.team},
        "status": {stage.name: stage.also for stage in stages},
    }
    return {
        field: spellings(words, FAMILIES.get(field, ()), own.get(field))
        for field, words in choices_of(model, preset, stages).items()
    }
