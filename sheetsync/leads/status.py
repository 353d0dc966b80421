"""What a status word says: which stage of the pipeline, and whether the lead is still open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sheetsync.config import Settings
from sheetsync.config.stage_words import kind_of, normal
from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.values.kinds import as_objects, differing
from sheetsync.values.words import fold, known_words, nearest, says_nothing


@dataclass(frozen=True)
class Statuses:
    """One entry a lead; ``rank`` is -1 and ``stage`` "" where the word is unknown.

    ``understood`` says what an unknown word was taken for: won, lost, open; "unclear" where it
    may mean more than one; "" where nobody can tell. The last two count as open.
    """

    stage: ObjectArray
    kind: ObjectArray
    rank: npt.NDArray[np.int64]
    unknown: BoolArray
    nearest: ObjectArray
    understood: ObjectArray


@dataclass(frozen=True)
class _Status:
    stage: str
    kind: str
    rank: int
    nearest: str = ""
    understood: str = ""


def read_status(typed: ObjectArray, settings: Settings) -> Statuses:
    """Read a column of status words. A misspelt word is never taken for the one it resembles."""
    known = _spellings(settings)
    words, place = differing(typed)
    found = [_status_of(word, known, settings) for word in words]
    rank = np.array([status.rank for status in found], dtype=np.int64)[place]
    return Statuses(
        stage=as_objects((status.stage for status in found), len(found))[place],
        kind=as_objects((status.kind for status in found), len(found))[place],
        rank=rank,
        unknown=rank < 0,
        nearest=as_objects((status.nearest for status in found), len(found))[place],
        understood=as_objects((status.understood for status in found), len(found))[place],
    )


def _spellings(settings: Settings) -> dict[str, str]:
    stages = settings.stages
    also = {spelling: stage.name for stage in stages for spelling in stage.also}
    given = {**also, **settings.choice_words.get("status", {})}
    return known_words((stage.name for stage in stages), given)


def _status_of(word: str, known: dict[str, str], settings: Settings) -> _Status:
    ranks = {stage.name: rank for rank, stage in enumerate(settings.stages)}
    name = known.get(fold(word), known.get(normal(word), ""))
    if name not in ranks and says_nothing(word):
        name = settings.stages[0].name
    if name in ranks:
        return _Status(name, settings.stages[ranks[name]].kind, ranks[name])
    understood = kind_of(word) or ""
    kind = understood if understood in ("won", "lost") else "open"
    return _Status("", kind, -1, nearest(word, list(ranks)), understood)
