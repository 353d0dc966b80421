"""Until when a sheet that nobody edits stays true."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from sheetsync.rules import follow_up, response
from sheetsync.rules.next_moment import next_moment
from tests import builders
from tests.leads_frame import leads_of

SETTINGS = builders.settings()  # Mon-Sat 09:00-18:00, Kolkata
SINCE = date(2026, 1, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SETTINGS.timezone)


@pytest.mark.parametrize(
    ("now", "lead", "expected"),
    [
        ("2026-11-17T10:00", {}, "2026-11-17T18:00"),
        ("2026-11-17T18:00", {}, "2026-11-18T00:00"),
        ("2026-11-17T06:00", {}, "2026-11-17T09:00"),
        # The reply is due at 11:30 and would still be in time then.
        (
            "2026-11-17T11:00",
            {"received_at": datetime(2026, 11, 17, 10, 30)},
            "2026-11-17T11:30:01",
        ),
        (
            "2026-11-17T11:00",
            {
                "received_at": datetime(2026, 11, 17, 10, 30),
                "first_response_at": datetime(2026, 11, 17, 10, 40),
            },
            "2026-11-17T18:00",
        ),
        (
            "2026-11-17T11:00",
            {"next_action_date": datetime(2026, 11, 17, 15, 0)},
            "2026-11-17T15:00:01",
        ),
        ("2026-11-17T11:00", {"next_action_date": date(2026, 11, 17)}, "2026-11-17T18:00"),
    ],
)
def test_it_is_the_next_deadline_opening_closing_or_midnight(
    now: str, lead: dict[str, object], expected: str
) -> None:
    leads = leads_of([{"name": "Asha", **lead}], SETTINGS)
    assert next_moment(leads, SETTINGS, at(now), SINCE) == at(expected)


def test_until_then_no_text_changes() -> None:
    rows = [
        {"received_at": datetime(2026, 11, day, hour, 20), "next_action_date": plan}
        for day in range(14, 19)
        for hour in (3, 10, 17)
        for plan in (None, date(2026, 11, 17), datetime(2026, 11, day, hour + 1, 40))
    ]
    leads = leads_of(rows, SETTINGS)
    now = at("2026-11-16T08:00")
    for _ in range(30):
        until = next_moment(leads, SETTINGS, now, SINCE)
        just_before = datetime.fromtimestamp(until.timestamp() - 1, SETTINGS.timezone)
        for rule in (response, follow_up):
            more = (SINCE,) if rule is response else ()
            texts = [rule.assess(leads, SETTINGS, m, *more)["text"] for m in (now, just_before)]
            assert np.array_equal(texts[0].to_numpy(object), texts[1].to_numpy(object)), now
        now = until.astimezone(SETTINGS.timezone)
