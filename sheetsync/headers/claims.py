"""Which field each column claims: as the config says, by name, by alias, by the rest of the row,
by close spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sheetsync.headers.aliases import Alias, index
from sheetsync.headers.close_spelling import closest_field
from sheetsync.headers.words import Header, header_text, read_header
from sheetsync.schema import FIELD, FIELDS, MACHINE_FIELDS

CONFIG, NAME, ALIAS, CLOSE = range(4)
"""Kinds of claim, strongest first."""


@dataclass(frozen=True)
class Claim:
    """A column could be a field. The smallest ``strength`` (kind, rank) wins, then ``order``."""

    field: str
    column: int
    header: Header
    kind: int
    rank: int = 0
    order: int = 0
    score: float = 100.0

    @property
    def strength(self) -> tuple[int, int]:
        """How good the claim is; smaller is better."""
        return (self.kind, self.rank)


@dataclass(frozen=True)
class Late:
    """A spelling that counts once the rest is known: when the fields ``given`` were found or a
    header of the row holds one of the words ``beside``."""

    spelling: str
    field: str
    given: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()


_SCHOOL = frozenset({"student", "parent", "parents", "pupil", "board", "tuition", "guardian"})
_SALE = frozenset({"advance", "order", "orders", "nights", "booking", "invoice", "deposit"})
_STAY = frozenset({"guest", "room", "rooms", "nights", "checkout", "out"})

LATE: tuple[Late, ...] = (
    Late("contact", "phone", given=("name",)),
    Late("due", "next_action_date", given=("next_action",)),
    Late("due date", "next_action_date", given=("next_action",)),
    Late("action date", "next_action_date", given=("next_action",)),
    Late("first contact", "first_response_at", given=("received_at",)),
    Late("first contact date", "first_response_at", given=("received_at",)),
    Late("first call", "first_response_at", given=("received_at",)),
    Late("grade", "need", beside=_SCHOOL),
    Late("class", "need", beside=_SCHOOL),
    Late("standard", "need", beside=_SCHOOL),
    Late("course applied", "need", beside=_SCHOOL),
    Late("parent name", "name"),
    Late("person", "name"),
    Late("lead", "name", given=("phone",)),
    Late("lead", "name", given=("email",)),
    Late("total amount", "order_value", beside=_SALE),
    Late("total cost", "order_value", beside=_SALE),
    Late("grand total", "order_value", beside=_SALE),
    Late("check in", "needed_by", beside=_STAY),
    Late("checkin", "needed_by", beside=_STAY),
    Late("check in date", "needed_by", beside=_STAY),
)

_DENIED_BESIDE: Mapping[str, frozenset[str]] = {
    "estado": frozenset({"ciudad", "municipio", "pais", "cp", "codigopostal", "direccion",
                         "colonia", "localidad"}),
    "stato": frozenset({"citta", "provincia", "cap", "indirizzo", "paese"}),
    "etat": frozenset({"ville", "pays", "codepostal", "adresse"}),
}  # fmt: skip
"""Words for a status that are a state or a country when such a column stands beside them."""

_EVENT = frozenset({"venue", "event", "wedding", "bride", "groom", "ceremony"})
_JOURNEY = frozenset({"destination", "destino", "destinazione", "ziel"})
_DENIED_IN_ROW: Mapping[str, frozenset[str]] = {
    "date": _EVENT, "origin": _JOURNEY, "origen": _JOURNEY, "origem": _JOURNEY,
    "origine": _JOURNEY,
}  # fmt: skip
"""Words that mean something else when the row speaks of an event (its date) or of a journey."""


@lru_cache(maxsize=1)
def _own_names() -> Mapping[str, str]:
    """Our own headers by key, machine fields apart: those match only to the letter."""
    return {read_header(f.header).key: f.name for f in FIELDS if f.who != "machine"}


def languages(headers: Iterable[Header]) -> frozenset[str]:
    """The languages of a header row: those most of its non-English headers are in."""
    found = Counter(
        alias.language
        for header in headers
        for alias in index().get(header.key, ())
        if alias.language != "en" and not alias.unsure
    )
    most = max(found.values(), default=0)
    return frozenset(language for language, count in found.items() if count == most)


def config_claims(headers: Mapping[int, Header], columns: Mapping[str, str]) -> Iterator[Claim]:
    """Columns headed as the config says: to the letter, or in case or signs apart."""
    for field, wanted in columns.items():
        text = header_text(wanted)
        for rank, same in enumerate((_same_text, _same_case, _same_key)):
            found = [column for column, header in headers.items() if text and same(header, text)]
            yield from (Claim(field, column, headers[column], CONFIG, rank) for column in found)


def _same_text(header: Header, text: str) -> bool:
    return header.text == text


def _same_case(header: Header, text: str) -> bool:
    return header.text.casefold() == text.casefold()


def _same_key(header: Header, text: str) -> bool:
    return bool(header.key) and header.key == read_header(text).key


def machine_claims(headers: Mapping[int, Header]) -> Iterator[Claim]:
    """Columns headed exactly like one of ours."""
    ours = {FIELD[name].header: name for name in MACHINE_FIELDS}
    for column, header in headers.items():
        if header.text in ours:
            yield Claim(ours[header.text], column, header, NAME)


def plain_claims(headers: Mapping[int, Header]) -> Iterator[Claim]:
    """Columns headed with a name of ours or an alias."""
    spoken: frozenset[str] | None = None
    for column, header in headers.items():
        own = _own_names().get(header.key)
        if header.question and len(header.words) < 3 and not header.money:
            continue
        if own and (not header.money or FIELD[own].type == "money"):
            yield Claim(own, column, header, NAME)
        elif not _denied(column, headers):
            # Reading all aliases takes a while: a sheet in our own words does without.
            spoken = languages(headers.values()) if spoken is None else spoken
            yield from _alias_claims(column, header, spoken)


def _denied(column: int, headers: Mapping[int, Header]) -> bool:
    key = headers[column].key
    beside = (headers.get(column - 1), headers.get(column + 1))
    if any(h is not None and h.key in _DENIED_BESIDE.get(key, ()) for h in beside):
        return True
    denying = _DENIED_IN_ROW.get(key, frozenset())
    return bool(denying) and any(denying.intersection(h.words) for h in headers.values())


def _alias_claims(column: int, header: Header, spoken: frozenset[str]) -> Iterator[Claim]:
    """The claim of the first alias that fits; the row's own languages come before the others."""
    fitting = [a for a in index().get(header.key, ()) if _fits(a, header, spoken)]
    fitting.sort(key=lambda alias: (not alias.money, alias.language not in {"en", *spoken}))
    for alias in fitting[:1]:
        yield Claim(alias.field, column, header, ALIAS, alias.rank, alias.order)


def _fits(alias: Alias, header: Header, spoken: frozenset[str]) -> bool:
    if alias.unsure and alias.language not in spoken:
        return False
    if alias.money:
        return header.money
    return not header.money or FIELD[alias.field].type == "money"


def late_claims(
    headers: Mapping[int, Header], row: Iterable[Header], found: Iterable[str]
) -> Iterator[Claim]:
    """Columns whose meaning follows from the rest of the row."""
    known = set(found)
    words = {word for header in row for word in header.words}
    for order, late in enumerate(LATE):
        if late.field in known or not known.issuperset(late.given):
            continue
        if late.beside and not late.beside & words:
            continue
        key = read_header(late.spelling).key
        for column, header in headers.items():
            if header.key == key:
                yield Claim(late.field, column, header, ALIAS, 9, order)


def close_claims(headers: Mapping[int, Header], fields: Iterable[str]) -> Iterator[Claim]:
    """Columns headed with a typing slip of one of ``fields``, which only people write."""
    fields = set(fields)
    for column, header in headers.items():
        close = closest_field(header, fields)
        if close is not None:
            yield Claim(close[0], column, header, CLOSE, score=close[1])
