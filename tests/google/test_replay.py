"""The emulator against what Google really answered, where the recordings are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.google.explanations import UNEXPLAINED, explain
from tests.google.replay import AIM_OF_ALL, AIM_OF_IMPLEMENTED, replay

RECORDINGS = Path(__file__).parents[3] / "shared" / "google-recordings"


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings are not at hand")
def test_the_recorded_replies_are_reproduced() -> None:
    outcomes = replay(RECORDINGS)
    implemented = [outcome for outcome in outcomes if outcome.is_implemented]
    same = sum(outcome.is_same for outcome in implemented)
    assert same >= AIM_OF_IMPLEMENTED * len(implemented)
    assert same >= AIM_OF_ALL * len(outcomes)
    different = [outcome for outcome in outcomes if not outcome.is_same]
    reasons = {explain(outcome.exchange, outcome.status) for outcome in different}
    assert UNEXPLAINED not in reasons
