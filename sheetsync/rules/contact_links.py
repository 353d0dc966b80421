"""Links that open a chat with a lead, the suggested message already typed."""

from __future__ import annotations

from urllib.parse import quote

from sheetsync.tabs import LONGEST_URL, WebLink


def whatsapp_url(phone: str, message: str = "") -> str:
    """The click-to-chat address of an E.164 number.

    A message too long for a link is left out rather than cut: half a message is easily sent.
    """
    bare = f"https://wa.me/{''.join(filter(str.isdigit, phone))}"
    full = f"{bare}?text={quote(message, safe='')}" if message else bare
    return full if len(full) <= LONGEST_URL else bare


def phone_link(phones: tuple[str, ...], typed: str, message: str) -> WebLink | str | None:
    """The first readable number as a link; else what was typed; None where there is nothing."""
    if not phones:
        return typed or None
    return WebLink(phones[0], whatsapp_url(phones[0], message))
