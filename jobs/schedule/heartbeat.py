"""Tell a monitor that a run begins, went well, or failed: the monitor tells people when it hears
nothing. Addresses are built as healthchecks.io has them. Never fails a run, nor holds it up long.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from sheetsync import __version__
from sheetsync.config.heartbeat import Heartbeat
from sheetsync.config.secrets import SecretUnreadable

LOG = logging.getLogger("sheetsync.heartbeat")

SECONDS = 5.0
"""How long one ping may take."""

Beat = Literal["start", "success", "fail"]
_PATHS: dict[Beat, str] = {"start": "/start", "success": "", "fail": "/fail"}


class Ending:
    """How a run ends, as the monitor is told: well, unless it says otherwise."""

    def __init__(self) -> None:
        self.went_well = True


@contextmanager
def beating(heartbeat: Heartbeat | None) -> Iterator[Ending]:
    """Ping around a run: at its start, and how it ended. What is raised ends it badly; so does
    whoever sets ``went_well`` to False."""
    ending = Ending()
    ping(heartbeat, "start")
    try:
        yield ending
    except BaseException:
        ping(heartbeat, "fail")
        raise
    ping(heartbeat, "success" if ending.went_well else "fail")


def ping(heartbeat: Heartbeat | None, beat: Beat) -> bool:
    """Tell it; whether it was heard. Says nothing of the address, which may be secret."""
    if heartbeat is None:
        return False
    from http.client import HTTPException
    from urllib.request import Request, urlopen

    try:
        address = beat_address(heartbeat.address(), beat)
        agent = {"User-Agent": f"sheetsync/{__version__}"}
        request = Request(address, headers=agent)
        with urlopen(request, timeout=SECONDS):
            return True
    except SecretUnreadable as error:  # doctor says more
        LOG.info("The heartbeat was not sent: %s %s", error.where, error.what)
    except (OSError, HTTPException, ValueError) as error:
        level = logging.INFO if beat == "start" else logging.WARNING  # once a run is enough
        LOG.log(level, "The heartbeat was not heard (%s)", _why(error))
    return False


def beat_address(address: str, beat: Beat) -> str:
    """The address of a beat; what follows a question mark stays behind it."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + _PATHS[beat]))


def _why(error: Exception) -> str:
    """Without the address."""
    from urllib.error import HTTPError

    if isinstance(error, HTTPError):
        return f"answer {error.code}"
    return type(getattr(error, "reason", error)).__name__
