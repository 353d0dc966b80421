"""What the network, the quotas and the account can do to a client."""

from __future__ import annotations

import time

import gspread
import pytest
import requests
from gspread.exceptions import APIError

from tests.google.faults import (
    LostReply,
    Reset,
    Slow,
    bad_gateway,
    done_but_unavailable,
    drive_limit,
    server_error,
    too_many_requests,
    unavailable,
)
from tests.google.person import Person
from tests.google.quota import Quota
from tests.google.server import GoogleServer
from tests.google.world import File


def test_too_many_requests_says_how_long_to_wait_when_asked_to(
    google: GoogleServer, leads: gspread.Worksheet
) -> None:
    google.faults.add(too_many_requests(retry_after=7), on="values.get")
    google.faults.add(too_many_requests(), on="values.get")
    waits = []
    for _ in range(2):
        with pytest.raises(APIError, match="Quota exceeded") as refused:
            leads.get("A1")
        waits.append(refused.value.response.headers.get("Retry-After"))
    assert waits == ["7", None]
    assert leads.get("A1") == [["Lead ID"]]


def test_server_errors_come_on_the_calls_they_are_planned_for(
    google: GoogleServer, leads: gspread.Worksheet
) -> None:
    google.faults.add(server_error(), on="write", skip=1)
    google.faults.add(unavailable(), on="read")
    with pytest.raises(APIError, match=r"\[503\]"):
        leads.get("A1")
    leads.update([["x"]], "A9")
    with pytest.raises(APIError, match=r"\[500\]"):
        leads.update([["y"]], "A9")
    assert leads.get("A9") == [["x"]]


def test_a_page_of_html_may_stand_in_for_an_error(
    google: GoogleServer, leads: gspread.Worksheet
) -> None:
    google.faults.add(bad_gateway(), on="values.get")
    with pytest.raises(APIError) as refused:
        leads.get("A1")
    assert refused.value.response.status_code == 502


def test_a_403_of_drive_may_mean_quota_and_says_so_in_its_reason(google: GoogleServer) -> None:
    client = google.connect()
    google.faults.add(drive_limit(), on="files.list")
    with pytest.raises(APIError) as refused:
        client.list_spreadsheet_files()
    assert refused.value.response.json()["error"]["errors"][0]["domain"] == "usageLimits"


def test_a_reset_connection_leaves_the_sheet_as_it_was(
    google: GoogleServer, leads: gspread.Worksheet, ana: Person
) -> None:
    google.faults.add(Reset(), on="write")
    with pytest.raises(requests.ConnectionError):
        leads.update([["x"]], "A9")
    assert len(ana.sees("Leads")) == 4


@pytest.mark.parametrize("fault", [LostReply(), done_but_unavailable()])
def test_a_write_may_be_done_though_no_reply_says_so(
    google: GoogleServer, leads: gspread.Worksheet, ana: Person, fault: LostReply
) -> None:
    google.faults.add(fault, on="values.update")
    with pytest.raises((requests.ConnectionError, APIError)):
        leads.update([["x"]], "A9")
    assert ana.sees("Leads")[8] == ["x"]


def test_a_slow_reply_runs_into_the_clients_time_out(
    google: GoogleServer, leads: gspread.Worksheet
) -> None:
    google.faults.add(Slow(0.3), on="values.get")
    leads.client.set_timeout(0.05)
    with pytest.raises(requests.ReadTimeout):
        leads.get("A1")
    time.sleep(0.3)


def test_the_sixty_first_read_of_a_minute_is_refused_and_the_next_minute_is_a_new_one() -> None:
    now = [0.0]
    with GoogleServer(quota=Quota(clock=lambda: now[0])) as google:
        file = google.spreadsheet()
        book = google.connect().open_by_key(file.id)
        for _ in range(59):
            book.values_get("Sheet1!A1")
        with pytest.raises(APIError, match="Read requests per minute per user"):
            book.values_get("Sheet1!A1")
        book.values_clear("Sheet1!A1")
        now[0] = 60.5
        book.values_get("Sheet1!A1")


def test_an_expired_token_is_fetched_anew_by_google_auth(
    google: GoogleServer, leads: gspread.Worksheet
) -> None:
    google.tokens.expire_all()
    assert leads.get("A1") == [["Lead ID"]]


def test_a_stranger_and_a_viewer_are_kept_out(google: GoogleServer, file: File) -> None:
    stranger = google.connect(address="stranger@example.iam.gserviceaccount.com")
    with pytest.raises(PermissionError):
        stranger.open_by_key(file.id)
    file.roles["stranger@example.iam.gserviceaccount.com"] = "reader"
    book = stranger.open_by_key(file.id)
    with pytest.raises(APIError, match="The caller does not have permission"):
        book.sheet1.update([["x"]], "A1")


def test_an_api_that_is_switched_off_says_where_to_switch_it_on(
    google: GoogleServer, leads: gspread.Worksheet
) -> None:
    google.world.apis_off.add("sheets")
    with pytest.raises(APIError, match=r"console\.developers\.google\.com/apis/api/sheets"):
        leads.get("A1")


def test_every_call_is_seen(google: GoogleServer, leads: gspread.Worksheet) -> None:
    google.seen.clear()
    leads.get("A1")
    leads.update([["x"]], "A9")
    assert [(seen.kind, seen.status) for seen in google.seen] == [("read", 200), ("write", 200)]
