"""Our colour rules on a Google tab: ensured once, known again, and never at the cost of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import gspread
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs import registry, runner
from sheetsync import lead_numbers
from sheetsync.highlights import BY_NAME, closed_words, resolve
from sheetsync.plan import HighlightRule, Plan
from sheetsync.stores.google import highlights, set_up_day
from sheetsync.stores.google.list_separators import canonical, localised, separator
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.store import GoogleStore
from tests.builders import settings
from tests.google.desk import Desk
from tests.google.server import GoogleServer

NAMES = (
    "lead_id", "name", "status", "next_action", "next_action_date", "last_contact_at",
    "received_at", "first_response_at", "follow_ups", "issues", "response", "follow_up",
)  # fmt: skip
COLUMNS = {name: number for number, name in enumerate(NAMES, 1)}
NOW = datetime.fromisoformat("2026-11-21T20:00+05:30")
FIELDS = "properties,developerMetadata,sheets(properties,conditionalFormats)"


def rules(
    *wanted: str, columns: Mapping[str, int] = COLUMNS, first_row: int = 2
) -> tuple[HighlightRule, ...]:
    return resolve(wanted or tuple(BY_NAME), columns, first_row, closed_words(settings()))


def signatures(wanted: Sequence[HighlightRule]) -> dict[str, str]:
    return {rule.name: rule.signature for rule in wanted}


class Tab:
    """The lead tab of a spreadsheet that the robot and people share."""

    def __init__(self, book: gspread.Spreadsheet) -> None:
        self.book = book

    def read(self) -> Json:
        lead_tab: Json = self.spreadsheet()["sheets"][0]
        return lead_tab

    def spreadsheet(self) -> Json:
        return dict(self.book.fetch_sheet_metadata({"fields": FIELDS}))

    @property
    def locale(self) -> str:
        return str(self.spreadsheet()["properties"]["locale"])

    def send(self, requests: Sequence[Json]) -> list[Json]:
        if not requests:
            return []
        return list(self.book.batch_update({"requests": list(requests)})["replies"])

    def ensure(self, *wanted: HighlightRule) -> list[Json]:
        requests = highlights.requests(self.read(), wanted or rules(), self.locale)
        self.send(requests)
        return requests

    def formulas(self) -> list[str]:
        """Of all rules, in order; of ours, only their names."""
        conditions = [
            rule["booleanRule"]["condition"] for rule in self.read().get("conditionalFormats", [])
        ]
        found = [condition["values"][0]["userEnteredValue"] for condition in conditions]
        return [mark[1] if (mark := re.search(r"sheetsync:([^\"]+)", f)) else f for f in found]

    def theirs(self, formula: str, index: int) -> Json:
        """A rule somebody makes for themselves."""
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
        look = {"backgroundColor": {"blue": 1}}
        rule = {
            "ranges": [{"sheetId": 0, "startRowIndex": 1, "endRowIndex": 9}],
            "booleanRule": {"condition": condition, "format": look},
        }
        return {"addConditionalFormatRule": {"rule": rule, "index": index}}


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as running:
        yield running


@pytest.fixture
def tab(server: GoogleServer) -> Tab:
    return Tab(server.connect().open_by_key(server.spreadsheet().id))


def in_locale(tab: Tab, locale: str) -> None:
    change = {"properties": {"locale": locale}, "fields": "locale"}
    tab.send([{"updateSpreadsheetProperties": change}])


# Ensured once


def test_what_was_written_is_found_again_with_the_same_signatures(tab: Tab) -> None:
    tab.ensure()
    assert highlights.found(tab.read()) == signatures(rules())


def test_rules_that_stand_already_are_not_written_again(tab: Tab) -> None:
    tab.ensure()
    assert tab.ensure() == []


def test_ours_keep_their_order_of_precedence(tab: Tab) -> None:
    tab.ensure()
    assert tab.formulas() == [rule.name for rule in rules()]


def test_only_the_rule_that_changed_is_written(tab: Tab) -> None:
    """As when the number of a new lead is remembered."""
    tab.ensure(*rules(), lead_numbers.rule(41, 1, 2))
    sent = tab.ensure(*rules(), lead_numbers.rule(42, 1, 2))
    assert len(sent) == 1
    assert lead_numbers.remembered(highlights.found(tab.read())) == 42


def test_a_rule_that_never_applies_has_a_look_all_the_same(tab: Tab) -> None:
    tab.ensure(lead_numbers.rule(7, 1, 2))
    assert tab.read()["conditionalFormats"][0]["booleanRule"]["format"]


def test_rules_no_longer_wanted_go(tab: Tab) -> None:
    tab.ensure()
    tab.ensure(*rules("issues"))
    assert tab.formulas() == ["issues.issues"]


def test_a_tab_that_ends_with_its_headers_gets_a_row_to_put_them_on(tab: Tab) -> None:
    grid = {"sheetId": 0, "gridProperties": {"rowCount": 1, "columnCount": 12}}
    change = {"properties": grid, "fields": "gridProperties(rowCount,columnCount)"}
    tab.send([{"updateSheetProperties": change}])
    tab.ensure()
    assert highlights.found(tab.read()) == signatures(rules())


# Everybody else's


def test_rules_of_people_keep_their_order_and_content(tab: Tab) -> None:
    tab.send([tab.theirs("=$A2=1", 0), tab.theirs("=$A2=2", 1)])
    before = tab.read()["conditionalFormats"]
    tab.ensure()
    tab.send([tab.theirs("=$A2=3", 3)])
    changed = rules("overdue", "issues", columns={**COLUMNS, "issues": 12, "follow_up": 10})
    tab.ensure(*changed)
    assert tab.formulas() == ["=$A2=1", "=$A2=2", "overdue", "=$A2=3", "issues.issues"]
    assert tab.read()["conditionalFormats"][:2] == before
    assert highlights.found(tab.read()) == signatures(changed)


def test_a_rule_of_theirs_like_ours_but_for_the_marker_is_theirs(tab: Tab) -> None:
    tab.send([tab.theirs('=LEFT($L2,7)="Overdue"', 0)])
    assert highlights.found(tab.read()) == {}


def test_colour_scales_and_rules_without_a_formula_are_theirs(tab: Tab) -> None:
    point = {"type": "MIN", "color": {"red": 1}}
    scale = {"minpoint": point, "maxpoint": {**point, "type": "MAX"}}
    rule = {"ranges": [{"sheetId": 0}], "gradientRule": scale}
    blank = {"condition": {"type": "BLANK"}, "format": {"textFormat": {"bold": True}}}
    other = {"ranges": [{"sheetId": 0}], "booleanRule": blank}
    tab.send([{"addConditionalFormatRule": {"rule": each, "index": 0}} for each in (rule, other)])
    before = tab.read()["conditionalFormats"]
    tab.ensure()
    assert tab.read()["conditionalFormats"][:2] == before


def test_a_colour_people_gave_one_of_ours_stays(tab: Tab) -> None:
    tab.ensure()
    rule = tab.read()["conditionalFormats"][-1]
    rule["booleanRule"]["format"] = {"backgroundColor": {"green": 1}}
    at = len(rules()) - 1
    tab.send([{"updateConditionalFormatRule": {"rule": rule, "index": at}}])
    tab.ensure(*rules(columns={**COLUMNS, "issues": 12, "follow_up": 10}))
    look = tab.read()["conditionalFormats"][at]["booleanRule"]["format"]
    assert look["backgroundColor"] == {"green": 1}


@pytest.mark.parametrize("at", [0, 3])
def test_a_rule_somebody_adds_between_the_reading_and_the_writing_is_put_back(
    tab: Tab, at: int
) -> None:
    tab.send([tab.theirs("=$A2=1", 0)])
    tab.ensure()
    moved = rules("overdue", columns={**COLUMNS, "follow_up": 10, "issues": 12})
    sent = highlights.requests(tab.read(), moved, tab.locale)
    tab.send([tab.theirs("=$A2=2", at)])
    before = tab.formulas()
    replies = tab.send(sent)
    tab.send(highlights.undone(sent, replies))
    assert tab.formulas() == before
    tab.ensure(*moved)
    assert [f for f in tab.formulas() if f.startswith("=")] == [
        f for f in before if f.startswith("=")
    ]
    assert highlights.found(tab.read()) == signatures(moved)


def test_where_all_went_well_nothing_is_put_back(tab: Tab) -> None:
    tab.send([tab.theirs("=$A2=1", 0)])
    tab.ensure()
    sent = highlights.requests(tab.read(), rules("issues"), tab.locale)
    assert highlights.undone(sent, tab.send(sent)) == []


# Where cells are protected from us


def nightly(desk: Desk) -> Plan:
    store, jobs = GoogleStore(desk.settings()), registry.select(["nightly"], desk.settings())
    return runner.run(store, jobs, desk.settings(), NOW).plan


def rule_names(desk: Desk) -> set[str]:
    sheet = desk.google.connect().open_by_key(desk.file.id).fetch_sheet_metadata()["sheets"][0]
    return set(highlights.found(sheet))


def test_rules_over_cells_protected_later_stay_as_they_are() -> None:
    with Desk([["Name", "Phone", "Status", "Next action date"], ["Ana", "98200 12345"]]) as desk:
        nightly(desk)
        before = rule_names(desk)
        assert {"overdue", "issues.issues", "last-number.1"} <= before
        desk.person.protect("Leads!A1:A1000")
        desk.edit(3, 1, "Bob")
        assert not nightly(desk).is_empty
        assert "overdue" in rule_names(desk)
        assert nightly(desk).is_empty


def test_rules_over_protected_cells_are_not_made() -> None:
    with Desk([["Name", "Phone", "Status", "Next action date"], ["Ana", "98200 12345"]]) as desk:
        desk.person.protect("Leads!A1:A1000")
        nightly(desk)
        assert "overdue" not in rule_names(desk)
        assert "issues.issues" in rule_names(desk)
        assert nightly(desk).is_empty


# What people and Google do to them


def test_rows_inserted_above_the_headers_move_rules_along(tab: Tab) -> None:
    tab.ensure()
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    tab.send([{"insertDimension": {"range": rows, "inheritFromBefore": False}}])
    assert highlights.found(tab.read()) == signatures(rules(first_row=4))


def test_rows_added_at_the_end_are_coloured_after_the_next_run(tab: Tab) -> None:
    tab.ensure()
    rows = {"sheetId": 0, "dimension": "ROWS", "length": 50}
    tab.send([{"appendDimension": rows}])
    tab.ensure()
    assert highlights.found(tab.read()) == signatures(rules())


def test_a_rule_without_an_end_reaches_to_the_end_of_the_sheet() -> None:
    (rule,) = rules("overdue")
    sheet = {
        "properties": {"gridProperties": {"rowCount": 30, "columnCount": 12}},
        "conditionalFormats": [sent_rule(rule)],
    }
    assert highlights.found(sheet) == signatures([rule])


def test_a_range_cut_in_pieces_that_are_still_the_whole_is_as_it_was() -> None:
    (rule,) = rules("overdue")
    written = sent_rule(rule)
    across = {"startColumnIndex": 0, "endColumnIndex": 12}
    written["ranges"] = [
        {"startRowIndex": 1, "endRowIndex": 5, **across},
        {"startRowIndex": 9, "endRowIndex": 30, **across},
        {"startRowIndex": 5, "endRowIndex": 9, **across},
    ]
    sheet = {
        "properties": {"gridProperties": {"rowCount": 30, "columnCount": 12}},
        "conditionalFormats": [written],
    }
    assert highlights.found(sheet) == signatures([rule])
    written["ranges"].pop()
    assert highlights.found(sheet) != signatures([rule])


def test_a_rule_copied_with_its_row_is_one_again_after_the_next_run(tab: Tab) -> None:
    tab.ensure()
    doubled = tab.read()["conditionalFormats"][0]
    tab.send([{"addConditionalFormatRule": {"rule": doubled, "index": 0}}])
    assert highlights.found(tab.read()) != signatures(rules())
    tab.ensure()
    assert tab.formulas() == [rule.name for rule in rules()]


def test_what_google_makes_of_a_formula_does_not_count() -> None:
    """Semicolons after a change of locale, blanks, capitals."""
    (rule,) = rules("overdue")
    written = sent_rule(rule, "de_DE")
    value = written["booleanRule"]["condition"]["values"][0]
    value["userEnteredValue"] = re.sub(r";(?=[^\"]*$)", " ; ", value["userEnteredValue"])
    value["userEnteredValue"] = value["userEnteredValue"].replace("AND(", "and(")
    sheet = {
        "properties": {"gridProperties": {"rowCount": 30, "columnCount": 12}},
        "conditionalFormats": [written],
    }
    assert highlights.found(sheet) == signatures([rule])


def sent_rule(rule: HighlightRule, locale: str = "en_US") -> dict[str, Any]:
    """A rule as it is written to a sheet without rules."""
    sheet = {"properties": {"gridProperties": {"rowCount": 30}}}
    (request,) = highlights.requests(sheet, [rule], locale)
    written: dict[str, Any] = request["addConditionalFormatRule"]["rule"]
    return written


# Locales


@pytest.mark.parametrize("locale", ["en_IN", "de_DE", "pt_BR", "de_CH", "en_ZA", ""])
def test_rules_are_written_and_found_again_in_every_locale(tab: Tab, locale: str) -> None:
    if locale:
        in_locale(tab, locale)
    tab.ensure()
    assert highlights.found(tab.read()) == signatures(rules())
    assert tab.ensure() == []


def test_rules_stay_ours_when_the_locale_changes(tab: Tab) -> None:
    tab.ensure()
    in_locale(tab, "fr_FR")
    assert tab.ensure() == []


@pytest.mark.parametrize(
    ("locale", "mark"),
    [
        ("en_US", ","), ("en_GB", ","), ("hi_IN", ","), ("en_CA", ","), ("fr_CA", ";"),
        ("es_MX", ","), ("es_ES", ";"), ("de_DE", ";"), ("de_CH", ","), ("ja_JP", ","), ("en", ","),
        ("xx", ";"),
    ],
)  # fmt: skip
def test_a_comma_parts_arguments_only_where_it_is_no_decimal_mark(locale: str, mark: str) -> None:
    assert separator(locale) == mark


def test_texts_and_tab_titles_in_a_formula_are_left_alone() -> None:
    formula = """=IF('a, b'!A1="x, ""y"", z",FIND("|",B2),1)"""
    assert localised(formula, "de_DE") == """=IF('a, b'!A1="x, ""y"", z";FIND("|";B2);1)"""


@given(st.lists(st.sampled_from([",", "A1", '"a,b"', "'c,d'!A1", "IF(", ")"])))
def test_a_formula_comes_back_from_any_locale_as_it_was(parts: list[str]) -> None:
    formula = "".join(parts)
    assert canonical(localised(formula, "de_DE")) == canonical(localised(formula, "en_US"))
    assert canonical(localised(formula, "de_DE")) == formula


SAME_IN_BOTH = frozenset({
    "AND", "FIND", "IF", "INT", "ISBLANK", "ISERROR", "ISNUMBER", "LEFT", "LEN", "LOWER", "MOD",
    "N", "NOT", "NOW", "OR", "TODAY", "TRIM",
})  # fmt: skip


def test_our_formulas_use_only_functions_that_mean_the_same_in_google_sheets() -> None:
    for rule in (*rules(), lead_numbers.rule(1, 1, 2)):
        bare = re.sub(r'"[^"]*"', "", rule.formula)
        assert set(re.findall(r"([A-Z]+)\(", bare)) <= SAME_IN_BOTH
        assert not re.search(r"\d\.\d|[{}]", bare)


# The day of the first run


def test_the_day_of_the_first_run_is_remembered_once(tab: Tab) -> None:
    assert set_up_day.remembered(tab.spreadsheet()) is None
    tab.send(set_up_day.remember(date(2026, 11, 21), tab.spreadsheet()))
    assert set_up_day.remember(date(2026, 12, 1), tab.spreadsheet()) == []
    assert set_up_day.remembered(tab.spreadsheet()) == date(2026, 11, 21)


def test_of_two_days_the_earlier_counts_and_what_is_no_day_does_not() -> None:
    entries = [
        {"metadataKey": set_up_day.KEY, "metadataValue": text}
        for text in ("2026-11-22", "yesterday", "2026-11-21")
    ]
    assert set_up_day.remembered({"developerMetadata": entries}) == date(2026, 11, 21)
