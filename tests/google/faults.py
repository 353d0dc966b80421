"""What can go wrong on the way: asked for by a test, one call at a time.

server.faults.add(too_many_requests(retry_after=2), on="batchUpdate")
server.faults.add(LostReply(), on="write", skip=1)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.google.discovery import Method
from tests.google.errors import ApiError, HtmlError, UsageLimit
from tests.google.quota import quota_exceeded


class Refused(NamedTuple):
    """Answered with an error; nothing is done."""

    error: Callable[[], ApiError]


class Reset(NamedTuple):
    """The connection is cut before anything is done."""


class LostReply(NamedTuple):
    """Everything is done, and the connection is cut instead of a reply."""


class FailedReply(NamedTuple):
    """Everything is done, and an error is answered all the same."""

    error: Callable[[], ApiError]


class Slow(NamedTuple):
    """The reply comes, but late."""

    seconds: float


Fault = Refused | Reset | LostReply | FailedReply | Slow


def too_many_requests(retry_after: float | str | None = None) -> Refused:
    wait = "" if retry_after is None else str(retry_after)
    return Refused(
        lambda: quota_exceeded("Write", "Write requests per minute per user", 60, retry_after=wait)
    )


def aborted() -> Refused:
    """Somebody else's change was in the way; nothing is done."""
    return Refused(lambda: ApiError(409, "The operation was aborted."))


def server_error() -> Refused:
    return Refused(lambda: ApiError(500, "Internal error encountered."))


def unavailable() -> Refused:
    return Refused(lambda: ApiError(503, "The service is currently unavailable."))


def bad_gateway() -> Refused:
    """A page of HTML."""
    return Refused(lambda: HtmlError(502, "The server encountered a temporary error."))


def drive_limit() -> Refused:
    """A 403 that means quota; on Drive's calls only."""
    return Refused(UsageLimit)


def done_but_unavailable() -> FailedReply:
    return FailedReply(lambda: ApiError(503, "The service is currently unavailable."))


@dataclass
class _Planned:
    fault: Fault
    on: str
    skip: int
    times: int


@dataclass
class Faults:
    planned: list[_Planned] = field(default_factory=list)

    def add(self, fault: Fault, *, on: str = "any", skip: int = 0, times: int = 1) -> None:
        """`on` is `any`, `read`, `write` or how a method's id ends, `values.get` say."""
        self.planned.append(_Planned(fault, on, skip, times))

    def next_for(self, method: Method) -> Fault | None:
        for planned in self.planned:
            if not names(planned.on, method):
                continue
            if planned.skip:
                planned.skip -= 1
                continue
            planned.times -= 1
            if planned.times == 0:
                self.planned.remove(planned)
            return planned.fault
        return None


def names(on: str, method: Method) -> bool:
    if on in ("any", "read", "write"):
        return on == "any" or method.is_write == (on == "write")
    return method.id == on or method.id.endswith(f".{on}")
