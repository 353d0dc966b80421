"""What the keys of ``messages:`` mean together: whoever is to get mail, somebody must send it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sheetsync.config.messages import SmtpKeys, is_this_machine
from sheetsync.config.model import ConfigModel
from sheetsync.config.yaml_lines import Place

Said = tuple[tuple[Any, ...], str, str]


def wrong_messages(model: ConfigModel, place: Place, troubled: frozenset[str]) -> Iterator[Said]:
    """What is wrong; of keys that lost a wrong value already, nothing is said."""
    written = place.parts.get("messages")
    if written is None or {"messages", "team"} & troubled:
        return
    if model.messages is None:
        yield ("messages",), "nothing is written here", "write owner: and their e-mail, indented"
        return
    yield from _nobody(model)
    yield from _no_sender(model)
    if model.messages.smtp:
        yield from _smtp(model.messages.smtp)


def _nobody(model: ConfigModel) -> Iterator[Said]:
    keys = model.messages
    assert keys is not None
    if keys.owner and not (keys.owner.email or keys.owner.chat):
        yield ("messages", "owner"), "has no address", "write email: or chat:, indented"
    elif not keys.owner and not any(entry.email or entry.chat for entry in model.team):
        yield ("messages",), "nobody is named who gets a message", "write owner: and their email:"


def _no_sender(model: ConfigModel) -> Iterator[Said]:
    keys = model.messages
    assert keys is not None
    mailed = [keys.owner.email] if keys.owner else []
    mailed += [entry.email for entry in model.team if keys.team]
    if not any(mailed):
        return
    if keys.smtp is None:
        what = "smtp is missing, so no mail can be sent"
        yield ("messages",), what, "write smtp: and your mail server's host:, indented"
    if keys.sender is None:
        what = "from is missing: the address that mail comes from"
        yield ("messages",), what, 'write from: "Our shop <leads@example.com>"'


def _smtp(smtp: SmtpKeys) -> Iterator[Said]:
    if smtp.password and not smtp.user:
        yield ("messages", "smtp"), "has a password but no user", "write user: and your log-in"
    elif smtp.user and not smtp.password:
        hint = "write password: env:NAME or file:PATH"
        yield ("messages", "smtp"), "has a user but no password", hint
    elif smtp.password and smtp.security == "none" and not is_this_machine(smtp.host):
        what = "would send the password for all to read"
        yield ("messages", "smtp", "security"), what, "write starttls or tls"
