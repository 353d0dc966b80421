"""What Google refuses, as errors a person can mend; the texts stand in `refusal_table`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from google.auth.exceptions import RefreshError
from requests import Response

from sheetsync.config import GoogleSheet
from sheetsync.errors import SheetsyncError
from sheetsync.stores.google.http import GaveUp
from sheetsync.stores.google.refusal_table import (
    NO_ANSWER,
    NO_TOKEN,
    REFUSALS,
    REFUSED,
    UNKNOWN,
    Refusal,
    Reply,
)

API_LIBRARY = "https://console.cloud.google.com/apis/library/sheets.googleapis.com"


_REQUEST = re.compile(r"Invalid requests\[(\d+)\]\.(\w+)")


def refused_request(error: SheetsyncError) -> tuple[int, str]:
    """Which request of a batch Google refused, by its number and kind; -1 where that is not
    known."""
    why = error.__cause__
    found = _REQUEST.match(_reply(why.cause).message) if isinstance(why, GaveUp) else None
    return (int(found[1]), found[2]) if found else (-1, "")


@contextmanager
def told(sheet: GoogleSheet, name: str, robot: str) -> Iterator[None]:
    """Turn a call that gave up into what a person can mend; ``name`` says which spreadsheet."""
    try:
        yield
    except GaveUp as error:
        raise _as_error(error, sheet, name, robot) from error


def _as_error(error: GaveUp, sheet: GoogleSheet, name: str, robot: str) -> SheetsyncError:
    reply = _reply(error.cause)
    refusal = _refusal(error, reply)
    words = {
        "account": robot or "your account",
        "url": sheet.url,
        "link": reply.link,
        "message": _quoted(reply.message),
        "minutes": _minutes(error.trouble.retry_after),
    }
    what, hint = (text.format(**words) for text in (refusal.what, refusal.hint))
    return refusal.kind(what, where=name, hint=hint)


def _refusal(error: GaveUp, reply: Reply) -> Refusal:
    if error.unknown:
        return UNKNOWN
    if error.trouble.kind != "refused":
        return NO_ANSWER[error.trouble.kind]
    if isinstance(error.cause, RefreshError):
        return next(refusal for words, refusal in NO_TOKEN if words in str(error.cause))
    return next((refusal for meant, refusal in REFUSALS if meant(reply)), REFUSED)


def _reply(cause: Response | Exception) -> Reply:
    """What the reply says; nothing but its code where it is not in Google's form."""
    if not isinstance(cause, Response):
        return Reply(0)
    try:
        said = cause.json()["error"]
        details = [*said.get("details", []), *said.get("errors", [])]
        reasons = frozenset(str(each["reason"]) for each in details if "reason" in each)
        links = [each.get("metadata", {}).get("activationUrl", "") for each in details]
        link = next(filter(None, links), API_LIBRARY)
        return Reply(cause.status_code, str(said.get("message", "")), reasons, link)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Reply(cause.status_code)


def _quoted(message: str) -> str:
    """Google's sentence without the values it quotes, which people may have typed."""
    first = message.partition("\n")[0]
    return re.sub(r'"[^"]*"?', "…", first)[:200] or "it does not say why"


def _minutes(seconds: float | None) -> str:
    minutes = -(-int(seconds or 60) // 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"
