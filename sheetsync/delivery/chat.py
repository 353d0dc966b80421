"""Chat services through apprise: one address, one try."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from sheetsync.delivery.attempt import SENT, WITHHELD, Attempt, Begin

MOST_PIECES = 3
"""A longer text than a service takes goes in so many pieces at most."""

REMEDY = "Look at chat: in config.yaml and at what the service says."
_NEVER_WENT = re.compile(
    r"Failed to (?:send|deliver)|refused|NameResolution|getaddrinfo|ConnectTimeout|"
    r"Max retries|NewConnection|CERTIFICATE|error=\d",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(r"Read timed out|ReadTimeout|RemoteDisconnected|Connection aborted|reset")
"""What apprise logs of a try that may have arrived all the same; it goes before the other."""


def send(address: str, subject: str, text: str, begin: Begin, phone: str = "") -> Attempt:
    """Try once. ``{phone}`` in the address is replaced by a number's digits."""
    import apprise

    with _listening() as heard:
        service = apprise.Apprise.instantiate(
            address.replace("{phone}", quote(phone, safe="+")), suppress_exceptions=True
        )
        if service is None:
            what = "the address of the chat service is none that apprise knows"
            return Attempt("later", what, REMEDY)
        if not begin():
            return WITHHELD
        service.overflow_mode = apprise.OverflowMode.SPLIT
        try:
            taken = service.notify(
                body=_short(text, service.body_maxlen),
                title=subject,
                notify_type=apprise.NotifyType.INFO,
                body_format=apprise.NotifyFormat.TEXT,
            )
        except Exception as error:  # noqa: BLE001 - a plug-in's own mistakes are told, not raised
            heard.append(type(error).__name__)
            taken = False
    return SENT if taken else _failed(_service(address), "\n".join(heard))


def _failed(service: str, heard: str) -> Attempt:
    """Not sent, unless what apprise says leaves that open."""
    if _NO_ANSWER.search(heard) or not _NEVER_WENT.search(heard):
        return Attempt("unclear", f"{service} did not say whether it took the message", REMEDY)
    return Attempt("later", f"{service} did not take the message", REMEDY)


def _service(address: str) -> str:
    """``slack``: what is before ``://``; the rest is secret."""
    return f"the chat service {address.partition('://')[0]}"


def _short(text: str, most: int) -> str:
    """What the service takes in a few pieces, each of which ends with a word, and the last with
    a line."""
    most = most * MOST_PIECES * 9 // 10
    if len(text) <= most:
        return text
    ending = "\n… more in the sheet"
    return text[: most - len(ending)].rpartition("\n")[0] + ending


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What apprise logs meanwhile, kept from everybody else: it may hold secrets."""
    heard: list[str] = []
    logger = logging.getLogger("apprise")
    before = logger.level, logger.propagate, logger.handlers[:]
    logger.handlers[:] = [_Listener(heard)]
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.setLevel(before[0])
        logger.propagate, logger.handlers[:] = before[1], before[2]


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__()
        self.heard = heard

    def emit(self, record: Any) -> None:
        """Keep the text of what is logged."""
        self.heard.append(record.getMessage())
