"""The tables of what Google refuses: what happened and what to click, by how Google says it.

`REFUSALS` goes by the reply, `NO_TOKEN` by what the keeper of tokens says, `NO_ANSWER` by what
became of a call that nobody answered. Google's own sentences are quoted only where nothing better
is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

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
from sheetsync.stores.google.credentials import NEW_KEY
from sheetsync.stores.google.retries import Kind


@dataclass(frozen=True)
class Reply:
    """A no of Google's: ``reasons`` are its words for programs, ``link`` where to click."""

    code: int
    message: str = ""
    reasons: frozenset[str] = frozenset()
    link: str = ""

    def says(self, *words: str) -> bool:
        """Whether its sentence holds one of these."""
        return any(word in self.message for word in words)


class ApiSwitchedOff(PermissionRefused):
    """Google's no to a whole project: nobody has switched the API on there."""


class Refusal(NamedTuple):
    """An error to raise; the texts may hold ``{account}``, ``{url}``, ``{link}``, ``{message}``."""

    kind: type[SheetsyncError]
    what: str
    hint: str


_SHARE = (
    "Open {url}, click Share, and add {account} as Editor. If it is listed there already, compare "
    "the address with spreadsheet: in config.yaml."
)
_AGAIN = "Run again."
_CHANGED = Refusal(
    WorkbookChanged,
    "somebody changed its tabs, rows or columns while the run was at work",
    _AGAIN,
)
_GONE = re.compile(
    r"\bNo .+ (with id|at index)\b|Unable to parse range|exceeds grid limits|grid size"
    r"|after last (row|column) in grid|beyond the last requested|(doesn't|does not) exist"
    r"|already exists|is empty or upside down"
)
"""How Google says that a tab, row, column, rule or chart is not, or not free, where it was read:
another run of the same plan would be told the same, a new plan is not."""

REFUSALS: tuple[tuple[Callable[[Reply], bool], Refusal], ...] = (
    (
        lambda r: r.code == 401,
        Refusal(SignInRefused, "Google does not accept this sign-in any more", NEW_KEY),
    ),
    (
        lambda r: bool(r.reasons & {"SERVICE_DISABLED", "accessNotConfigured"}),
        Refusal(
            ApiSwitchedOff,
            "the Google Sheets API is switched off in the project of this key",
            "Open {link} and click Enable. Wait a minute, then run again.",
        ),
    ),
    (
        lambda r: "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in r.reasons,
        Refusal(
            SignInRefused,
            "whoever signed in did not allow the use of spreadsheets",
            "Delete authorized_user.json in gspread's folder and sign in again; tick every box.",
        ),
    ),
    (
        lambda r: r.code == 403,
        Refusal(PermissionRefused, "it is not shared with {account} as Editor", _SHARE),
    ),
    (
        lambda r: r.code == 404,
        Refusal(
            WorkbookMissing,
            "there is no such spreadsheet, or it was deleted",
            "Compare spreadsheet: in config.yaml with the address in your browser.",
        ),
    ),
    (
        lambda r: r.says("not supported for this document", "must not be an Office file"),
        Refusal(
            NotAWorkbook,
            "this is an Excel file kept in Google Drive, not a Google spreadsheet",
            "Open it, click File → Save as Google Sheets, and put the address of the new one into "
            "config.yaml.",
        ),
    ),
    (
        lambda r: r.says("protected cell"),
        Refusal(
            EditRefused,
            "a cell or tab that was to be written is protected",
            "Ask its owner: Data → Protect sheets and ranges, and let {account} edit. Then run "
            "again.",
        ),
    ),
    (
        lambda r: r.says("10000000 cells"),
        Refusal(
            EditRefused,
            "it is full: Google allows ten million cells a spreadsheet",
            "Delete empty rows and columns, or tabs nobody needs.",
        ),
    ),
    (
        lambda r: r.code == 400 and bool(_GONE.search(r.message)),
        _CHANGED,
    ),
)  # fmt: skip

REFUSED = Refusal(
    EditRefused, "Google refused it: {message}", "Run again. If it stays so, please report it."
)
"""What no other line knows."""

NO_TOKEN: tuple[tuple[str, Refusal], ...] = (
    (
        "short-lived token",
        Refusal(
            SignInRefused,
            "Google does not accept the sign-in, as this computer's clock is wrong",
            "Set date and time (and time zone), best by itself from the internet.",
        ),
    ),
    (
        "expired or revoked",
        Refusal(
            SignInRefused,
            "the sign-in at Google has ended",
            "Delete authorized_user.json in gspread's folder and sign in again.",
        ),
    ),
    (
        "account not found",
        Refusal(
            SignInRefused, "the account {account} of this key does not exist any more", NEW_KEY
        ),
    ),
    (
        "",
        Refusal(
            SignInRefused, "Google does not accept this key; it may have been replaced", NEW_KEY
        ),
    ),
)

NO_ANSWER: dict[Kind, Refusal] = {
    "unsent": Refusal(
        GoogleUnreachable,
        "Google could not be reached",
        "Look whether this computer is on the internet. Then run again.",
    ),
    "quota": Refusal(
        GoogleUnreachable,
        "Google asks to wait: {account} has made too many calls",
        "Run again in {minutes}. Other programs with the same key count too.",
    ),
    "busy": Refusal(
        GoogleUnreachable,
        "others kept changing the spreadsheet, and Google gave our calls up for theirs",
        "Run again in a minute.",
    ),
    "failing": Refusal(
        GoogleUnreachable,
        "Google Sheets is out of order",
        "Run again later; https://www.google.com/appsstatus shows how it is.",
    ),
    "lost": Refusal(
        GoogleUnreachable,
        "no answer came from Google in time",
        "Look whether this computer's internet connection is steady. Then run again.",
    ),
    "untrusted": Refusal(
        GoogleUnreachable,
        "the connection cannot be trusted: a company's proxy or a guest network may be in between",
        "Ask whoever runs the network for its certificate, and set REQUESTS_CA_BUNDLE to the file.",
    ),
}

UNKNOWN = Refusal(
    OutcomeUnknown,
    "a change was sent to Google and no answer came, so it may be made or not",
    "Run again: a run looks first, and writes only what is missing.",
)
