"""The key ``acknowledge:`` of config.yaml: whether those who write while nobody is there get an
automatic reply at once, and on which way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from sheetsync.config.keys import Group, told
from sheetsync.config.messages import SecretPlace, secret_of
from sheetsync.config.problems import as_written
from sheetsync.config.secrets import Secret
from sheetsync.config.yaml_lines import Place

if TYPE_CHECKING:
    from sheetsync.config.model import ConfigModel

MOST_AT_ONCE = 20


def _at_once(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 500:
        return value
    what = f"{as_written(value)} is not a number of replies"
    raise ValueError(what, "write a whole number from 1 to 500")


class AcknowledgeKeys(Group):
    """An automatic reply to leads received outside business hours; off unless written."""

    email: bool = False
    chat: SecretPlace | None = None
    most_at_once: Annotated[int, told(_at_once)] = MOST_AT_ONCE


@dataclass(frozen=True)
class Acknowledge:
    """How leads are acknowledged. ``chat`` is an apprise address with ``{phone}`` in it; more new
    leads than ``most_at_once`` were pasted in rather than received."""

    email: bool = False
    chat: Secret | None = None
    most_at_once: int = MOST_AT_ONCE


def acknowledge_of(keys: AcknowledgeKeys, folder: Path) -> Acknowledge | None:
    """What sound keys mean; None where nothing is switched on."""
    if not (keys.email or keys.chat):
        return None
    return Acknowledge(keys.email, secret_of(keys.chat, folder), keys.most_at_once)


def wrong_acknowledge(
    model: ConfigModel, place: Place, troubled: frozenset[str]
) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    """Whoever is to get mail, somebody must send it."""
    if "acknowledge" not in place.parts or {"acknowledge", "messages"} & troubled:
        return
    keys, messages = model.acknowledge, model.messages
    if keys is None:
        yield ("acknowledge",), "nothing is written here", "write email: true, indented"
    elif keys.email and not (messages and messages.smtp and messages.sender):
        what = "needs a mail server and an address to write from"
        yield ("acknowledge", "email"), what, "write smtp: and from: below messages:"
