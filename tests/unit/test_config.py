"""config.yaml: what it may say, what it means, and how its mistakes are told."""

import ast
import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sheetsync.config import Person, Settings, load, preset_settings
from sheetsync.config.meaning import check_codes
from sheetsync.config.model import ConfigModel
from sheetsync.config.preset import preset_names
from sheetsync.config.starter import starter_config
from sheetsync.errors import ConfigError, PermissionRefused

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)

needs_checks = pytest.mark.skipif(check_codes() is None, reason="sheetsync.checks is not there")


@pytest.fixture
def settings_of(tmp_path: Path):
    def read(text: str) -> Settings:
        path = tmp_path / "config.yaml"
        path.write_text(f"workbook: leads.xlsx\n{text}", encoding="utf-8")
        return load(path)

    return read


@pytest.fixture
def problems_of(tmp_path: Path):
    """The problem lines of a whole file, the file's name taken off."""

    def read(text: str) -> list[str]:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            load(path)
        return [line.removeprefix("config.yaml:") for line in caught.value.what.splitlines()]

    return read


@pytest.fixture
def problem_of(problems_of):
    """The one problem of a piece that follows ``workbook:`` in line 1."""

    def read(text: str) -> str:
        problems = problems_of(f"workbook: leads.xlsx\n{text}")
        assert len(problems) == 1, problems
        return problems[0]

    return read


# The example and the defaults


def test_the_config_at_the_root_is_what_init_writes():
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert text == starter_config("general", TODAY)


@pytest.mark.parametrize("preset", preset_names())
def test_a_starter_config_of_every_preset_loads(preset: str, tmp_path: Path):
    path = tmp_path / "config.yaml"
    path.write_text(starter_config(preset, TODAY, "Büro/leads 2026.xlsx"), encoding="utf-8")
    settings = load(path)
    assert settings.preset == preset
    assert settings.since == TODAY
    assert settings.workbook == tmp_path / "Büro" / "leads 2026.xlsx"


@pytest.mark.parametrize("preset", preset_names())
def test_the_examples_in_a_starter_config_work_once_their_signs_are_taken_off(
    preset: str, tmp_path: Path
):
    lines = starter_config(preset, TODAY).splitlines()
    opened = []
    for line in lines:
        keys = ("# columns:", "# statuses:", "# sources:", "# lost_reasons:", "# messages:", "#   ")
        example = line.startswith(keys)
        opened.append(line[2:] if example else line)
    path = tmp_path / "config.yaml"
    path.write_text("\n".join(opened), encoding="utf-8")
    settings = load(path)
    assert settings.columns
    assert len(settings.choices["source"]) == len(settings.choices["lost_reason"]) == 4
    assert [s.name for s in settings.stages] == [s.name for s in preset_settings(preset).stages]
    assert settings.messages
    assert settings.messages.quiet


def test_a_workbook_is_all_a_config_must_name(settings_of, tmp_path: Path):
    settings = settings_of("")
    assert settings.workbook == tmp_path / "leads.xlsx"
    assert (settings.tab, settings.preset) == ("Leads", "general")
    assert settings.timezone == ZoneInfo("Asia/Kolkata")
    assert (settings.currency, settings.phone_region, settings.date_order) == ("INR", "IN", "DMY")
    assert settings.since is None
    assert settings.hours.week == {day: ((time(9), time(18)),) for day in range(6)}
    assert list(settings.hours.holidays(2026)) == []
    assert settings.targets == {"Hot": timedelta(minutes=10), "Normal": timedelta(hours=1)}
    assert settings.runs["nightly"] == ("validate_rows", "flag_overdue", "highlight_sla")
    assert settings.review_day == 4
    assert [step.day for step in settings.ladder] == [0, 1, 3, 7, 14]


def test_the_locale_decides_what_the_config_leaves_open(settings_of):
    settings = settings_of("locale: en-gb\n")
    assert settings.locale == "en_GB"
    assert settings.timezone == ZoneInfo("Europe/London")
    assert (settings.currency, settings.phone_region) == ("GBP", "GB")


def test_a_country_with_several_time_zones_must_name_its_own(problem_of):
    assert problem_of("locale: en_US\n").startswith("1  timezone: is missing")


# Hours and holidays


@pytest.mark.parametrize(
    ("written", "ranges"),
    [
        ('"09:00-13:00, 14:00-18:00"', [(9, 13), (14, 18)]),
        ("09:00-13:00, 14:00-18:00", [(9, 13), (14, 18)]),
        ("[09:00-13:00, 14:00-18:00]", [(9, 13), (14, 18)]),
        ("[14:00-18:00, 09:00-13:00]", [(9, 13), (14, 18)]),
        ("9 – 18", [(9, 18)]),
        ("9 am to 6 pm", [(9, 18)]),
        ("09:00-13:00, 13:00-18:00", [(9, 13), (13, 18)]),
        ("18:00-24:00", [(18, 0)]),
        ("00:00-24:00", [(0, 0)]),
        ("closed", []),
    ],
)
def test_hours_are_read_as_people_write_them(written, ranges, settings_of):
    settings = settings_of(f"hours:\n  tue: {written}\n  mon: 9-10\n")
    assert settings.hours.week[1] == tuple((time(a), time(b)) for a, b in ranges)
    assert set(settings.hours.week) == {0, 1}


def test_days_may_be_named_singly_in_spans_and_in_lists(settings_of):
    written = "{wed: closed, 'Monday-tue, thu-Fri': 9-18, 'sat, sun': 10-14}"
    week = settings_of(f"hours: {written}\n").hours.week
    assert week[2] == ()
    assert week[0] == week[4] == ((time(9), time(18)),)
    assert week[5] == week[6] == ((time(10), time(14)),)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("mon: 18:00-09:00", "hours.mon: 09:00 is before 18:00 — write the opening time first"),
        ("mon: 09:00-14:00, 13:00-18:00", "09:00-14:00 and 13:00-18:00 overlap"),
        ("mon: 20:00-24:00, 21:00-22:00", "20:00-24:00 and 21:00-22:00 overlap"),
        ("mon: 09:00-25:00", "there is no 25:00"),
        ("mon: 09:00-09:00", "is no time at all"),
        ("mon: 24:00-09:00", "there is no 24:00"),
        ("mon: nine to five", "cannot read"),
        ("mon: 9", "9 cannot be opening hours"),
        ("mon:", "nothing cannot be opening hours"),
        ("mon: true", "true cannot be opening hours"),
        ("moon: 9-18", "'moon' is not a day of the week — did you mean mon?"),
        ("mon: closed", "no day of the week is open"),
        ("{mon: 9-18, Monday: 9-18}", "Monday is already in mon"),
        ("{mon-fri: 9-18, fri-sun: 9-18}", "Friday is already in mon-fri"),
        (
            "{mon-fri: 9-18, mon: 10-18}",
            "Monday is already in mon-fri — give each day once, e.g. tue-fri",
        ),
        (
            "{wed: closed, mon-fri: 9-18}",
            "Wednesday is already in wed — give each day once, e.g. mon-tue, thu-fri",
        ),
    ],
)
def test_impossible_hours_are_refused(hours, said, problem_of):
    block = f"hours: {hours}\n" if hours.startswith("{") else f"hours:\n  {hours}\n"
    assert said in problem_of(block)


def test_holidays_are_the_country_s_and_region_s_with_the_own_list(settings_of):
    closed = settings_of(
        "holidays: {country: IN, region: mh, dates: [2026-11-11], working: [2026-12-25]}\n"
    ).hours.holidays(2026)
    assert date(2026, 5, 1) in closed  # Maharashtra Day
    assert date(2026, 11, 11) in closed
    assert date(2026, 12, 25) not in closed
    assert all(day.year == 2026 for day in closed)


def test_own_holidays_need_no_country_and_a_region_takes_the_locale_s(settings_of):
    assert list(settings_of("holidays: {dates: [2026-11-11]}\n").hours.holidays(2026)) == [
        date(2026, 11, 11)
    ]
    assert date(2026, 5, 1) in settings_of("holidays: {region: Maharashtra}\n").hours.holidays(2026)


@pytest.mark.parametrize(
    ("holidays", "said"),
    [
        ("{country: Indai}", "did you mean IN (India)?"),
        ("{country: IN, region: Maharastra}", "did you mean MH (Maharashtra)?"),
        ("{country: IN, region: ZZ}", "IN has no region 'ZZ'"),
        ("{dates: [2026-02-30]}", "2026-02-30 is not a day — write year-month-day"),
        ("{dates: [9 Nov]}", "9 Nov is not a day"),
        ("{dates: [2026-11-09, 2026-11-09]}", "2026-11-09 is listed twice"),
        ("{dates: [2026-11-09], working: [2026-11-09]}", "2026-11-09 is also under dates"),
    ],
)
def test_wrong_holidays_are_refused(holidays, said, problem_of):
    assert said in problem_of(f"holidays: {holidays}\n")


def test_norway_is_a_country_and_not_a_no(settings_of):
    settings = settings_of("locale: nb_NO\nholidays: {country: NO}\n")
    assert settings.phone_region == "NO"
    assert date(2026, 5, 17) in settings.hours.holidays(2026)


def test_where_yaml_does_read_a_no_it_says_so(problems_of):
    said = problems_of("%YAML 1.1\n---\nworkbook: leads.xlsx\nholidays: {country: NO}\n")
    assert said == ['4  holidays.country: false is not text — put it in quotes: "false"']


# Team, words, columns, runs


def test_people_are_known_by_name_and_by_initials(settings_of):
    settings = settings_of("team:\n  - {name: Asha, also: [AK, Ash]}\n  - Ravi\n")
    assert settings.team == (Person("Asha", ("AK", "Ash")), Person("Ravi"))
    assert settings.choices["owner"] == ("Asha", "Ravi")
    assert settings.choice_words["owner"]["ak"] == "Asha"
    assert settings.choice_words["owner"]["ravi"] == "Ravi"


@pytest.mark.parametrize(
    "team",
    ["[Asha, Ravi, asha]", "[Asha, Ravi, Asha]", "[Asha, Ravi, {name: Meera, also: [ASHA]}]",
     "[{name: Ravi, also: [asha]}, Meera, Asha]"],
)  # fmt: skip
def test_an_owner_listed_twice_is_refused(team, problem_of):
    said = problem_of(f"team: {team}\n")
    assert said.startswith("2  team[3]: ")
    assert "already stands for the owner" in said


@pytest.mark.parametrize(
    ("field", "typed", "known"),
    [
        ("source", "insta", "Instagram"),
        ("source", "gmb", "Google Business Profile"),
        ("source", "google maps", "Google Business Profile"),
        ("source", "just dial", "Justdial"),
        ("source", "whats app", "WhatsApp"),
        ("source", "whatsapp", "WhatsApp"),
        ("priority", "urgent", "Hot"),
        ("priority", "high", "Hot"),
        ("lost_reason", "too expensive", "High price"),
        ("status", "closed won", "Won"),
        ("status", "quotation sent", "Quoted"),
    ],
)
def test_other_spellings_stand_for_a_known_word(field, typed, known, settings_of):
    assert settings_of("").choice_words[field][typed] == known


def test_own_sources_replace_the_preset_s_and_keep_their_own_name(settings_of):
    settings = settings_of("sources: [Insta, {name: Stall, also: [expo]}, Just Dial]\n")
    words = settings.choice_words["source"]
    assert settings.choices["source"] == ("Insta", "Stall", "Just Dial")
    assert words["instagram"] == "Insta"
    assert words["justdial"] == "Just Dial"
    assert words["expo"] == "Stall"
    assert "whatsapp" not in words


def test_own_lost_reasons_replace_the_preset_s(settings_of):
    settings = settings_of("lost_reasons: [Too dear, {name: No stock, also: [oos]}]\n")
    assert settings.choices["lost_reason"] == ("Too dear", "No stock")
    assert settings.choice_words["lost_reason"]["oos"] == "No stock"
    assert "late response" not in settings.choice_words["lost_reason"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("lost_reasons: []", "no reason is listed"),
        ("lost_reasons: [Price, price]", "already stands for the reason Price"),
        ("lost_reasons: [{name: Price, alsoo: [x]}]", "unknown key"),
    ],
)
def test_wrong_lost_reasons_are_refused(line, said, problem_of):
    assert said in problem_of(line)


def test_where_two_sources_are_of_one_family_its_other_names_are_left_open(settings_of):
    words = settings_of("sources: [Google Maps, GMB]\n").choice_words["source"]
    assert words["gmb"] == "GMB"
    assert "google business profile" not in words


def test_own_statuses_make_the_pipeline_in_their_order(settings_of):
    stages = settings_of(
        "statuses:\n  Fresh: open\n  Tasting: {kind: open, idle_days: 2, also: [tasted]}\n"
        "  Quoted: open\n  Booked: won\n  Not interested: lost\n"
    ).stages
    assert [(s.name, s.kind, s.idle_days) for s in stages] == [
        ("Fresh", "open", 5), ("Tasting", "open", 2), ("Quoted", "open", 7),
        ("Booked", "won", None), ("Not interested", "lost", None),
    ]  # fmt: skip
    assert "tasted" in stages[1].also
    assert "Quotation sent" in stages[2].also


def test_statuses_whose_words_are_unmistakable_need_no_kind(settings_of):
    stages = settings_of("statuses: [New, Proposal sent, Closed Won, Not interested]\n").stages
    assert [s.kind for s in stages] == ["open", "open", "won", "lost"]


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ("[New, Closed]", "2  statuses[2]: may be open, won or lost — write Closed: open, won or"),
        ("{New: open, Hot: }", "2  statuses.Hot: may be open, won or lost"),
        ("{New: open, Qwxz: }", "2  statuses.Qwxz: may be open, won or lost"),
        ("{New: open, NEW: open}", "2  statuses.NEW: is the same as New, in another case"),
        ("{New: open, Won: wonn}", "2  statuses.Won: 'wonn' cannot stand here — did you mean won?"),
        ("{New: open, A: {kind: open, also: [new]}}", "new already stands for New"),
        ("{New: open, Won: {kind: won, idle_days: 3}}", "only an open status can go idle"),
        ("{New: {kind: open, idle_days: 0}}", "0 is not a number of days"),
        ("{New: {kind: open, idle: 3}}", "unknown key — did you mean idle_days?"),
        ("{Won: won, New: open}", "2  statuses.Won: comes first"),
        ("{}", "2  statuses: no status is listed"),
    ],
)
def test_doubtful_statuses_are_refused(statuses, said, problem_of):
    assert said in problem_of(f"statuses: {statuses}\n")


def test_headers_of_the_business_are_kept_as_written(settings_of):
    said = """columns: {phone: Mobile no., need: 'Kya chahiye?', notes: "", budget: ""}\n"""
    assert settings_of(said).columns == {
        "phone": "Mobile no.", "need": "Kya chahiye?", "notes": "", "budget": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("{phon: Mobile}", "2  columns.phon: is no field — did you mean phone?"),
        ("{phone: Mail, email: ' mail '}", "2  columns.email: 'mail' is already phone"),
        ("{issues: Problems}", "the machine's own column keeps its header"),
        ("{notes: issues (auto)}", "'issues (auto)' is a column the machine writes"),
        ("{phone: }", "2  columns.phone"),
        ("{phone: 2026}", '2026 is not text — put it in quotes: "2026"'),
        ("[phone]", "a list cannot stand here — write key: value pairs"),
    ],
)
def test_wrong_columns_are_refused(columns, said, problem_of):
    assert said in problem_of(f"columns: {columns}\n")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("10 min", 600), ("10m", 600), ("1h", 3600), ("1 h 30 m", 5400), ("1.5 hours", 5400),
     ("90 minutes", 5400), ("1 hour and 5 mins", 3900), ("45s", 45)],
)  # fmt: skip
def test_targets_are_read_as_people_write_them(written, meant, settings_of):
    targets = settings_of(f"targets: {{hot: {written}}}\n").targets
    assert targets == {"Hot": timedelta(seconds=meant), "Normal": timedelta(hours=1)}


@pytest.mark.parametrize(
    ("targets", "said"),
    [("{hot: 10}", "10 of what? — write 10 min or 10 h"), ("{hot: soon}", "cannot read 'soon'"),
     ("{hot: 0 min}", "longer than nothing"), ("{hott: 1 h}", "is no priority — did you mean Hot?"),
     ("{hot: 1 h, Hot: 2 h}", "is the same as hot"), ("{hot: 2 d}", "cannot read '2 d'")],
)  # fmt: skip
def test_wrong_targets_are_refused(targets, said, problem_of):
    assert said in problem_of(f"targets: {targets}\n")


@needs_checks
def test_a_check_may_be_set_or_switched_off(settings_of):
    settings = settings_of("checks: {owner-missing: error, idle: off, quote-missing: Advice}\n")
    assert settings.checks == {"owner-missing": "error", "idle": "off", "quote-missing": "advice"}


@needs_checks
def test_an_unknown_check_is_refused_with_the_nearest(problem_of):
    said = problem_of("checks: {owner-mising: error}\n")
    assert said == "2  checks.owner-mising: there is no such check — did you mean owner-missing?"


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ("{nightly: [validate_row]}", "runs.nightly[1]: there is no job 'validate_row' — did you"),
        ("{nightly: [flag_overdue, flag_overdue]}", "flag_overdue is listed twice"),
        ("{flag_overdue: [flag_overdue]}", "is the name of a job"),
        ("{nightly: []}", "has no jobs"),
        ("{nightly: flag_overdue}", "write [flag_overdue]"),
    ],
)
def test_wrong_runs_are_refused(runs, said, problem_of):
    assert said in problem_of(f"runs: {runs}\n")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("workbok: a.xlsx", "2  workbok: unknown key — did you mean workbook?"),
        ("business_hours: {}", "2  business_hours: unknown key — did you mean hours?"),
        ("preset: realestate", "there is no preset 'realestate' — did you mean real_estate?"),
        ("timezone: Asia/Calcuta", "there is no time zone 'Asia/Calcuta' — did you mean Asia/"),
        ("timezone: Kolkata", "there is no time zone 'Kolkata' — did you mean Asia/Kolkata?"),
        ("timezone: ../etc/passwd", "there is no time zone"),
        ("locale: english", "there is no locale 'english' — write language_COUNTRY"),
        ("locale: en_XX", "there is no locale 'en_XX'"),
        ("currency: INT", "there is no currency 'INT' — did you mean IN"),
        ("phone_region: India", "there is no phone region 'India'"),
        ("date_order: DYM", "'DYM' cannot stand here"),
        ("since: 21-11-2026", "21-11-2026 is not a day — write year-month-day"),
        ("since: 2026-11-21 10:00:00", "is not a day"),
        ("review_day: fryday", "'fryday' is not a day of the week — did you mean friday?"),
        ("quiet_minutes: 15 min", "15 min is not a number of minutes — write a whole number"),
        ("quiet_minutes: -1", "-1 is not a number of minutes"),
        ("quiet_minutes: 2000", "2000 is not a number of minutes"),
        ("quiet_minutes: true", "true is not a number of minutes"),
        ("tab: 2026", '2026 is not text — put it in quotes: "2026"'),
        ("tab: true", 'true is not text — put it in quotes: "true"'),
        ("tab: [Leads]", "a list stands where one value belongs"),
        ("tab: Leads/2026", "Excel allows no / in a title"),
        ("team: Asha", "write [Asha]"),
        ("team: [[Asha]]", "2  team[1]: a list stands where one value belongs"),
        ("statuses: [[New]]", "2  statuses: a list stands where one value belongs"),
        ("sources: []", "no source is listed"),
        ("runs: {}", "no run is listed — list them, or remove this key"),
    ],
)
def test_a_wrong_word_is_told_with_what_to_write(line, said, problem_of):
    assert said in problem_of(f"{line}\n")


@pytest.mark.parametrize("day", ["fri", "Friday", "FRI.", "frida"])
def test_a_weekday_may_be_short_or_long(day, settings_of):
    assert settings_of(f"review_day: {day}\n").review_day == 4


def test_how_long_a_workbook_must_be_quiet_is_left_to_its_folder_unless_said(settings_of):
    assert settings_of("").quiet_minutes is None
    assert settings_of("quiet_minutes: 0\n").quiet_minutes == 0
    assert settings_of("quiet_minutes: 45\n").quiet_minutes == 45


def test_a_key_with_nothing_behind_it_is_as_good_as_absent(settings_of):
    assert settings_of("team:\n#  - Asha\nstatuses:\nhours:\n").team == ()


def test_a_workbook_without_a_name_is_told_with_its_line(problems_of):
    assert problems_of("tab: Leads\nworkbook:\n") == [
        "2  workbook: nothing is written here — write workbook: leads.xlsx"
    ]


def test_a_run_without_jobs_is_told(problem_of):
    assert "runs.nightly: nothing is written here" in problem_of("runs:\n  nightly:\n")


def test_a_file_that_may_not_be_read_is_no_matter_of_its_text(tmp_path: Path, monkeypatch):
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(PermissionRefused, match="this file may not be read"):
        load(tmp_path / "config.yaml")


# All problems at once


@needs_checks
def test_a_misspelt_key_with_a_wrong_value_is_told_for_both(problems_of):
    said = problems_of(
        "workbook: a.xlsx\n"
        "checks: {id-duplicat: eror}\n"
        "targets: {hott: 10}\n"
        "columns: {phon: 7}\n"
    )  # fmt: skip
    for place, key, value in (
        ("2  checks.id-duplicat", "there is no such check — did you mean id-duplicate?", "'eror'"),
        ("3  targets.hott", "is no priority — did you mean Hot?", "10 of what?"),
        ("4  columns.phon", "is no field — did you mean phone?", "7 is not text"),
    ):
        mine = [line.removeprefix(f"{place}: ") for line in said if line.startswith(place)]
        assert len(mine) == 2
        assert key in mine
        assert any(line.startswith(value) for line in mine)


def test_every_problem_is_told_at_once_in_the_order_of_the_file(problems_of):
    said = problems_of(
        "tab: 2026\n"
        "timezone: Asia/Kolkatta\n"
        "hours:\n"
        "  mon: 18:00-09:00\n"
        "  tue: 9-25\n"
        "team:\n"
        "  - Asha\n"
        "  - 7\n"
        "  - {nam: Ravi}\n"
        "  - asha\n"
        "statuses: {New: open, Closed: , Won: wonn, won: won}\n"
        "runs: {nightly: [flag_overdu]}\n"
        "tab: Leads\n"
        "colums: {}\n"
    )
    places = [line.split(": ")[0] for line in said]
    assert places == [
        "1  tab", "1  workbook", "2  timezone", "4  hours.mon", "5  hours.tue", "8  team[2]",
        "9  team[3]", "9  team[3].nam", "10  team[4]", "11  statuses.Closed", "11  statuses.Won",
        "11  statuses.won", "12  runs.nightly[1]", "13  tab", "14  colums",
    ]  # fmt: skip


def test_the_error_names_the_file_and_counts(tmp_path: Path):
    path = tmp_path / "office.yaml"
    path.write_text("workbook: a.xlsx\ntab: 1\ntab: 2\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(caught.value).startswith("office.yaml:2  tab: 1 is not text")
    assert f"2 problems in {path}" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: b: c", "1  two colons in one line"),
        ("tab: x\n  preset: y", "2  does not belong to the line above"),
        ("hours:\n\tmon: 9-18", "2  a tab stands at the start — indent with blanks, never tabs"),
        ("team: [Asha, Ravi\ntab: x", "1  a bracket is not closed"),
        ("tab: 'x\npreset: y", "1  a quotation mark is not closed"),
        ("hours:\n  mon: 9-18\n tue: 9-18", "3  not indented like its neighbours"),
        ("tab: @x", "1  a value cannot start with this sign — put it in quotes"),
        ("tab: *x", "1  a * at the start means an alias"),
        ("team: &x [*x]\nworkbook: x", "1  team[1]: contains itself"),
    ],
)
def test_broken_yaml_is_told_in_plain_words(text, said, problems_of):
    assert problems_of(text)[0].startswith(said)


SCALARS = ["", "~", "true", "no", "0", "7", "1.5", "x", "''", "2026-11-21", "09:00", "🔥", "open"]
VALUES = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner.filter(bool), max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from(["mon", "name", "kind", "also", "hot", "dates", "country", "1", "x"]),
            inner.filter(bool),
            max_size=3,
        ).map(lambda pairs: "{" + ", ".join(f"{k}: {v}" for k, v in pairs.items()) + "}")
    ),
    max_leaves=6,
)


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from([*ConfigModel.model_fields, "7", "x"]), VALUES, max_size=6))
def test_whatever_stands_in_the_file_it_is_settings_or_told_problems(tmp_path: Path, keys):
    path = tmp_path / "config.yaml"
    path.write_text("".join(f"{k}: {v}\n" for k, v in keys.items()), encoding="utf-8")
    for line in told(path):
        assert line.startswith(("config.yaml:", "says nothing")), line
        assert "Value error" not in line
        assert "Input should" not in line


def told(path: Path) -> list[str]:
    try:
        load(path)
    except ConfigError as error:
        return error.what.splitlines()
    return []


# What others say of it


def _texts_of_the_code() -> Iterator[tuple[str, str]]:
    for path in (*(ROOT / "sheetsync").rglob("*.py"), *(ROOT / "jobs").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.value


def test_every_key_that_a_message_sends_people_to_exists():
    named = {
        (file, key)
        for file, text in _texts_of_the_code()
        for key in re.findall(r"\b(?:under|it to|Add|point|Is) ([a-z_]+):(?=[\s.,]|$)", text)
    }
    assert {key for _, key in named} >= {"columns", "team", "statuses", "sources", "lost_reasons"}
    assert not {(file, key) for file, key in named if key not in ConfigModel.model_fields}


# No file to speak of


def test_a_missing_file_says_how_to_make_one(tmp_path: Path):
    with pytest.raises(ConfigError, match="there is no config file here") as caught:
        load(tmp_path / "config.yaml")
    assert "sheetsync init" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "says nothing"),
        (b"# only a note\n", "says nothing"),
        (b"- workbook\n", "must hold key: value lines"),
        (b"leads.xlsx\n", "must hold key: value lines"),
        (b"workbook: B\xfcro.xlsx\n", "is not UTF-8 text"),
        (b"workbook: \x00\n", "special characters are not allowed"),
        (b"PK\x03\x04\x14\x00", "special characters are not allowed"),
    ],
)
def test_what_is_no_config_gets_one_clear_error(content: bytes, said: str, tmp_path: Path):
    path = tmp_path / "config.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        load(path)


def test_a_folder_is_not_a_config(tmp_path: Path):
    with pytest.raises(ConfigError, match="this is a folder") as caught:
        load(tmp_path)
    assert caught.value.hint == f"Name the file in it: --config {tmp_path / 'config.yaml'}"


def test_a_config_inside_a_file_is_not_there(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"notes\.txt is not a folder"):
        load(tmp_path / "notes.txt" / "config.yaml")


def test_a_name_no_file_can_have_is_told_in_plain_words(tmp_path: Path):
    with pytest.raises(ConfigError, match="this file cannot be read"):
        load(tmp_path / ("x" * 300))


def test_a_file_that_begins_with_a_byte_order_mark_is_fine(tmp_path: Path):
    path = tmp_path / "config.yaml"
    path.write_bytes(b"\xef\xbb\xbfworkbook: leads.xlsx\r\ntab: Leads\r\n")
    assert load(path).tab == "Leads"
