"""Whether a spreadsheet changed: one small call to Drive, where reading it takes two larger ones.

Sheets itself tells no version. Drive does, to whoever may see the file's metadata, where the Drive
API is enabled in the key's project. Where it is not, or a person's sign-in does not reach so far,
nothing is told and the spreadsheet is read as ever. Drive may notice an edit some moments late; a
version that is told before the sheet is read can then only be too old, never too new.
"""

from __future__ import annotations

from functools import lru_cache

import requests
from google.auth.credentials import Credentials, Scoped
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession, Request
from gspread.urls import DRIVE_FILES_API_V3_URL

from sheetsync.config import GoogleSheet
from sheetsync.errors import SheetsyncError
from sheetsync.stores.google.credentials import sign_in

SCOPE = "https://www.googleapis.com/auth/drive.metadata.readonly"
"""May see the names and versions of files shared with the robot, not what is in them."""

SECONDS = 10.0
FIELDS = "version,modifiedTime"


def stamp_of_spreadsheet(sheet: GoogleSheet) -> str:
    """Its version as Drive tells it, or "". Never raises."""
    try:
        said = _session(sheet).get(
            f"{DRIVE_FILES_API_V3_URL}/{sheet.id}",
            params={"fields": FIELDS, "supportsAllDrives": "true"},
            timeout=SECONDS,
        )
        told = said.json() if said.ok else {}
    except (SheetsyncError, GoogleAuthError, requests.RequestException, ValueError):
        told = {}
    if not told:
        _session.cache_clear()  # another key may be there by now
    return "-".join(str(told[name]) for name in FIELDS.split(",") if name in told)


@lru_cache(maxsize=1)
def _session(sheet: GoogleSheet) -> requests.Session:
    session: requests.Session = AuthorizedSession(
        _for_metadata(sign_in(sheet)), auth_request=Request(requests.Session())
    )
    return session


def _for_metadata(credentials: Credentials) -> Credentials:
    """A robot asks for what it needs; what a person granted stays as it is."""
    if isinstance(credentials, Scoped):
        scoped: Credentials = credentials.with_scopes([SCOPE])  # type: ignore[no-untyped-call]
        return scoped
    return credentials
