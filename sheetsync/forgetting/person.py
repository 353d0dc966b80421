"""The person a lead is: by Lead ID, and where a row has none yet, by phone, e-mail or name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sheetsync.forgetting.traces import Traces
from sheetsync.identity import cell_text
from sheetsync.lead_tab import CellValue
from sheetsync.schema import FIELD
from sheetsync.values.emails import read_emails
from sheetsync.values.phones import read_phones

Content = Mapping[str, CellValue]
"""The cells of a lead: by field, and by header in columns of the business's own."""

_WHO = ("name", "company", "phone", "email", "decision_maker")
_SHORTEST_NAME, _SHORTEST_TEXT = 4, 12
"""What is shorter tells nobody from anybody."""
_DIGITS_OF_A_PHONE = 7


@dataclass(frozen=True)
class Contact:
    """How somebody is reached, in normal form, and what they are called."""

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()

    @classmethod
    def of(cls, content: Content, region: str) -> Contact:
        """What these cells say."""
        called = " · ".join(text for name in ("name", "company") if (text := _text(content, name)))
        return cls(
            frozenset(read_phones(_column(content, "phone"), region).numbers[0]),
            frozenset(read_emails(_column(content, "email")).addresses[0]),
            frozenset({called} if called else ()),
        )

    def __or__(self, other: Contact) -> Contact:
        return Contact(
            self.phones | other.phones, self.emails | other.emails, self.called | other.called
        )

    def is_reached_as(self, other: Contact) -> bool:
        """Whether both have a phone or an e-mail in common."""
        return bool(self.phones & other.phones or self.emails & other.emails)

    def is_same(self, other: Contact) -> bool:
        """Likewise; where neither can be reached at all, whether they are called the same."""
        if any((self.phones, self.emails, other.phones, other.emails)):
            return self.is_reached_as(other)
        return bool(set(map(str.casefold, self.called)) & set(map(str.casefold, other.called)))


@dataclass(frozen=True)
class Person:
    """Who is to be forgotten. ``said`` are texts of their cells by which they are found anywhere;
    ``known`` says whether any cells of theirs were found."""

    lead_id: str
    region: str
    contact: Contact = field(default_factory=Contact)
    said: frozenset[str] = frozenset()
    known: bool = False

    def learn(self, contents: Iterable[Content]) -> Person:
        """The same person, known by these cells, too."""
        contact, said, known = self.contact, set(self.said), self.known
        for content in contents:
            contact |= Contact.of(content, self.region)
            said.update(_texts(content))
            known = True
        return Person(self.lead_id, self.region, contact, frozenset(said), known)

    def is_key(self, key: str) -> bool:
        """Whether a key (see `sheetsync.identity`), or a Lead ID, is theirs."""
        return key.partition("~")[0].strip().casefold() == self.lead_id.casefold()

    def is_lead(self, key: str, content: Content) -> bool:
        """Whether a lead is theirs: one without a Lead ID by how it is reached."""
        return self.is_key(key) or (key.startswith("~") and self.is_same(content))

    def is_same(self, content: Content) -> bool:
        """Whether these cells speak of the same person, whatever the Lead ID."""
        return self.contact.is_same(Contact.of(content, self.region))

    def is_reached_as(self, content: Content) -> bool:
        """Whether these cells have a phone or an e-mail of theirs."""
        return self.contact.is_reached_as(Contact.of(content, self.region))

    @property
    def traces(self) -> Traces:
        """What to look for where there are no cells."""
        return Traces(
            self.lead_id,
            self.said | {each.casefold() for each in self.contact.emails},
            frozenset(each.lstrip("+") for each in self.contact.phones),
        )


def _texts(content: Content) -> Iterator[str]:
    for name in content:
        text = _text(content, name)
        known = FIELD.get(name)
        if known is not None and known.type == "choice":
            continue
        shortest = _SHORTEST_NAME if name in _WHO else _SHORTEST_TEXT
        typed = isinstance(content[name], str)
        for line in text.casefold().splitlines():
            digits = sum(map(str.isdigit, line))
            if (typed or name in _WHO) and len(line.strip()) >= shortest:
                yield line.strip()
            elif not typed and digits >= _DIGITS_OF_A_PHONE and digits == len(line):
                yield line


def _text(content: Content, name: str) -> str:
    return cell_text(content.get(name))


def _column(content: Content, name: str) -> Any:
    column = np.empty(1, dtype=object)
    column[0] = content.get(name)
    return column
