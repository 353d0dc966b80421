"""What came in place of an answer, and what that means: an error on the way, or a reply that is no.

Nothing in a `Trouble` is personal; it may be logged.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import requests
from google.auth.exceptions import RefreshError, TransportError
from requests import Response
from urllib3.exceptions import NewConnectionError

from sheetsync.stores.google.retries import Trouble

USAGE_LIMITS = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
"""The reasons by which a 403 tells that it means quota, in Drive's and in Sheets' words."""

UNSENT = (
    TransportError, NewConnectionError, requests.ConnectTimeout, requests.exceptions.ProxyError,
    requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema,  # of a proxy
)  # fmt: skip
"""What is raised before a call leaves; a token could not be fetched, say."""


def trouble_of(came: Response | Exception) -> Trouble | None:
    """None where it is the answer that was asked for."""
    return _of_reply(came) if isinstance(came, Response) else _of_error(came)


def _of_error(error: Exception) -> Trouble:
    inside = list(_within(error))
    if any("CERTIFICATE_VERIFY_FAILED" in str(each) for each in inside) or _is_file(error):
        return Trouble("untrusted", "certificate not trusted")
    if isinstance(error, RefreshError):
        return Trouble("unsent" if error.retryable else "refused", "no token")
    if any(isinstance(each, UNSENT) for each in inside):
        return Trouble("unsent", "no connection")
    late = isinstance(error, requests.Timeout)
    return Trouble("lost", "no answer in time" if late else "connection cut")


def _is_file(error: Exception) -> bool:
    """Whether a file is missed: certificates to trust, as the environment names them."""
    return isinstance(error, OSError) and not isinstance(error, requests.RequestException)


def _of_reply(reply: Response) -> Trouble | None:
    code = reply.status_code
    after = _seconds(reply.headers.get("Retry-After", ""), reply.headers.get("Date", ""))
    if code == 429 or (code == 403 and _is_usage_limit(reply)):
        return Trouble("quota", str(code), after)
    if code == 409:  # Google's ABORTED: two changes met, and this one was not made
        return Trouble("busy", str(code), after)
    if code >= 500 or code == 408:
        return Trouble("failing", str(code), after)
    if code >= 400:
        return Trouble("refused", str(code))
    if "html" in reply.headers.get("Content-Type", ""):  # a hotel's network, a proxy
        return Trouble("lost", "a web page instead of an answer")
    return None


def _is_usage_limit(reply: Response) -> bool:
    try:
        error = reply.json()["error"]
        said = [*error.get("errors", []), *error.get("details", [])]
        return any(each.get("reason") in USAGE_LIMITS for each in said)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _seconds(retry_after: str, now: str) -> float | None:
    """Retry-After as seconds: it may be a number, or a moment to be held against the reply's."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        wait = parsedate_to_datetime(retry_after) - parsedate_to_datetime(now)
    except (ValueError, TypeError):
        return None
    return max(0.0, wait.total_seconds())


def _within(error: BaseException) -> Iterator[BaseException]:
    """An error and those it was made of: requests wraps urllib3's, google-auth wraps requests'."""
    yield error
    reason = getattr(error, "reason", None)
    for inner in (*error.args, reason, error.__cause__):
        if isinstance(inner, BaseException):
            yield from _within(inner)
