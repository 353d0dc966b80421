"""The owner is told once that somebody keeps the file to themselves, after the third run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jobs.schedule.held import held_alert_due
from sheetsync.journal import Run

BEGAN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def runs(*outcomes: str) -> list[Run]:
    """Newest first, from the oldest on as they came."""
    made = [
        Run(n, ("nightly",), BEGAN + timedelta(days=n), None, outcome, None, "1")
        for n, outcome in enumerate(outcomes)
    ]
    return made[::-1]


@pytest.mark.parametrize(
    ("outcomes", "is_due"),
    [
        (("open", "open"), False),
        (("done", "open", "open", "open"), True),
        (("open", "just-saved", "open"), True),
        (("open", "open", "open", "open"), False),  # told already
        (("open", "open", "done"), False),
        (("open", "open", "done", "open"), False),
        ((), False),
    ],
)
def test_it_is_told_after_the_third_in_a_row_and_not_again(
    outcomes: tuple[str, ...], is_due: bool
) -> None:
    assert (held_alert_due(runs(*outcomes)) is not None) is is_due


def test_the_occasion_is_known_by_when_it_began() -> None:
    stretch = held_alert_due(runs("done", "open", "open", "open"))
    assert stretch is not None
    assert stretch.since == BEGAN + timedelta(days=1)
    assert stretch.about == "2026-11-21T10:00:00+00:00"
