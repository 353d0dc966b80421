"""Who we are to Google: a robot by its key file, or a person who once signed in at a browser.

Looked for in this order: the file that ``google: credentials:`` names; `KEY_VARIABLE`, which holds
the text of such a file; the file `FILE_VARIABLE` names; the files gspread keeps in its own folder.
Nothing of a key is ever said, logged or passed on in an error.
"""

from __future__ import annotations

import json
import os
import sys
import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import gspread.auth
from google.auth.credentials import Credentials
from google.oauth2 import credentials as of_person
from google.oauth2 import service_account as of_robot
from oauthlib.oauth2 import OAuth2Error

from sheetsync.config import GoogleSheet
from sheetsync.errors import SignInRefused
from sheetsync.stores.base import Diagnosis

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)

KEY_VARIABLE = "SHEETSYNC_GOOGLE_KEY"
"""The environment variable that may hold the text of a key file."""

FILE_VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"
"""The one that Google's own programs know; it names a key file."""

NEW_KEY = (
    "Make one at console.cloud.google.com: IAM & Admin → Service Accounts → the account → Keys → "
    "Add key → JSON. Then name the file in config.yaml (google: credentials:)."
)

SIGN_IN = "Run `sheetsync doctor` at a terminal on your own computer: it opens the browser."


class KeyFile(NamedTuple):
    """A file that holds a key, and how people know it."""

    place: str
    path: Path


@dataclass(frozen=True)
class Key:
    """What a key file says, all of it secret; ``place`` is where people find it."""

    place: str
    said: Mapping[str, Any] = field(repr=False)

    @property
    def kind(self) -> str:
        """In Google's words; ``client`` is what a program shows when a person is to sign in."""
        is_client = "installed" in self.said or "web" in self.said
        return "client" if is_client else str(self.said.get("type", ""))


def sign_in(sheet: GoogleSheet) -> Credentials:
    """The credentials for a spreadsheet; Google is not asked yet, unless a person signs in at the
    browser for the first time. Raises `SignInRefused`."""
    key = find_key(sheet)
    make = {"service_account": _robot, "authorized_user": _person, "client": _signing_in}.get(
        key.kind
    )
    if make is None:
        raise _refused("this is not the key of a robot (service account)", key.place)
    try:
        return make(key)
    except (ValueError, KeyError, TypeError, AttributeError):
        # Said without its cause: what these errors quote may be secret.
        raise _refused("the key in it is not whole", key.place) from None


def robot_address(credentials: Credentials) -> str:
    """Whom the spreadsheet must be shared with; "" where it is a person's own account."""
    return str(getattr(credentials, "service_account_email", ""))


def find_key(sheet: GoogleSheet) -> Key:
    """The key that counts. Raises `SignInRefused` where there is none, or it cannot be read."""
    held = _held(sheet)
    if held:
        return Key(KEY_VARIABLE, _parsed(held, KEY_VARIABLE))
    file = _key_file(sheet)
    if file is not None:
        return Key(file.place, _read(file))
    raise SignInRefused(
        "there is no key to sign in to Google with",
        hint=f"{NEW_KEY} Or set {FILE_VARIABLE} to the file, or {KEY_VARIABLE} to its text.",
    )


def key_file_note(sheet: GoogleSheet) -> Diagnosis | None:
    """What to say of a key file that other users of this computer may read."""
    file = None if _held(sheet) else _key_file(sheet)
    if file is None or os.name == "nt":  # Windows keeps its permissions elsewhere
        return None
    try:
        open_to_others = file.path.stat().st_mode & 0o077
    except OSError:
        return None
    if not open_to_others:
        return None
    said = f"other users of this computer may read {file.place}, and so open your spreadsheet"
    return Diagnosis("Key file", "note", said, f"Run: chmod 600 {file.path}")


def _refused(what: str, place: str) -> SignInRefused:
    return SignInRefused(what, where=place, hint=NEW_KEY)


def _held(sheet: GoogleSheet) -> str:
    """The key itself, where the environment holds it and the config names no file."""
    return "" if sheet.credentials else os.environ.get(KEY_VARIABLE, "")


def _key_file(sheet: GoogleSheet) -> KeyFile | None:
    """The file that counts, there or not; None where none is named and gspread has none."""
    if sheet.credentials:
        return KeyFile(str(sheet.credentials), sheet.credentials)
    if named := os.environ.get(FILE_VARIABLE):
        return KeyFile(f"{FILE_VARIABLE} ({named})", Path(named).expanduser())
    gspreads: tuple[Path, ...] = (
        gspread.auth.DEFAULT_AUTHORIZED_USER_FILENAME,
        gspread.auth.DEFAULT_SERVICE_ACCOUNT_FILENAME,
        gspread.auth.DEFAULT_CREDENTIALS_FILENAME,
    )
    return next((KeyFile(str(path), path) for path in gspreads if path.is_file()), None)


def _read(file: KeyFile) -> Mapping[str, Any]:
    try:
        return _parsed(file.path.read_text(encoding="utf-8-sig"), file.place)
    except OSError as error:
        raise _refused(f"the key file cannot be read ({error.strerror})", file.place) from None
    except UnicodeDecodeError:
        raise _refused("this is no key file: it is not text", file.place) from None


def _parsed(text: str, place: str) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise _refused("this is no key file: it is not JSON", place)
    return said


class _EverywhereAllowed:
    """Leaves out google-auth's question which regions an account is bound to: it goes to another
    host, in a thread that a program which ends must wait for, and says nothing about sheets."""

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


class Robot(_EverywhereAllowed, of_robot.Credentials):
    """A service account."""


class Person(_EverywhereAllowed, of_person.Credentials):
    """Somebody who signed in at a browser."""


def _robot(key: Key) -> Credentials:
    robot: Robot = Robot.from_service_account_info(key.said, scopes=SCOPES)  # type: ignore[no-untyped-call]
    return robot


def _person(key: Key) -> Credentials:
    person: Person = Person.from_authorized_user_info(key.said)  # type: ignore[no-untyped-call]
    return person


def _signing_in(key: Key) -> Credentials:
    """Let the person at the screen sign in, once; what comes of it is kept where gspread does."""
    path: Path = gspread.auth.DEFAULT_AUTHORIZED_USER_FILENAME
    if not path.is_file():
        _keep(_asked(key), path)
    return _person(Key(str(path), _read(KeyFile(str(path), path))))


def _asked(key: Key) -> str:
    """What Google gives to somebody who signs in at the browser."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise SignInRefused("nobody has signed in to Google yet", where=key.place, hint=SIGN_IN)
    try:
        return str(gspread.auth.local_server_flow(key.said, SCOPES).to_json())
    except (OAuth2Error, webbrowser.Error, OSError):
        what = "the sign-in at the browser did not come to an end"
        raise SignInRefused(what, where=key.place, hint=SIGN_IN) from None


def _keep(text: str, path: Path) -> None:
    """For this user alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
