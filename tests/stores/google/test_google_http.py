"""What our HTTP client does when Google or the network fails: how often, how long, and what not."""

from __future__ import annotations

import io
import logging
import time
from functools import partial

import pytest
import requests
from google.auth.exceptions import RefreshError, TransportError
from hypothesis import given
from hypothesis import strategies as st
from requests import Response
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from sheetsync.config import GoogleSheet
from sheetsync.errors import (
    EditRefused,
    GoogleUnreachable,
    NotAWorkbook,
    OutcomeUnknown,
    PermissionRefused,
    SheetsyncError,
    SignInRefused,
    WorkbookChanged,
    WorkbookMissing,
)
from sheetsync.stores.google import http
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.http import A_MINUTE, Budget, Pace, PatientClient
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.retries import PATIENCE, RULES, Kind, Trouble, wait_before_next
from sheetsync.stores.google.troubles import trouble_of
from tests.google.errors import ApiError
from tests.google.faults import (
    Fault,
    LostReply,
    Refused,
    Reset,
    Slow,
    aborted,
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
from tests.google.world import ROBOT, File

FOREVER = 10**6


def type_into(cell: str, text: str) -> Json:
    """A request that writes a text into a cell of row 1."""
    column = ord(cell[0]) - ord("A")
    where = {"sheetId": 0, "rowIndex": 0, "columnIndex": column}
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    return {"updateCells": {"start": where, "rows": rows, "fields": "userEnteredValue"}}


def write(connection: Connection, *, safe_twice: bool = False) -> None:
    connection.batch_update([type_into("A1", "ours")], safe_twice=safe_twice)


def read(connection: Connection) -> list[list[list[object]]]:
    return connection.values(["Sheet1!A1:B2"])


# The policy alone


@pytest.mark.parametrize("kind", RULES)
def test_every_wait_is_at_least_half_of_its_share_and_all_of_them_end(kind: Kind) -> None:
    waits = []
    for tried in range(1, 100):
        wait = wait_before_next(Trouble(kind, ""), tried, 0.0, safe_twice=True)
        if wait is None:
            break
        waits.append(wait)
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 16.0, 16.0][: RULES[kind].tries - 1]


@given(
    kind=st.sampled_from(list(RULES)),
    tried=st.integers(1, 50),
    chance=st.floats(0, 1),
    asked=st.none() | st.floats(0, 1000),
)
def test_what_may_be_done_already_is_never_sent_again_unless_that_is_safe(
    kind: Kind, tried: int, chance: float, asked: float | None
) -> None:
    wait = wait_before_next(Trouble(kind, "", asked), tried, chance, safe_twice=False)
    assert wait is None or not RULES[kind].maybe_done
    assert wait is None or wait >= (asked or 0)


def test_waits_over_a_spent_quota_outlast_the_minute_it_is_counted_in() -> None:
    trouble = Trouble("quota", "")
    waits = [wait_before_next(trouble, n, 0.0, safe_twice=False) for n in range(1, 9)]
    assert 60 < sum(wait or 0 for wait in waits) < PATIENCE


@given(times=st.lists(st.floats(0, 30), max_size=40), calls=st.integers(1, 5))
def test_a_budget_never_lets_more_calls_into_a_minute_than_it_has(
    times: list[float], calls: int
) -> None:
    budget, now, sent = Budget(calls), 0.0, list[float]()
    for gap in times:
        now += gap
        now += budget.wait_at(now)
        budget.spend(now)
        sent.append(now)
    for first, later in zip(sent, sent[calls:], strict=False):
        assert later - first >= A_MINUTE - 1e-6


# What came in place of an answer


def a_reply(code: int, body: str, kind: str = "application/json") -> Response:
    reply = Response()
    reply.status_code, reply.raw = code, io.BytesIO(body.encode())
    reply.headers["Content-Type"] = kind
    return reply


NO_SUCH_HOST = NewConnectionError(None, "no such host")  # type: ignore[arg-type]
UNTRUSTED = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"


@pytest.mark.parametrize(
    ("came", "kind"),
    [
        (requests.ConnectionError(MaxRetryError(None, "/", NO_SUCH_HOST)), "unsent"),  # type: ignore[arg-type]
        (requests.ConnectTimeout(), "unsent"),
        (requests.exceptions.ProxyError(), "unsent"),
        (requests.exceptions.InvalidProxyURL(), "unsent"),
        (TransportError(requests.ConnectionError()), "unsent"),
        (RefreshError("internal_failure", retryable=True), "unsent"),
        (RefreshError("invalid_grant"), "refused"),
        (requests.exceptions.SSLError(UNTRUSTED), "untrusted"),
        (TransportError(requests.exceptions.SSLError(UNTRUSTED)), "untrusted"),
        (FileNotFoundError("invalid path: /etc/company.pem"), "untrusted"),
        (requests.exceptions.SSLError("EOF occurred in violation of protocol"), "lost"),
        (requests.ConnectionError(ProtocolError("Connection aborted.")), "lost"),
        (requests.ReadTimeout(), "lost"),
        (requests.exceptions.ChunkedEncodingError(), "lost"),
        (a_reply(200, "<title>Welcome to our hotel</title>", "text/html"), "lost"),
        (a_reply(403, '{"error": {"details": [{"reason": "RATE_LIMIT_EXCEEDED"}]}}'), "quota"),
        (a_reply(403, '{"error": {"errors": [{"reason": "forbidden"}]}}'), "refused"),
        (a_reply(403, "no JSON"), "refused"),
        (a_reply(409, '{"error": {"status": "ABORTED"}}'), "busy"),
        (a_reply(502, "<title>Error</title>", "text/html"), "failing"),
    ],
)
def test_what_came_is_told_apart(came: Response | Exception, kind: Kind) -> None:
    trouble = trouble_of(came)
    assert trouble is not None
    assert trouble.kind == kind


def test_an_answer_is_no_trouble() -> None:
    assert trouble_of(a_reply(200, "{}")) is None


def test_gspread_itself_can_send_with_our_client(
    google: GoogleServer, file: File, time_goes_by
) -> None:
    google.faults.add(drive_limit(), on="files.list")
    client = google.connect(partial(PatientClient, pace=time_goes_by.pace))  # type: ignore[arg-type]
    assert [found["id"] for found in client.list_spreadsheet_files()] == [file.id]
    assert time_goes_by.slept == [1.0]


# Over HTTP: what passes


@pytest.mark.parametrize(
    "fault",
    [
        too_many_requests(),
        aborted(),
        server_error(),
        unavailable(),
        bad_gateway(),
        Reset(),
        LostReply(),
    ],
    ids=["429", "409", "500", "503", "a page of HTML", "reset", "lost reply"],
)
def test_a_read_is_sent_again_until_it_is_answered(
    fault: Fault, google: GoogleServer, connection: Connection, ana: Person, time_goes_by
) -> None:
    ana.type("Sheet1!A1", "x")
    google.faults.add(fault, on="read", times=2)
    assert read(connection) == [[["x"]]]
    assert time_goes_by.slept == [1.0, 2.0]
    assert google.calls() == ["read"] * 3


def test_the_wait_google_asks_for_is_kept(
    google: GoogleServer, connection: Connection, time_goes_by
) -> None:
    google.faults.add(too_many_requests(retry_after=7), on="write")
    write(connection)
    assert time_goes_by.slept == [8.0]  # and up to a second more, so that not all come at once


def test_a_wait_may_be_asked_for_as_a_moment(
    google: GoogleServer, connection: Connection, time_goes_by
) -> None:
    google.faults.add(too_many_requests(retry_after="Fri, 31 Dec 2999 23:59:59 GMT"), on="read")
    with pytest.raises(GoogleUnreachable, match="asks to wait"):
        read(connection)
    assert time_goes_by.slept == []


@pytest.mark.parametrize(
    "fault", [too_many_requests(), too_many_requests(retry_after=1), aborted()]
)
def test_a_write_that_was_turned_away_is_sent_again(
    fault: Fault, google: GoogleServer, connection: Connection, ana: Person
) -> None:
    google.faults.add(fault, on="write")
    write(connection)
    assert ana.sees("Sheet1") == [["ours"]]
    assert google.calls() == ["write"] * 2


def test_a_token_that_ran_out_is_fetched_anew(
    google: GoogleServer, connection: Connection, ana: Person, time_goes_by
) -> None:
    read(connection)
    google.tokens.expire_all()
    write(connection)
    assert ana.sees("Sheet1") == [["ours"]]
    assert time_goes_by.slept == []


# Over HTTP: what may be done already


MAYBE_DONE = {
    "500": server_error(),
    "503": unavailable(),
    "502": bad_gateway(),
    "reset": Reset(),
    "done, reply lost": LostReply(),
    "done, 503": done_but_unavailable(),
}


@pytest.mark.parametrize("fault", MAYBE_DONE.values(), ids=MAYBE_DONE)
def test_a_write_that_may_be_done_is_not_sent_again_and_its_outcome_is_called_unknown(
    fault: Fault, google: GoogleServer, connection: Connection, time_goes_by
) -> None:
    google.faults.add(fault, on="write")
    with pytest.raises(OutcomeUnknown) as caught:
        write(connection)
    assert google.calls() == ["write"]
    assert time_goes_by.slept == []
    assert "Run again" in caught.value.hint


@pytest.mark.parametrize("fault", MAYBE_DONE.values(), ids=MAYBE_DONE)
def test_a_write_declared_safe_is_sent_again(
    fault: Fault, google: GoogleServer, connection: Connection, ana: Person
) -> None:
    google.faults.add(fault, on="write")
    write(connection, safe_twice=True)
    assert ana.sees("Sheet1") == [["ours"]]
    assert google.calls() == ["write"] * 2


def test_after_a_lost_reply_no_later_refusal_says_that_nothing_was_done(
    google: GoogleServer, connection: Connection, ana: Person
) -> None:
    google.faults.add(LostReply(), on="write")
    new = [{"addSheet": {"properties": {"title": "Overdue"}}}]
    with pytest.raises(OutcomeUnknown):
        connection.batch_update(new, safe_twice=True)  # the second time the title is taken
    ana.type("Overdue!A1", "it was done the first time")


def test_a_reply_that_is_too_late_counts_as_lost(
    google: GoogleServer, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(http.READ_SECONDS, "read", 0.05)
    monkeypatch.setitem(http.READ_SECONDS, "write", 0.05)
    google.faults.add(Slow(0.2), on="read")
    google.faults.add(Slow(0.2), on="write")
    assert read(connection) == [[]]
    with pytest.raises(OutcomeUnknown):
        write(connection)
    time.sleep(0.3)  # the server is still at it
    assert sorted(google.calls()) == ["read", "read", "write"]


# Giving up


GIVING_UP = {
    "409": aborted(),
    "429": too_many_requests(),
    "500": server_error(),
    "503": unavailable(),
    "reset": Reset(),
}


@pytest.mark.parametrize("fault", GIVING_UP.values(), ids=GIVING_UP)
def test_a_call_that_goes_on_failing_ends_within_our_patience(
    fault: Fault, google: GoogleServer, connection: Connection, time_goes_by
) -> None:
    google.faults.add(fault, on="read", times=FOREVER)
    with pytest.raises(GoogleUnreachable) as caught:
        read(connection)
    assert time_goes_by.now < PATIENCE
    assert "gain" in caught.value.hint
    assert "\n" not in caught.value.what


def test_a_wait_longer_than_our_patience_is_not_begun_and_the_hint_says_how_long(
    google: GoogleServer, connection: Connection, time_goes_by
) -> None:
    google.faults.add(too_many_requests(retry_after=900), on="write")
    with pytest.raises(GoogleUnreachable, match="Run again in 15 minutes"):
        write(connection)
    assert time_goes_by.slept == []


def test_without_a_network_it_is_said_soon(
    sheet: GoogleSheet, google: GoogleServer, time_goes_by
) -> None:
    connection = Connection(sheet, time_goes_by.pace)
    assert connection.robot == ROBOT  # the key was read; it goes with the server
    google.stop()
    with pytest.raises(GoogleUnreachable, match="could not be reached"):
        write(connection)
    assert time_goes_by.now < 20


def test_the_minutes_budget_is_waited_for_reads_and_writes_each_their_own(
    led_here: GoogleServer, sheet: GoogleSheet, time_goes_by
) -> None:
    led_here.application.quota = Quota(clock=lambda: time_goes_by.now)
    connection = Connection(sheet, time_goes_by.pace)
    for _ in range(60):
        connection.get("spreadsheetId")
    write(connection)
    assert time_goes_by.slept == []
    connection.get("spreadsheetId")
    assert time_goes_by.slept == [A_MINUTE]
    assert {seen.status for seen in led_here.seen} == {200}


# What people are told


def test_a_stranger_is_told_to_share_the_spreadsheet_and_with_whom(
    led_here: GoogleServer, file: File
) -> None:
    address = "new@example-project.iam.gserviceaccount.com"
    connection = Connection(GoogleSheet(file.id, led_here.key_file(address)))
    with pytest.raises(PermissionRefused) as caught:
        read(connection)
    assert address in caught.value.hint
    assert f"/spreadsheets/d/{file.id}/edit" in caught.value.hint


def test_a_viewer_is_told_so_when_something_is_written(
    connection: Connection, file: File, google: GoogleServer
) -> None:
    file.roles[ROBOT] = "reader"
    assert read(connection) == [[]]
    with pytest.raises(PermissionRefused, match="Editor"):
        write(connection)
    assert google.calls() == ["read", "write"]


def test_a_switched_off_api_is_told_with_the_page_that_switches_it_on(
    connection: Connection, google: GoogleServer
) -> None:
    google.world.apis_off.add("sheets")
    with pytest.raises(PermissionRefused) as caught:
        read(connection)
    assert "https://console.developers.google.com/apis/api/sheets" in caught.value.hint


def test_a_spreadsheet_that_is_not_there_sends_to_the_config(
    led_here: GoogleServer, sheet: GoogleSheet
) -> None:
    with pytest.raises(WorkbookMissing, match=r"config\.yaml"):
        read(Connection(GoogleSheet("1" + "x" * 43, sheet.credentials)))


def said_of(
    code: int, message: str, google: GoogleServer, connection: Connection
) -> SheetsyncError:
    google.faults.add(Refused(lambda: ApiError(code, message)), on="write")
    with pytest.raises(SheetsyncError) as caught:
        write(connection)
    return caught.value


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("This operation is not supported for this document", NotAWorkbook),
        ("Invalid requests[0].updateCells: You are trying to edit a protected cell", EditRefused),
        ("Invalid requests[0].updateCells: No grid with id: 5", WorkbookChanged),
        ("... above the limit of 10000000 cells.", EditRefused),
    ],
)
def test_a_refused_request_is_told_by_what_it_means(
    message: str, kind: type[SheetsyncError], google: GoogleServer, connection: Connection
) -> None:
    error = said_of(400, message, google, connection)
    assert type(error) is kind
    assert error.hint
    assert google.calls() == ["write"]


@pytest.mark.parametrize(
    "message",
    [
        "No grid with id: 5",
        "No conditional format on sheet: 0 at index: 3",
        "No embedded object with id: 77",
        "GridRange.startColumnIndex[26] is after last column in grid[26]",
        "GridCoordinate.rowIndex[1000] is after last row in grid[999]",
        "Attempting to write column: 26, beyond the last requested column of: 25",
        "Range (Leads!AA1:AA9) exceeds grid limits. Max rows: 9, max columns: 26",
        "Unable to parse range: 'Leads'!1:1",
        "Cannot delete a column that doesn't exist. Tried to delete column index 30",
        "range.startIndex must be less than the grid size if inheritFromBefore is false",
        'A sheet with the name "Overdue" already exists. Please enter another name.',
        "GridRange is empty or upside down on sheet 'Leads'.",
    ],
)
def test_a_place_that_is_no_longer_there_means_that_somebody_changed_the_spreadsheet(
    message: str, google: GoogleServer, connection: Connection
) -> None:
    error = said_of(400, f"Invalid requests[2].updateCells: {message}", google, connection)
    assert type(error) is WorkbookChanged
    assert error.what == "somebody changed its tabs, rows or columns while the run was at work"
    assert google.calls() == ["write"]


def test_what_google_quotes_of_cells_is_not_repeated(
    google: GoogleServer, connection: Connection
) -> None:
    message = "Invalid value at 'requests[0].rows' (Color), \"Ana Diaz, +91 98765\"\nand more"
    error = said_of(400, message, google, connection)
    assert "Invalid value at 'requests[0].rows' (Color), …" in error.what
    assert "Ana" not in str(error)


def test_a_robot_that_was_deleted_is_told_to_get_a_new_key(
    connection: Connection, google: GoogleServer
) -> None:
    google.tokens.known_robots.clear()
    with pytest.raises(SignInRefused, match="does not exist any more") as caught:
        read(connection)
    assert "Add key" in caught.value.hint


def test_errors_name_the_spreadsheet_by_its_title_once_it_is_known(
    connection: Connection, google: GoogleServer, file: File
) -> None:
    assert connection.name.startswith(f"Google spreadsheet {file.id[:8]}")
    connection.get("properties.title")
    google.faults.add(Reset(), on="write")
    with pytest.raises(OutcomeUnknown) as caught:
        write(connection)
    assert caught.value.where == connection.name == "Our leads"


def test_what_is_logged_says_what_happens_and_nothing_about_anybody(
    google: GoogleServer, connection: Connection, file: File, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="sheetsync")
    google.faults.add(too_many_requests(retry_after=3), on="read")
    google.faults.add(Reset(), on="read")
    read(connection)
    lines = [record.getMessage() for record in caplog.records]
    assert lines == [
        "Google: a read failed (429); again in 4.0 s",
        "Google: a read failed (connection cut); again in 2.0 s",
    ]


def test_real_time_passes_where_nobody_brings_another() -> None:
    assert (Pace().clock, Pace().sleep) == (time.monotonic, time.sleep)
