"""Files: made, listed, opened by name, copied, deleted."""

from __future__ import annotations

import gspread
import pytest

from tests.google.server import GoogleServer


def test_a_file_is_made_found_by_its_name_copied_and_deleted(google: GoogleServer) -> None:
    client = google.connect()
    made = client.create("Leads 2026")
    assert client.open("Leads 2026").id == made.id
    copied = client.copy(made.id, title="Leads 2027")
    assert {file["name"] for file in client.list_spreadsheet_files()} == {
        "Leads 2026",
        "Leads 2027",
    }
    client.del_spreadsheet(made.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Leads 2026")
    assert copied.sheet1.title == "Sheet1"


def test_a_file_that_is_not_shared_with_the_robot_is_not_listed(google: GoogleServer) -> None:
    google.world.create("Private", "owner@example.com")
    google.spreadsheet("Shared")
    names = [file["name"] for file in google.connect().list_spreadsheet_files()]
    assert names == ["Shared"]


def test_a_call_that_is_not_emulated_says_so(google: GoogleServer) -> None:
    client = google.connect()
    book = client.create("Leads")
    with pytest.raises(gspread.exceptions.APIError) as refused:
        book.sheet1.copy_to(book.id)
    assert refused.value.code == 501
    assert google.not_emulated.pop().endswith("implement sheets.spreadsheets.sheets.copyTo.")


def test_a_spreadsheet_can_be_made_through_the_sheets_api(google: GoogleServer) -> None:
    client = google.connect()
    url = "https://sheets.googleapis.com/v4/spreadsheets"
    body = {"properties": {"title": "Leads", "locale": "en_IN", "timeZone": "Asia/Kolkata"}}
    made = client.http_client.request("post", url, json=body).json()
    book = client.open_by_key(made["spreadsheetId"])
    assert (book.title, book.locale, book.timezone) == ("Leads", "en_IN", "Asia/Kolkata")


def test_a_file_can_be_shared_and_says_with_whom(google: GoogleServer) -> None:
    book = google.connect().create("Leads")
    book.share("ana@example.com", perm_type="user", role="writer")
    assert [entry["role"] for entry in book.list_permissions()] == ["owner", "writer"]
