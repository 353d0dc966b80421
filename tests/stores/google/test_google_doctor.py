"""`sheetsync doctor` on a Google spreadsheet: each step says how it is and what to click."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from jobs.cli import cli
from jobs.doctor.diagnose import diagnose
from sheetsync.stores.base import Diagnosis
from sheetsync.stores.google.spreadsheet_settings import date_order, looked_through
from tests.builders import settings
from tests.google.faults import too_many_requests
from tests.google.person import Person
from tests.google.server import GoogleServer
from tests.google.world import ROBOT, File

NOW = datetime(2026, 11, 21, 20)
CONFIG = "google:\n  spreadsheet: {id}\n  credentials: {key}\ntimezone: Asia/Kolkata\n"
LEADS = [
    ["Lead ID", "Name", "Phone", "Status", "Follow-up (auto)"],
    ["L-000001", "Asha", "98200 12345", "New", ""],
    ["L-000002", "Ravi", "98200 12346", "New", ""],
]
WALK = [
    "Credentials", "Google", "Sign-in", "Sheets API", "Spreadsheet", "Shared", "Editor", "Tab",
    "Protected", "Time zone there", "Locale there", "Size", "Quota", "Leads",
]  # fmt: skip

pytestmark = pytest.mark.usefixtures("state_dir", "led_here")
Doctor = Callable[[], dict[str, Diagnosis]]


@pytest.fixture
def key(google: GoogleServer) -> Path:
    return google.key_file()


@pytest.fixture
def config(ana: Person, file: File, key: Path, tmp_path: Path) -> Path:
    """Ana's lead sheet, set up as India does."""
    ana.rename_tab("Sheet1", "Leads")
    ana.paste("Leads!A1", LEADS)
    file.spreadsheet.locale, file.spreadsheet.time_zone = "en_IN", "Asia/Calcutta"
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG.format(id=file.id, key=key.as_posix()), encoding="utf-8")
    return path


@pytest.fixture
def doctor(config: Path) -> Doctor:
    """The lines by subject; of several on one subject, the last."""
    return lambda: {line.subject: line for line in diagnose(config, NOW)}


def problems(said: dict[str, Diagnosis]) -> list[str]:
    return [subject for subject, line in said.items() if line.state == "problem"]


# Where all is well


def test_every_step_has_a_line_in_the_order_they_are_taken(doctor: Doctor) -> None:
    said = doctor()
    assert [subject for subject in said if subject in WALK] == WALK
    assert {said[subject].state for subject in WALK} == {"ok"}
    assert ROBOT in said["Credentials"].message


def test_it_takes_three_reads_and_changes_nothing(
    doctor: Doctor, google: GoogleServer, ana: Person
) -> None:
    before = ana.sees("Leads")
    doctor()
    assert google.calls() == ["read", "write", "read", "read"]
    assert ana.sees("Leads") == before
    assert ana.file.spreadsheet.metadata == []


def test_every_column_is_told_and_the_table_is_googles(doctor: Doctor, ana: Person) -> None:
    ana.make_table("Leads!A1:E3", "Enquiries")
    said = doctor()
    assert said["Name"].message.startswith("column B 'Name', by its name")
    assert said["Table"].message == "Google table 'Enquiries'"


def test_what_a_run_costs_is_told_with_what_google_allows(doctor: Doctor) -> None:
    said = doctor()["Quota"].message
    assert "2 calls where nothing is to be changed, and 4 where something is" in said
    assert "60 reads and 60 writes a minute" in said


# Where a step fails


def test_a_key_that_is_not_whole_is_told_and_what_follows_waits(doctor: Doctor, key: Path) -> None:
    key.write_text(json.dumps({"type": "service_account"}), encoding="utf-8")
    said = doctor()
    assert problems(said) == ["Credentials"]
    assert said["Credentials"].message == f"{key}: the key in it is not whole"
    assert said["Credentials"].remedy.startswith("Make one at console.cloud.google.com")
    assert said["Not looked at"].message.startswith("Google, Sign-in, Sheets API, ")
    assert "Quota" in said


def test_without_any_key_the_ways_to_give_one_are_told(
    doctor: Doctor, config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    for name in ("AUTHORIZED_USER", "SERVICE_ACCOUNT", "CREDENTIALS"):
        monkeypatch.setattr(f"gspread.auth.DEFAULT_{name}_FILENAME", tmp_path / "none.json")
    lines = config.read_text(encoding="utf-8").splitlines(keepends=True)
    config.write_text("".join(x for x in lines if "credentials" not in x), encoding="utf-8")
    said = doctor()["Credentials"]
    assert (said.state, said.message) == (
        "problem", "there is no key to sign in to Google with",
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps its permissions elsewhere")
def test_a_key_file_others_can_read_is_told_with_the_command_that_mends_it(
    doctor: Doctor, key: Path
) -> None:
    key.chmod(0o644)
    said = doctor()
    assert (said["Key file"].state, said["Key file"].remedy) == ("note", f"Run: chmod 600 {key}")
    assert problems(said) == []


def test_without_a_network_nothing_is_asked_twice(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def unplugged(_: requests.Session, method: str, url: str, **__: object) -> None:
        tried.append(url)
        raise requests.ConnectionError

    monkeypatch.setattr("sheetsync.stores.google.http.time.sleep", lambda _: None)
    monkeypatch.setattr("sheetsync.stores.google.http.wait_before_next", lambda *_, **__: None)
    monkeypatch.setattr(requests.Session, "request", unplugged)
    said = doctor()
    assert problems(said) == ["Google"]
    assert ROBOT in said["Credentials"].message
    assert len(tried) == 1


def test_a_key_google_does_not_know_is_told(doctor: Doctor, google: GoogleServer) -> None:
    google.tokens.known_robots.clear()
    said = doctor()
    assert problems(said) == ["Sign-in"]
    assert said["Google"].state == "ok"
    assert f"the account {ROBOT} of this key does not exist any more" in said["Sign-in"].message


def test_an_api_switched_off_is_told_with_where_to_click_and_whom_to_share_with(
    doctor: Doctor, google: GoogleServer
) -> None:
    google.world.apis_off.add("sheets")
    said = doctor()
    assert problems(said) == ["Sheets API"]
    assert said["Sheets API"].remedy.startswith("Open https://console.developers.google.com/")
    assert f"add {ROBOT} as Editor" in said["Not looked at"].remedy
    assert "Shared" in said["Not looked at"].message


def test_a_spreadsheet_that_is_gone_is_told(
    doctor: Doctor, google: GoogleServer, file: File
) -> None:
    del google.world.files[file.id]
    said = doctor()
    assert problems(said) == ["Spreadsheet"]
    assert "no such spreadsheet" in said["Spreadsheet"].message


def test_one_not_shared_is_told_with_the_address_to_share_it_with(
    doctor: Doctor, file: File
) -> None:
    del file.roles[ROBOT]
    said = doctor()
    assert problems(said) == ["Shared"]
    assert f"Open https://docs.google.com/spreadsheets/d/{file.id}/edit" in said["Shared"].remedy
    assert f"add {ROBOT} as Editor" in said["Shared"].remedy


def test_a_viewer_is_told_and_all_the_rest_is_looked_at_still(doctor: Doctor, file: File) -> None:
    file.roles[ROBOT] = "reader"
    said = doctor()
    assert problems(said) == ["Editor"]
    assert said["Editor"].message.startswith("it may be read only: ")
    assert f"add {ROBOT} as Editor" in said["Editor"].remedy
    assert said["Leads"].message.startswith("2 leads on 'Leads'")


def test_where_google_does_not_say_who_may_edit_that_is_told(
    doctor: Doctor, google: GoogleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sheetsync.stores.google.http.time.sleep", lambda _: None)
    google.faults.add(too_many_requests(retry_after=600), on="write")
    said = doctor()
    assert said["Editor"].state == "note"
    assert problems(said) == []


def test_a_missing_tab_is_told_and_does_not_hide_the_rest(doctor: Doctor, ana: Person) -> None:
    ana.rename_tab("Leads", "Enquiries")
    said = doctor()
    assert problems(said) == ["Tab"]
    assert "Enquiries" in said["Tab"].remedy
    assert {"Editor", "Time zone there", "Locale there", "Quota"} <= said.keys()


def test_a_missing_header_row_is_told(doctor: Doctor, ana: Person) -> None:
    ana.clear("Leads!A1:E3")
    assert problems(doctor()) == ["Header row"]


# Protection


def test_a_protected_column_of_ours_is_a_problem(doctor: Doctor, ana: Person) -> None:
    ana.protect("Leads!E2:E2")
    said = doctor()
    assert problems(said) == ["Follow-up (auto)"]
    assert said["Follow-up (auto)"].message.endswith("protected from sheetsync in 1 of 2 rows")
    assert said["Protected"].message == "E2 of 'Leads' may not be written to"
    assert ROBOT in said["Protected"].remedy


def test_a_protected_column_of_the_teams_is_in_nobodys_way(doctor: Doctor, ana: Person) -> None:
    ana.protect("Leads!B1:B1000")
    said = doctor()
    assert problems(said) == []
    assert (said["Protected"].state, said["Protected"].message) == (
        "note", "B1:B1000 of 'Leads' may not be written to",
    )  # fmt: skip


def test_a_protection_that_only_warns_is_none(doctor: Doctor, ana: Person) -> None:
    ana.protect("Leads!E1:E3", warning_only=True)
    assert doctor()["Protected"].state == "ok"


def test_a_protected_report_tab_is_told(doctor: Doctor, config: Path, ana: Person) -> None:
    ran = CliRunner().invoke(cli, ["run", "flag_overdue", "--config", str(config), "--quiet"])
    assert ran.exit_code == 0, ran.output
    ana.protect("Overdue!A1:A2")
    said = doctor()
    assert problems(said) == ["Protected"]
    assert said["Protected"].message.startswith("the report tab 'Overdue' is protected")


# Time zone, locale and size


def test_another_time_zone_than_the_configs_is_noted(doctor: Doctor, file: File) -> None:
    file.spreadsheet.time_zone = "America/New_York"
    said = doctor()["Time zone there"]
    assert said.state == "note"
    assert said.message.startswith("the spreadsheet goes by America/New_York, config.yaml by Asia/")
    assert "File → Settings → Time zone" in said.remedy


def test_so_is_one_that_only_google_knows() -> None:
    there = {"properties": {"timeZone": "GMT+05:30", "locale": "en_IN"}, "sheets": []}
    said = {line.subject: line for line in looked_through(there, settings(), ROBOT)}
    assert said["Time zone there"].state == "note"


def test_a_locale_that_swaps_day_and_month_is_noted(doctor: Doctor, file: File) -> None:
    file.spreadsheet.locale = "en_US"
    said = doctor()["Locale there"]
    assert said.state == "note"
    assert "reads a date typed there as MDY, and config.yaml says DMY" in said.message


@pytest.mark.parametrize(
    ("locale", "order"),
    [("en_US", "MDY"), ("en_GB", "DMY"), ("ja_JP", "YMD"), ("de_DE", "DMY"), ("en_CA", "")],
)
def test_a_date_is_read_as_the_country_writes_it(locale: str, order: str) -> None:
    assert date_order(locale) == order


# How it ends


def test_it_exits_with_1_where_there_are_problems_and_0_where_there_are_none(
    config: Path, file: File
) -> None:
    words = ["doctor", "--config", str(config)]
    well = CliRunner().invoke(cli, words)
    assert (well.exit_code, well.output.splitlines()[-1]) == (0, "Everything is in place.")
    del file.roles[ROBOT]
    ill = CliRunner().invoke(cli, [*words, "--json"])
    assert ill.exit_code == 1
    told = json.loads(ill.output)
    assert told["problems"] == 1
    assert {*told["diagnoses"][0]} == {"subject", "state", "message", "remedy"}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps its permissions elsewhere")
def test_a_run_names_a_key_file_that_others_can_read(config: Path, key: Path) -> None:
    key.chmod(0o644)
    ran = CliRunner().invoke(cli, ["run", "flag_overdue", "--config", str(config)])
    assert ran.exit_code == 0, ran.output
    assert f"chmod 600 {key}" in ran.output
