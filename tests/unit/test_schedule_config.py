"""``schedule:`` and ``heartbeat:`` in config.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetsync.config import Settings, load
from sheetsync.config.heartbeat import Heartbeat
from sheetsync.errors import ConfigError


def loaded(folder: Path, more: str) -> Settings:
    path = folder / "config.yaml"
    path.write_text(f"workbook: leads.xlsx\n{more}\n", encoding="utf-8")
    return load(path)


def said(folder: Path, more: str) -> list[str]:
    return [str(each) for each in loaded(folder, more).schedule]


USUAL = ["response every 5 min", "nightly 21:00", "weekly fri 18:30"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", USUAL),
        ("review_day: sat", [*USUAL[:2], "weekly sat 18:30"]),
        ("schedule: {nightly: 20:15}", [USUAL[0], "nightly 20:15", USUAL[2]]),
        ("schedule: {response: off, weekly: off}", USUAL[1:2]),
        ("schedule: {response: 'every 10 minutes'}", ["response every 10 min", *USUAL[1:]]),
        ("schedule: {response: every hour}", ["response every 1 h", *USUAL[1:]]),
        (
            "schedule: {response: 'every 5 min, day and night'}",
            ["response every 5 min, day and night", *USUAL[1:]],
        ),
        (
            "schedule: {nightly: ['13:00', 'mon-fri 9 pm']}",
            [USUAL[0], "nightly 13:00 and mon-fri 21:00", USUAL[2]],
        ),
        ("schedule: {nightly: daily at 21:00}", USUAL),
        ("schedule: {validate_rows: 'sun 7:00'}", [*USUAL, "validate_rows sun 07:00"]),
        ("runs: {evening: [flag_overdue]}", USUAL[:1]),
        ("acknowledge: {chat: env:CHAT}", ["response every 5 min, day and night", *USUAL[1:]]),
    ],
)
def test_a_schedule_reads_as_people_write_it(
    tmp_path: Path, more: str, expected: list[str]
) -> None:
    assert said(tmp_path, more) == expected


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("schedule: {nightli: '21:00'}", "did you mean nightly?"),
        ("schedule: {nightly: '25:00'}", "there is no 25:00"),
        ("schedule: {nightly: 21}", 'write "21:00" in quotes'),
        ("schedule: {nightly: soon}", "cannot read 'soon'"),
        ("schedule: {weekly: 'fry 18:30'}", "did you mean friday?"),
        ("schedule: {response: every 10 s}", "from every 1 min to every 12 h"),
        ("schedule: {response: every 90 s}", "write whole minutes"),
        ("schedule: '21:00'", "write key: value pairs"),
        ("heartbeat: hc/abc", "is no web address"),
        ("heartbeat: 'ftp://hc/abc'", "is no web address"),
    ],
)
def test_what_cannot_be_kept_is_said_with_what_to_write(
    tmp_path: Path, more: str, problem: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        loaded(tmp_path, more)
    assert problem in str(refused.value)
    assert "config.yaml:2" in str(refused.value)


def test_there_is_a_response_run_even_where_runs_are_listed_without_one(tmp_path: Path) -> None:
    assert loaded(tmp_path, "runs: {evening: [flag_overdue]}").runs == {
        "evening": ("flag_overdue",),
        "response": ("highlight_sla",),
    }
    own = loaded(tmp_path, "runs: {response: [flag_overdue]}")
    assert own.runs["response"] == own.schedule[0].jobs == ("flag_overdue",)


def test_a_heartbeat_is_an_address_or_the_place_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loaded(tmp_path, "").heartbeat is None
    plain = loaded(tmp_path, "heartbeat: https://hc.example/abc").heartbeat
    assert plain is not None
    assert plain.address() == "https://hc.example/abc"
    monkeypatch.setenv("HC", "https://hc.example/secret")
    hidden = loaded(tmp_path, "heartbeat: env:HC").heartbeat
    assert hidden == Heartbeat("env:HC", tmp_path)
    assert hidden.address() == "https://hc.example/secret"
    assert "secret" not in repr(hidden)
