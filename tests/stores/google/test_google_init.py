"""`sheetsync init --google`: what a blank spreadsheet is made into, and what is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from jobs.cli import cli
from sheetsync.config import load, preset_settings
from sheetsync.errors import AlreadyThere, PermissionRefused, SignInRefused
from sheetsync.highlights import BY_NAME, closed_words, resolve
from sheetsync.schema import FIELDS, MACHINE_FIELDS
from sheetsync.stores.google import highlights
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.template import blank
from sheetsync.stores.google.template.prepare import Prepared, prepare
from tests.builders import settings
from tests.google.desk import Desk
from tests.google.faults import LostReply
from tests.google.person import Person
from tests.google.server import GoogleServer
from tests.google.world import ROBOT, File

COLUMN = {field.name: number for number, field in enumerate(FIELDS)}
CELLS = "data.rowData.values(userEnteredValue,userEnteredFormat,note,dataValidation)"
ON_TABS = "conditionalFormats,protectedRanges,basicFilter"
EVERYTHING = f"properties,sheets(properties,{ON_TABS},{CELLS})"


VALUES = f"sheets(properties,{ON_TABS},data.rowData.values.userEnteredValue)"


def tabs(connection: Connection, fields: str = EVERYTHING) -> dict[str, Json]:
    found = connection.get(fields)["sheets"]
    return {sheet["properties"]["title"]: sheet for sheet in found}


def titles(connection: Connection) -> list[str]:
    return list(tabs(connection, "sheets.properties.title"))


def rows(sheet: Json) -> list[list[Json]]:
    return [row.get("values", []) for row in sheet["data"][0]["rowData"]]


def cell(sheet: Json, row: int, field: str) -> Json:
    found: Json = rows(sheet)[row - 1][COLUMN[field]]
    return found


def texts(sheet: Json) -> list[str]:
    values = [each.get("userEnteredValue", {}) for row in rows(sheet) for each in row]
    return [str(next(iter(value.values()))) for value in values if value]


@pytest.fixture(scope="module")
def prepared() -> dict[str, Json]:
    """The tabs of a prepared spreadsheet, for tests that only look at them."""
    with Desk([]) as desk:
        sheet = desk.settings().google
        assert sheet is not None
        connection = Connection(sheet)
        assert prepare(connection, settings()) == Prepared("Our leads")
        return tabs(connection)


@pytest.fixture
def leads(prepared: dict[str, Json]) -> Json:
    return prepared["Leads"]


# What a blank spreadsheet becomes


def test_it_takes_one_read_and_one_write(connection: Connection, google: GoogleServer) -> None:
    prepare(connection, settings())
    assert google.calls() == ["read", "write"]


def test_it_has_the_same_tabs_as_the_workbook(prepared: dict[str, Json]) -> None:
    assert list(prepared) == ["Leads", "Read me", "Lists"]
    assert prepared["Leads"]["properties"]["sheetId"] == 0


def test_every_field_is_a_column_in_order_and_says_what_it_is_for(leads: Json) -> None:
    assert [each["userEnteredValue"]["stringValue"] for each in rows(leads)[0]] == [
        field.header for field in FIELDS
    ]
    assert [each.get("note", "") for each in rows(leads)[0]] == [f.prompt for f in FIELDS]


def test_a_business_has_its_own_headers_and_its_own_name_for_the_tab(
    connection: Connection,
) -> None:
    prepare(connection, settings(columns={"phone": "Mobile"}, tab="Enquiries"))
    header = cell(tabs(connection, VALUES)["Enquiries"], 1, "phone")
    assert header["userEnteredValue"] == {"stringValue": "Mobile"}


def test_grids_are_as_large_as_needed(prepared: dict[str, Json]) -> None:
    grids = {title: tab["properties"]["gridProperties"] for title, tab in prepared.items()}
    assert grids["Leads"]["columnCount"] == len(FIELDS)
    assert sum(grid["rowCount"] * grid["columnCount"] for grid in grids.values()) < 36_000


def test_headers_have_filter_buttons(leads: Json) -> None:
    reach = leads["basicFilter"]["range"]
    grid = leads["properties"]["gridProperties"]
    assert (reach["endRowIndex"], reach["endColumnIndex"]) == (
        grid["rowCount"],
        grid["columnCount"],
    )


def test_header_and_name_stay_in_view(leads: Json) -> None:
    grid = leads["properties"]["gridProperties"]
    assert grid["frozenRowCount"] == 1
    assert FIELDS[grid["frozenColumnCount"] - 1].name == "name"


def test_it_is_blank_below_the_headers(leads: Json) -> None:
    assert texts(leads) == [field.header for field in FIELDS]


@pytest.mark.parametrize(
    ("field", "kind", "pattern"),
    [
        ("needed_by", "DATE", "ddd d mmm yyyy"),
        ("received_at", "DATE_TIME", "d mmm yyyy hh:mm"),
        ("phone", "TEXT", "@"),
        ("follow_ups", "NUMBER", "0"),
    ],
)
def test_a_column_shows_what_it_holds_to_its_last_row(
    leads: Json, field: str, kind: str, pattern: str
) -> None:
    for row in (2, len(rows(leads))):
        shown = cell(leads, row, field)["userEnteredFormat"]["numberFormat"]
        assert shown == {"type": kind, "pattern": pattern}


def test_money_is_in_the_business_s_currency(leads: Json) -> None:
    shown = cell(leads, 2, "budget")["userEnteredFormat"]["numberFormat"]
    assert shown["type"] == "CURRENCY"
    assert "₹" in shown["pattern"]


def test_a_next_action_shows_its_time_where_it_has_one(leads: Json) -> None:
    """A format would hide it, or show midnight where there is none."""
    assert "numberFormat" not in cell(leads, 2, "next_action_date")["userEnteredFormat"]


def test_choices_drop_down_and_nothing_is_forbidden(
    connection: Connection, ana: Person, prepared: dict[str, Json]
) -> None:
    prepare(connection, settings())
    for name in ("source", "priority", "segment", "status", "owner", "lost_reason"):
        rule = cell(prepared["Leads"], 2, name)["dataValidation"]
        assert rule["condition"]["type"] == "ONE_OF_RANGE"
        assert rule["showCustomUi"]
        assert not rule.get("strict")
        (offered,) = connection.values([rule["condition"]["values"][0]["userEnteredValue"][1:]])
        assert [word for (word,) in offered] == list(settings().choices[name])
    ana.type("Leads!C2", "Pigeon post")


def test_people_are_asked_before_they_type_into_a_machine_column(leads: Json) -> None:
    (asked,) = leads["protectedRanges"]
    assert asked["warningOnly"]
    protected = range(asked["range"]["startColumnIndex"], asked["range"]["endColumnIndex"])
    assert [FIELDS[column].name for column in protected] == list(MACHINE_FIELDS)


def test_the_colours_are_those_a_first_run_would_make(leads: Json) -> None:
    columns = {name: number + 1 for name, number in COLUMN.items()}
    wished = resolve(BY_NAME, columns, 2, closed_words(settings()))
    assert highlights.found(leads) == {rule.name: rule.signature for rule in wished}


def test_the_read_me_says_what_that_of_the_workbook_says_but_for_closing_it(
    prepared: dict[str, Json],
) -> None:
    said = texts(prepared["Read me"])
    assert {"Read me", "What to do", "Red row", "Make it yours", "Issues (auto)"} <= set(said)
    assert "New → Contacted → Qualified → Quoted → Won or Lost" in said
    assert not any("Close the workbook" in text for text in said)


@pytest.mark.parametrize("locale", ["de_DE", "en_IN"])
def test_it_is_made_in_any_locale(connection: Connection, file: File, locale: str) -> None:
    file.spreadsheet.locale = locale
    assert not prepare(connection, settings()).content_on


def test_a_blank_tab_of_the_right_name_is_taken_and_others_stay(
    connection: Connection, ana: Person
) -> None:
    ana.add_tab("leads")
    ana.add_tab("Lists")
    prepare(connection, settings())
    assert titles(connection) == ["leads", "Read me", "Lists", "Sheet1"]


@pytest.mark.parametrize(
    "preset", ["general", "trade", "real_estate", "hospitality", "education", "services"]
)
def test_every_kind_of_business_can_start(connection: Connection, preset: str) -> None:
    assert not prepare(connection, preset_settings(preset)).content_on


# What is left alone


@pytest.mark.parametrize(
    "touched",
    [
        lambda ana: ana.type("Sheet1!Z900", "x"),
        lambda ana: ana.type("Sheet1!A1", '=""', shows=""),
        lambda ana: ana.note("Sheet1!B2", "mine"),
        lambda ana: ana.protect("Sheet1!A1"),
    ],
    ids=["a cell far down", "a formula that shows nothing", "a note", "a protected cell"],
)
def test_a_spreadsheet_with_any_content_is_left_alone(
    connection: Connection,
    google: GoogleServer,
    ana: Person,
    touched: Callable[[Person], Any],
) -> None:
    touched(ana)
    before = connection.get(EVERYTHING)
    assert prepare(connection, settings()) == Prepared("Our leads", "Sheet1")
    assert connection.get(EVERYTHING) == before
    assert "write" not in google.calls()


def test_colours_and_widths_alone_are_no_content(connection: Connection) -> None:
    painted = {"userEnteredFormat": {"backgroundColor": {"red": 1}}}
    where = {"sheetId": 0, "endRowIndex": 1}
    connection.batch_update(
        [{"repeatCell": {"range": where, "cell": painted, "fields": "userEnteredFormat"}}]
    )
    assert blank.content(connection.get(blank.FIELDS)) == ""


def test_preparing_twice_changes_nothing_the_second_time(
    connection: Connection, google: GoogleServer, prepared: dict[str, Json]
) -> None:
    prepare(connection, settings())
    assert prepare(connection, settings()).content_on == "Leads"
    assert google.calls().count("write") == 1
    assert tabs(connection) == prepared


def test_where_the_reply_is_lost_the_spreadsheet_says_whether_it_was_done(
    connection: Connection, google: GoogleServer
) -> None:
    google.faults.add(LostReply(), on="batchUpdate")
    assert prepare(connection, settings()) == Prepared("Our leads")
    assert "Leads" in titles(connection)


# The command


@pytest.fixture
def init(led_here: GoogleServer, file: File, tmp_path: Path) -> Callable[..., Result]:
    def run(*more: str) -> Result:
        address = f"https://docs.google.com/spreadsheets/d/{file.id}/edit#gid=0"
        words = ["init", str(tmp_path / "shop"), "--google", address]
        return CliRunner().invoke(cli, [*words, "--credentials", str(led_here.key_file()), *more])

    return run


def test_init_writes_a_config_that_names_the_spreadsheet_and_prepares_it(
    init: Callable[..., Result], connection: Connection, tmp_path: Path
) -> None:
    done = init()
    assert done.exit_code == 0, done.output
    assert "Prepared “Our leads”: Leads, Read me, Lists" in done.output
    made = load(tmp_path / "shop" / "config.yaml")
    assert made.google is not None
    assert made.google.id == connection.sheet.id
    assert made.workbook is None
    assert sorted(path.name for path in (tmp_path / "shop").iterdir()) == ["config.yaml"]
    assert titles(connection) == ["Leads", "Read me", "Lists"]


def test_init_leaves_a_spreadsheet_in_use_alone_and_says_so(
    init: Callable[..., Result], ana: Person, tmp_path: Path
) -> None:
    ana.type("Sheet1!A1", "Name")
    done = init()
    assert done.exit_code == 0, done.output
    assert "Left “Our leads” as it is: its tab Sheet1 holds something already" in done.output
    assert load(tmp_path / "shop" / "config.yaml").google is not None


def test_init_twice_is_harmless(init: Callable[..., Result], file: File, tmp_path: Path) -> None:
    init()
    before = file.spreadsheet, (tmp_path / "shop" / "config.yaml").read_text(encoding="utf-8")
    assert isinstance(init().exception, AlreadyThere)
    after = file.spreadsheet, (tmp_path / "shop" / "config.yaml").read_text(encoding="utf-8")
    assert after == before


def test_init_leaves_no_config_where_the_spreadsheet_is_not_shared(
    init: Callable[..., Result], file: File, tmp_path: Path
) -> None:
    del file.roles[ROBOT]
    assert isinstance(init().exception, PermissionRefused)
    assert not (tmp_path / "shop" / "config.yaml").exists()


def test_init_that_fails_leaves_no_folder_it_made(
    init: Callable[..., Result], file: File, tmp_path: Path
) -> None:
    del file.roles[ROBOT]
    init()
    assert not (tmp_path / "shop").exists()
    (tmp_path / "shop").mkdir()
    init()
    assert (tmp_path / "shop").is_dir()  # which was there before


def test_init_without_a_key_names_no_config_that_is_not_there(
    tmp_path: Path, file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", "SHEETSYNC_GOOGLE_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("gspread.auth.DEFAULT_CONFIG_DIR", tmp_path / "nothing")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "a" / "shop"), "--google", file.id])
    assert isinstance(done.exception, SignInRefused)
    assert "config.yaml" not in done.exception.hint
    assert "Then name the file with --credentials." in done.exception.hint
    assert not (tmp_path / "a").exists()


def test_init_says_what_to_look_at_where_there_is_no_config_yet(
    init: Callable[..., Result], file: File, google: GoogleServer
) -> None:
    del file.roles[ROBOT]
    refused = init().exception
    assert isinstance(refused, PermissionRefused)
    assert "compare the address with the one after --google." in refused.hint


def test_a_key_file_named_from_here_is_found_from_the_config(
    led_here: GoogleServer, file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("key.json").write_bytes(led_here.key_file().read_bytes())
    done = CliRunner().invoke(
        cli, ["init", "shop", "--google", file.id, "--credentials", "key.json"]
    )
    assert done.exit_code == 0, done.output
    made = load(Path("shop/config.yaml")).google
    assert made is not None
    assert made.credentials is not None
    assert made.credentials.resolve() == (tmp_path / "key.json").resolve()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--google", "https://example.com/leads"), "neither the address nor the id"),
        (("--credentials", "key.json"), "--credentials goes with --google"),
    ],
)
def test_init_says_what_is_wrong_with_its_words(words: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(cli, ["init", *words])
    assert done.exit_code == 2
    assert said in done.output


def test_the_first_runs_find_all_they_need_in_it(
    init: Callable[..., Result], ana: Person, connection: Connection, tmp_path: Path
) -> None:
    init()
    before = tabs(connection, VALUES)["Leads"]["conditionalFormats"]
    ana.type("Leads!D2", "Asha Traders")
    ana.type("Leads!F2", "98200 12345")
    words = ["nightly", "--config", str(tmp_path / "shop" / "config.yaml"), "--quiet"]
    ran = CliRunner().invoke(cli, ["run", *words])
    assert ran.exit_code == 0, ran.output + repr(ran.exception)
    after = tabs(connection, VALUES)["Leads"]
    assert cell(after, 2, "lead_id")["userEnteredValue"] == {"stringValue": "L-000001"}
    assert cell(after, 2, "follow_up")["userEnteredValue"] == {"stringValue": "None planned"}
    assert len(rows(after)[0]) == len(FIELDS)
    assert after["conditionalFormats"][: len(before)] == before
    again = CliRunner().invoke(cli, ["plan", *words[:-1]])
    assert again.output == "No changes.\n"


def test_blankness_of_a_large_spreadsheet_is_seen_quickly() -> None:
    row: Json = {"values": [{}] * 30}
    part = {"rowData": [row] * 20_000}
    sheet = {"properties": {"title": "Leads"}, "data": [part]}
    began = time.perf_counter()
    assert blank.content({"sheets": [sheet]}) == ""
    assert time.perf_counter() - began < 2
