"""The three calls a store makes of a spreadsheet, each one request, and what they give back."""

from __future__ import annotations

import pytest
from requests import Response

from sheetsync.errors import GoogleUnreachable, OutcomeUnknown
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.http import PatientClient
from sheetsync.stores.google.message import Json
from tests.google.person import Person
from tests.google.server import GoogleServer


def text_into_a1(text: str) -> Json:
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    where = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"start": where, "rows": rows, "fields": "userEnteredValue"}}


def test_values_come_as_they_are_and_days_as_serial_numbers(
    connection: Connection, ana: Person, google: GoogleServer
) -> None:
    ana.paste("Sheet1!A1", [["+91 98765", "0791", "2026-11-21"], ["", "=1+1"]])
    found = connection.values(["Sheet1!A1:D9", "Sheet1!D1:D9"])
    assert found == [[["+91 98765", 791, 46347], ["", 2]], []]
    assert [seen.method for seen in google.seen] == ["sheets.spreadsheets.values.batchGet"]


def test_formulas_come_in_place_of_what_they_come_to(connection: Connection, ana: Person) -> None:
    ana.type("Sheet1!A1", "=1+1")
    assert connection.values(["Sheet1!A1"], formulas=True) == [[["=1+1"]]]


def test_cells_come_only_of_the_ranges_named(connection: Connection, ana: Person) -> None:
    ana.paste("Sheet1!A1", [["a"], ["b"], ["c"]])
    fields = "sheets.data.rowData.values.userEnteredValue"
    rows = connection.get(fields, ["Sheet1!A2:A3"])["sheets"][0]["data"][0]["rowData"]
    assert [row["values"][0]["userEnteredValue"]["stringValue"] for row in rows] == ["b", "c"]


def test_a_write_is_text_as_sent_and_its_reply_shows_what_stands_there(
    connection: Connection, google: GoogleServer
) -> None:
    fields = "updatedSpreadsheet.sheets.data.rowData.values.effectiveValue"
    said = connection.batch_update(
        [text_into_a1("=IMPORTXML(1)")], response_ranges=["Sheet1!A1"], fields=fields
    )
    sheet = said["updatedSpreadsheet"]["sheets"][0]
    shown = sheet["data"][0]["rowData"][0]["values"][0]["effectiveValue"]
    assert shown == {"stringValue": "=IMPORTXML(1)"}
    assert google.calls() == ["write"]


def test_the_title_is_known_once_it_was_read(connection: Connection, ana: Person) -> None:
    connection.get("properties.title")
    assert connection.name == "Our leads"
    connection.get("sheets.properties.title")
    assert connection.name == "Our leads"


def test_writes_are_counted_and_reads_are_not(connection: Connection) -> None:
    assert connection.writes == 0
    connection.get("spreadsheetId")
    connection.batch_update([text_into_a1("x")])
    assert connection.writes == 1


def test_a_torn_answer_to_a_write_leaves_its_outcome_unknown(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    torn = Response()
    torn.status_code, torn._content = 200, b'{"replies": ['
    monkeypatch.setattr(PatientClient, "request", lambda *_, **__: torn)
    with pytest.raises(OutcomeUnknown):
        connection.batch_update([text_into_a1("x")])
    with pytest.raises(GoogleUnreachable):
        connection.values(["Sheet1!A1"])
