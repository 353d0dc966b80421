"""The key ``messages:`` of config.yaml: who is written to, from where, and when not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from sheetsync.config import values
from sheetsync.config.keys import Group, Text, of_text, one_of, told
from sheetsync.config.problems import as_written
from sheetsync.config.secrets import Secret, secret_place

Security = Literal["starttls", "tls", "none"]

PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
"""The usual port of each kind of security."""

MOST_A_DAY = 6


@dataclass(frozen=True)
class Recipient:
    """Somebody who is written to, by e-mail or through a chat service (an apprise address)."""

    name: str
    email: str = ""
    chat: Secret | None = None
    phone: str = ""
    """What takes the place of ``{phone}`` in the chat service's address."""


@dataclass(frozen=True)
class Mailbox:
    """An address to write from, and the name people see."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Smtp:
    """The server that takes our mail. Without a ``user`` there is no log-in."""

    host: str
    port: int = PORTS["starttls"]
    security: Security = "starttls"
    user: str = ""
    password: Secret | None = None


@dataclass(frozen=True)
class QuietHours:
    """When nobody wants a message, on the business's wall clock; ``begins`` may be the later."""

    begins: time
    ends: time

    def over_at(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The end of the quiet hours that hold ``now``; None where it is not quiet."""
        local = now.astimezone(zone)
        clock = local.time()
        overnight = self.begins > self.ends
        late, early = clock >= self.begins, clock < self.ends
        if not (late or early if overnight else late and early):
            return None
        day = local.date() + timedelta(days=1 if overnight and late else 0)
        return datetime.combine(day, self.ends, zone)


@dataclass(frozen=True)
class Messages:
    """What ``messages:`` says, checked. ``link`` is "" where nothing was given; ``team`` says
    whether everyone of the team with an address gets a list of their own."""

    owner: Recipient | None = None
    sender: Mailbox | None = None
    smtp: Smtp | None = None
    team: bool = True
    quiet: QuietHours | None = None
    most_a_day: int = MOST_A_DAY
    link: str = ""
    templates: Path = field(default=Path("messages"))
    """The folder beside the config whose files replace our own wordings."""


def email_address(word: str) -> str:
    """A plain address. Raises ``ValueError(what, hint)``, as all below do."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(word, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise ValueError(f"{word} is not an e-mail address", "write name@example.com") from None
    return found.normalized


def mailbox(word: str) -> Mailbox:
    """``Sunrise Kitchens <leads@example.com>``, or the address alone."""
    name, address = parseaddr(word)
    if not address or ("<" not in word and address != word):
        raise ValueError(f"{word} is not an e-mail address", 'write "Our shop <leads@example.com>"')
    return Mailbox(email_address(address), name)


def quiet_hours(word: str) -> QuietHours:
    """``21:00-08:00``; it may go past midnight."""
    ends = re.split(r"\s*(?:-|–|—|\bto\b)\s*", word.strip())
    if len(ends) != 2 or not all(ends):
        raise ValueError(f"cannot read {word!r} as quiet hours", "write e.g. 21:00-08:00")
    begins, over = values.clock(ends[0]), values.clock(ends[1].replace("24:00", "00:00"))
    if begins == over:
        raise ValueError("would be quiet all day", "write e.g. 21:00-08:00, or remove the line")
    return QuietHours(begins, over)


def web_address(word: str) -> str:
    """An address that a browser opens."""
    if not re.match(r"https?://[^\s/]+", word):
        raise ValueError(f"{word} is not an address on the web", "begin with https://")
    return word


def host_name(word: str) -> str:
    """A mail server's name alone."""
    if "://" in word or "/" in word or "@" in word or " " in word:
        raise ValueError(f"{word} is not a server's name", "write e.g. smtp.example.com")
    if ":" in word and not _is_ip(word):
        hint = f"write host: {word.partition(':')[0]} and port: on a line of its own"
        raise ValueError(f"{word} names a port too", hint)
    return word


def _is_ip(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True


def is_this_machine(host: str) -> bool:
    """Whether mail for this server never leaves the computer."""
    return host.casefold() == "localhost" or (_is_ip(host) and ip_address(host).is_loopback)


def _whole(low: int, high: int, noun: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        what = f"{as_written(value)} is not {noun}"
        raise ValueError(what, f"write a whole number from {low} to {high}")

    return read


Email = Annotated[str, of_text(email_address)]
SecretPlace = Annotated[str, told(secret_place)]


class RecipientKeys(Group):
    """Somebody, and how to reach them."""

    name: Text | None = None
    email: Email | None = None
    chat: SecretPlace | None = None


class SmtpKeys(Group):
    """A mail server."""

    host: Annotated[str, of_text(host_name)]
    port: Annotated[int, told(_whole(1, 65535, "a port"))] | None = None
    security: Annotated[Security, one_of(("starttls", "tls", "none"))] = "starttls"
    user: Text | None = None
    password: SecretPlace | None = None


class MessagesKeys(Group):
    """Messages to the owner and the team."""

    owner: RecipientKeys | None = None
    sender: Annotated[Mailbox, of_text(mailbox)] | None = Field(default=None, alias="from")
    smtp: SmtpKeys | None = None
    team: bool = True
    quiet: Annotated[QuietHours, of_text(quiet_hours)] | None = None
    most_a_day: Annotated[int, told(_whole(1, 200, "a number of messages"))] = MOST_A_DAY
    link: Annotated[str, of_text(web_address)] | None = None


def messages_of(keys: MessagesKeys, folder: Path) -> Messages:
    """The settings that sound keys mean; ``folder`` is the config's own."""
    return Messages(
        owner=recipient_of(keys.owner, folder, "the owner") if keys.owner else None,
        sender=keys.sender,
        smtp=_smtp(keys.smtp, folder) if keys.smtp else None,
        team=keys.team,
        quiet=keys.quiet,
        most_a_day=keys.most_a_day,
        link=keys.link or "",
        templates=folder / "messages",
    )


def recipient_of(keys: RecipientKeys, folder: Path, name: str) -> Recipient:
    """Somebody; ``name`` is what to call them where the keys do not say."""
    return Recipient(keys.name or name, keys.email or "", secret_of(keys.chat, folder))


def secret_of(place: str | None, folder: Path) -> Secret | None:
    """A secret by the place the config names."""
    return Secret(place, folder) if place else None


def _smtp(keys: SmtpKeys, folder: Path) -> Smtp:
    port = keys.port or PORTS[keys.security]
    password = secret_of(keys.password, folder)
    return Smtp(keys.host, port, keys.security, keys.user or "", password)
