"""Links that open a chat with a lead, the suggested message already typed."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from sheetsync.tabs import LONGEST_URL, WebLink
from sheetsync.values.words import says_nothing


def whatsapp_url(phone: str, message: str = "") -> str:
    """The click-to-chat address of an E.164 number.

    A message too long for a link is left out rather than cut: half a message is easily sent.
    """
    bare = f"https://wa.me/{''.join(filter(str.isdigit, phone))}"
    full = f"{bare}?text={_quoted(message)}" if message else bare
    return full if len(full) <= LONGEST_URL else bare


def _quoted(message: str) -> str:
    return "%20".join(map(_quoted_word, message.split(" ")))


@lru_cache(maxsize=4096)
def _quoted_word(word: str) -> str:
    """Messages have most of their words in common."""
    return quote(word, safe="")


def phone_link(phones: tuple[str, ...], typed: str, message: str) -> WebLink | str | None:
    """The first readable number as a link; else what was typed; None where that says nothing."""
    if not phones:
        return None if not typed or says_nothing(typed) else typed
    return WebLink(phones[0], whatsapp_url(phones[0], message))
