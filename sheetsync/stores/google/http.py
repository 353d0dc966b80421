"""The HTTP client that gspread sends with: patient with what passes, careful with what may be done.

What a failure means stands in `troubles` and `retries`; here it is met. Nothing logged is personal.
"""

from __future__ import annotations

import logging
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from itertools import count
from typing import Any, cast

import requests
from google.auth.credentials import Credentials
from google.auth.exceptions import RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession, Request
from gspread.http_client import HTTPClient
from requests import Response, Session

from sheetsync import __version__
from sheetsync.stores.google.retries import PATIENCE, Trouble, maybe_done, wait_before_next
from sheetsync.stores.google.troubles import trouble_of

LOG = logging.getLogger(__name__)

CONNECT_SECONDS = 10.0
READ_SECONDS = {"read": 60.0, "write": 180.0}
"""How long to wait for an answer; Google itself stops working on one after 180 seconds."""

A_MINUTE = 61.0
"""The minute Google counts in, and a second for clocks and networks that do not agree."""

A_MINUTES_CALLS = 60


@dataclass(frozen=True)
class Pace:
    """The clock, the waiting and the chance a client goes by; tests bring their own."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


class GaveUp(Exception):
    """A call that did not come to an end: ``trouble`` was met last, ``cause`` is what it came as
    (a reply that says no, or what the network or google-auth raised)."""

    def __init__(self, trouble: Trouble, cause: Response | Exception, *, unknown: bool) -> None:
        super().__init__(trouble.said)
        self.trouble = trouble
        self.cause = cause
        self.unknown = unknown


class Budget:
    """So many calls in any minute, as Google counts them for one account."""

    def __init__(self, calls: int = A_MINUTES_CALLS) -> None:
        self._times: deque[float] = deque(maxlen=calls)

    def wait_at(self, now: float) -> float:
        """How long a call must wait that is about to be sent."""
        full = len(self._times) == self._times.maxlen
        return max(0.0, self._times[0] + A_MINUTE - now) if full else 0.0

    def spend(self, now: float) -> None:
        """Count a call."""
        self._times.append(now)


def _session(auth: Credentials) -> Session:
    """A token that ran out is fetched anew once: a second no is Google's word. What fetches it does
    not try again by itself, as it would not know when to stop, nor that nobody wants to read it."""
    fetch = Request(requests.Session())
    session: Session = AuthorizedSession(auth, max_refresh_attempts=1, auth_request=fetch)
    return session


class PatientClient(HTTPClient):
    """gspread's client with bounded retries. ``sent`` counts reads and writes, answered or not."""

    def __init__(
        self,
        auth: Credentials,
        session: Session | None = None,
        pace: Pace | None = None,
        sent: Counter[str] | None = None,
    ) -> None:
        self.auth = auth
        super().__init__(auth, session or _session(auth))
        self.session.headers["User-Agent"] = f"sheetsync/{__version__} (gzip)"
        self.sent = Counter() if sent is None else sent
        self._pace = pace or Pace()
        self._budgets = {"read": Budget(), "write": Budget()}

    def request(
        self,
        method: str,
        endpoint: str,
        params: MutableMapping[str, Any] | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: MutableMapping[str, str] | None = None,
        *,
        safe_twice: bool = False,
    ) -> Response:
        """Send a call until it is answered. Raises `GaveUp`.

        A call that may have been carried out is sent again where it only reads, or where the
        caller says with ``safe_twice`` that doing it again does no harm.
        """
        kind = "read" if method.casefold() == "get" else "write"
        what = {"params": params, "data": data, "json": json, "files": files, "headers": headers}
        until = self._pace.clock() + PATIENCE
        self._wait_for_budget(kind)
        unknown = False
        for tried in count(1):
            came = self._sent_once(kind, until, method=method, url=endpoint, **what)
            trouble = trouble_of(came)
            if trouble is None:
                return cast(Response, came)
            unknown = unknown or (kind == "write" and maybe_done(trouble))
            wait = self._wait_after(trouble, tried, kind, safe_twice)
            if wait is None or self._pace.clock() + wait >= until:
                LOG.info("Google: a %s failed (%s), try %d, the last", kind, trouble.said, tried)
                raise GaveUp(trouble, came, unknown=unknown)
            LOG.info("Google: a %s failed (%s); again in %.1f s", kind, trouble.said, wait)
            self._pace.sleep(wait)
        raise AssertionError("unreachable")

    def _wait_after(
        self, trouble: Trouble, tried: int, kind: str, safe_twice: bool
    ) -> float | None:
        """How long until a call that failed is sent again, within the budget; None for never."""
        safe = safe_twice or kind == "read"
        wait = wait_before_next(trouble, tried, self._pace.chance(), safe_twice=safe)
        if wait is None:
            return None
        return max(wait, self._budgets[kind].wait_at(self._pace.clock()))

    def _sent_once(self, kind: str, until: float, **call: Any) -> Response | Exception:
        """What came of a call: an answer, a no, or what went wrong on the way."""
        left = max(1.0, until - self._pace.clock())
        timeout = (min(CONNECT_SECONDS, left), min(READ_SECONDS[kind], left))
        self._budgets[kind].spend(self._pace.clock())
        self.sent[kind] += 1
        try:
            return self.session.request(timeout=timeout, **call)
        except requests.exceptions.InvalidJSONError:
            raise  # nothing that could pass: what we were about to send was no message
        except (OSError, TransportError, RefreshError) as error:  # requests' errors are OSErrors
            return error

    def _wait_for_budget(self, kind: str) -> None:
        wait = self._budgets[kind].wait_at(self._pace.clock())
        if wait:
            LOG.info("Google: the %ss of this minute are used up; waiting %.0f s", kind, wait)
            self._pace.sleep(wait)
