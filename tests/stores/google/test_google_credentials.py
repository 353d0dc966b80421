"""Signing in to Google: which key counts, what is said of a wrong one, and what is never said."""

from __future__ import annotations

import json
import os
import traceback
from pathlib import Path

import gspread.auth
import pytest
from google.oauth2 import _client
from oauthlib.oauth2 import AccessDeniedError

from sheetsync.config import GoogleSheet
from sheetsync.errors import SheetsyncError, SignInRefused
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.credentials import (
    FILE_VARIABLE,
    KEY_VARIABLE,
    find_key,
    key_file_note,
    robot_address,
    sign_in,
)
from tests.google.server import GoogleServer
from tests.google.world import ROBOT, File

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows keeps permissions elsewhere")

PERSON = {
    "type": "authorized_user",
    "client_id": "id.apps.googleusercontent.com",
    "client_secret": "hush",
    "refresh_token": "1//hush",
}
CLIENT = {"installed": {"client_id": "id", "client_secret": "hush", "redirect_uris": []}}


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No key of whoever runs this: neither in the environment nor in gspread's folder."""
    for variable in (KEY_VARIABLE, FILE_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "gspread"
    for name in ("AUTHORIZED_USER", "SERVICE_ACCOUNT", "CREDENTIALS"):
        path = folder / f"{name.lower()}.json"
        monkeypatch.setattr(gspread.auth, f"DEFAULT_{name}_FILENAME", path)
    return folder


def a_sheet(credentials: Path | None = None) -> GoogleSheet:
    return GoogleSheet("1" + "x" * 43, credentials)


def refused(sheet: GoogleSheet) -> SignInRefused:
    with pytest.raises(SignInRefused) as caught:
        sign_in(sheet)
    return caught.value


# Which key counts


def test_the_file_the_config_names_goes_first(
    google: GoogleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "nonsense")
    monkeypatch.setenv(FILE_VARIABLE, "nonsense")
    assert robot_address(sign_in(a_sheet(google.key_file()))) == ROBOT


def test_the_environment_may_hold_the_key_itself(
    google: GoogleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, google.key_file().read_text(encoding="utf-8"))
    monkeypatch.setenv(FILE_VARIABLE, "nonsense")
    assert robot_address(sign_in(a_sheet())) == ROBOT


def test_the_environment_may_name_the_file(
    google: GoogleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FILE_VARIABLE, str(google.key_file()))
    assert robot_address(sign_in(a_sheet())) == ROBOT


def test_a_person_who_signed_in_with_gspread_before_is_taken(nothing_set: Path) -> None:
    nothing_set.mkdir()
    gspread.auth.DEFAULT_AUTHORIZED_USER_FILENAME.write_text(json.dumps(PERSON), encoding="utf-8")
    credentials = sign_in(a_sheet())
    assert robot_address(credentials) == ""
    assert credentials.refresh_token == "1//hush"  # type: ignore[attr-defined]


def test_without_any_key_people_are_told_how_to_make_one() -> None:
    error = refused(a_sheet())
    assert "Service Accounts" in error.hint
    assert FILE_VARIABLE in error.hint
    assert KEY_VARIABLE in error.hint


def test_nothing_is_asked_of_google_before_it_is_needed(
    sheet: GoogleSheet, google: GoogleServer
) -> None:
    connection = Connection(GoogleSheet(sheet.id, Path("nowhere.json")))
    assert connection.name.startswith("Google spreadsheet")
    assert google.calls() == []


# Signing in at the browser


def test_who_signs_in_for_the_first_time_does_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []

    class Given:
        def to_json(self) -> str:
            return json.dumps(PERSON)

    def browser(client: object, scopes: object) -> Given:
        given.append(client)
        return Given()

    client = tmp_path / "client.json"
    client.write_text(json.dumps(CLIENT), encoding="utf-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(gspread.auth, "local_server_flow", browser)
    for _ in range(2):
        assert sign_in(a_sheet(client)).refresh_token == "1//hush"  # type: ignore[attr-defined]
    assert given == [CLIENT]
    kept = gspread.auth.DEFAULT_AUTHORIZED_USER_FILENAME
    assert os.name == "nt" or kept.stat().st_mode & 0o777 == 0o600


def test_cron_never_waits_for_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = tmp_path / "client.json"
    client.write_text(json.dumps(CLIENT), encoding="utf-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    assert "sheetsync doctor" in refused(a_sheet(client)).hint


def test_a_sign_in_that_was_broken_off_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        raise AccessDeniedError

    client = tmp_path / "client.json"
    client.write_text(json.dumps(CLIENT), encoding="utf-8")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(gspread.auth, "local_server_flow", closed)
    assert "did not come to an end" in refused(a_sheet(client)).what
    assert not gspread.auth.DEFAULT_AUTHORIZED_USER_FILENAME.exists()


# Wrong keys


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is not JSON"),
        (b"[]", "it is not JSON"),
        (b"\xff\xfe\x00", "it is not text"),
        (b"{}", "not the key of a robot"),
        (b'{"type": "external_account"}', "not the key of a robot"),
        (b'{"type": "service_account"}', "is not whole"),
        (b'{"type": "authorized_user", "refresh_token": "hush"}', "is not whole"),
        (
            b'{"type": "service_account", "client_email": "a@b", "token_uri": "http://x",'
            b' "private_key": "-----BEGIN PRIVATE KEY-----\\nhush\\n-----END PRIVATE KEY-----"}',
            "is not whole",
        ),
        (b'{"type": "service_account", "private_key": 7}', "is not whole"),
    ],
)
def test_a_wrong_key_file_is_named_and_nothing_in_it_is_quoted(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "key.json"
    path.write_bytes(content)
    error = refused(a_sheet(path))
    assert said in error.what
    assert error.where == str(path)
    assert "hush" not in "".join(traceback.format_exception(error))


def test_a_key_file_that_went_away_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in refused(a_sheet(tmp_path / "gone.json")).what


def test_a_key_says_nothing_of_itself(google: GoogleServer) -> None:
    assert "PRIVATE" not in repr(find_key(a_sheet(google.key_file())))


def test_a_key_google_does_not_know_is_told_as_such(
    led_here: GoogleServer, file: File, tmp_path: Path
) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    other = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    said = json.loads(led_here.key_file().read_text(encoding="utf-8"))
    path = tmp_path / "key.json"
    path.write_text(json.dumps({**said, "private_key": other.decode()}), encoding="utf-8")
    with pytest.raises(SignInRefused, match="does not accept this key") as caught:
        Connection(GoogleSheet(file.id, path)).get("spreadsheetId")
    assert "JWT" not in str(caught.value)


def test_a_token_that_cannot_be_fetched_is_as_good_as_no_network(
    led_here: GoogleServer, file: File, tmp_path: Path, time_goes_by
) -> None:
    said = json.loads(led_here.key_file().read_text(encoding="utf-8"))
    path = tmp_path / "key.json"
    path.write_text(json.dumps({**said, "token_uri": "http://127.0.0.1:9/"}), encoding="utf-8")
    connection = Connection(GoogleSheet(file.id, path), time_goes_by.pace)
    with pytest.raises(SheetsyncError, match="could not be reached"):
        connection.batch_update([])
    assert len(time_goes_by.slept) == 4


# Who else may read it


@posix_only
@pytest.mark.parametrize(("mode", "noted"), [(0o600, False), (0o640, True), (0o644, True)])
def test_a_key_file_that_others_may_read_is_noted_with_the_command_that_ends_it(
    mode: int, noted: bool, tmp_path: Path
) -> None:
    path = tmp_path / "key.json"
    path.write_text("{}", encoding="utf-8")
    path.chmod(mode)
    note = key_file_note(a_sheet(path))
    assert (note is not None) is noted
    assert note is None or note.remedy == f"Run: chmod 600 {path}"


def test_of_a_key_in_the_environment_nothing_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "{}")
    assert key_file_note(a_sheet()) is None


# Quiet


def test_google_auth_asks_nothing_beside_what_we_ask(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        _client, "_lookup_regional_access_boundary", lambda *a, **k: asked.append(a), raising=False
    )
    connection.get("spreadsheetId")
    connection.get("spreadsheetId")
    assert asked == []
