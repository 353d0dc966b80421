"""Sending may be killed at any moment: no acknowledgement goes out twice, no other message more
than twice or not at all, the journal opens, and the next run completes."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sheetsync.journal import Journal
from sheetsync.outbox import Outbox
from sheetsync.outbox.parcel import MAY_REPEAT
from sheetsync.outbox.posting import post
from tests.delivery.post_office import PostOffice, post_office
from tests.other_process import CAN_FORK, CONTEXT
from tests.outbox import a_night_shift
from tests.outbox.a_sender import at_work, message, settings_for

QUICK, MANY = 12, 400
PATIENCE = 8.0

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="SIGKILL is a POSIX thing")


# --- what is looked at from outside --------------------------------------------------------------


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as one:
        yield one


@contextmanager
def begun(
    folder: Path, office: PostOffice, state: Path, only: int | None = None, work: Any = at_work
) -> Iterator[tuple[Any, Any]]:
    """A process at work, killed at the end of the block."""
    link, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=work, args=(folder, office.port, state, theirs, only))
    process.start()
    theirs.close()
    try:
        assert link.poll(PATIENCE), "something left behind blocks the run"
        assert link.recv() == "ready"
        yield process, link
    finally:
        process.kill()
        process.join()


def completes(folder: Path, office: PostOffice, state: Path) -> None:
    """A next run finds nothing in its way, and nothing waits after it."""
    with begun(folder, office, state, only=1) as (_, link):
        assert link.poll(PATIENCE), "the next run does not end"
        assert link.recv() == "done"
    with sqlite3.connect(folder / "config.journal.db") as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert found.execute(
            "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')"
        ).fetchone() == (0,)


def judge(folder: Path, office: PostOffice) -> None:
    """Every message that was ever recorded arrived as often as it may."""
    with sqlite3.connect(folder / "config.journal.db") as found:
        rows = found.execute("SELECT key, kind, state FROM outbox").fetchall()
    texts = [str(mail.get_content()) for mail in office.mails]
    for key, kind, state in rows:
        with_it = [text for text in texts if key in text]
        if kind == "acknowledgement":
            assert len(with_it) <= 1, key
            assert with_it or state == "given-up", key
        else:
            assert 1 <= len(with_it) <= 2 or state == "given-up", key
            assert all(MAY_REPEAT in text for text in with_it[1:]), key


def how_long_a_night_is(folder: Path, office: PostOffice, state: Path) -> float:
    """In seconds, of one that follows another."""
    with begun(folder, office, state, only=4) as (_, link):
        began = time.perf_counter()
        assert link.poll(PATIENCE)
    return (time.perf_counter() - began) / 4


def killed_at_random(folder: Path, office: PostOffice, state: Path, times: int) -> None:
    chance = random.Random(times)
    length = how_long_a_night_is(folder, office, state)
    for _ in range(times):
        with begun(folder, office, state):
            time.sleep(chance.uniform(0, 3 * length))
    completes(folder, office, state)
    judge(folder, office)


def test_killed_at_random_moments_nothing_is_lost_or_sent_too_often(
    tmp_path: Path, office: PostOffice, state_dir: Path
) -> None:
    killed_at_random(tmp_path, office, state_dir, QUICK)


@pytest.mark.slow
def test_killed_hundreds_of_times_nothing_is_lost_or_sent_too_often(
    tmp_path: Path, office: PostOffice, state_dir: Path
) -> None:
    killed_at_random(tmp_path, office, state_dir, MANY)


def whole_runs_killed(folder: Path, office: PostOffice, state: Path, times: int) -> None:
    """Leads come and runs follow, killed again and again; each lead had its one reply."""
    a_night_shift.begin(a_night_shift.settings_for(folder, office.port))
    chance = random.Random(times)
    with begun(folder, office, state, 3, a_night_shift.at_work) as (_, link):
        began = time.perf_counter()
        assert link.poll(3 * PATIENCE)
    length = (time.perf_counter() - began) / 3
    for _ in range(times):
        with begun(folder, office, state, work=a_night_shift.at_work):
            time.sleep(chance.uniform(0.3, 1.6) * length)
    with begun(folder, office, state, 1, a_night_shift.at_work) as (_, link):
        assert link.poll(3 * PATIENCE), "the next run does not end"
    with sqlite3.connect(folder / "config.journal.db") as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        unsent = found.execute("SELECT lead_ids FROM outbox WHERE state = 'given-up'").fetchall()
    given_up = {lead_id for (ids,) in unsent for lead_id in json.loads(ids)}
    replied = Counter(mail["To"].addresses[0].addr_spec for mail in office.mails)
    tab = openpyxl.load_workbook(folder / "leads.xlsx")["Leads"]
    for lead_id, _, _, email in tab.iter_rows(min_row=3, max_col=4, values_only=True):
        assert replied[str(email)] == 1 or (lead_id in given_up and not replied[str(email)])


def test_whole_runs_killed_at_random_moments_reply_to_each_lead_once(
    tmp_path: Path, office: PostOffice, state_dir: Path
) -> None:
    whole_runs_killed(tmp_path, office, state_dir, 6)


@pytest.mark.slow
def test_hundreds_of_whole_runs_killed_reply_to_each_lead_once(
    tmp_path: Path, office: PostOffice, state_dir: Path
) -> None:
    whole_runs_killed(tmp_path, office, state_dir, 200)


@pytest.mark.parametrize("victim", [0, 1, 2])
def test_killed_when_a_message_has_arrived_and_before_it_is_marked(
    tmp_path: Path, office: PostOffice, state_dir: Path, victim: int
) -> None:
    with begun(tmp_path, office, state_dir) as (process, _):
        numbers = count()

        def strike(_: Any) -> None:
            if next(numbers) == victim:
                os.kill(process.pid, signal.SIGKILL)

        office.at_data = strike
        process.join(PATIENCE)
        assert process.exitcode == -signal.SIGKILL
    office.at_data = None
    completes(tmp_path, office, state_dir)
    judge(tmp_path, office)
    repeated = [mail for mail in office.mails if MAY_REPEAT in str(mail.get_content())]
    assert len(repeated) == (0 if victim == 2 else 1)


def test_a_message_queued_and_killed_before_it_went_goes_out_the_next_time(
    tmp_path: Path, office: PostOffice
) -> None:
    settings = settings_for(tmp_path, office.port)
    now = datetime.now(UTC) - timedelta(minutes=10)
    with Journal.open(tmp_path / "config.journal.db", now) as journal:
        Outbox(journal, tmp_path).queue(message("owner", "owner-0-", "meera"), now, book=1)
    with Journal.open(tmp_path / "config.journal.db", now) as journal:
        post(Outbox(journal, tmp_path), settings, datetime.now(UTC))
    assert [mail["Subject"] for mail in office.mails] == ["owner-0-"]
