"""Who has a field where several columns claim it.

The config settles everything. Without it the stronger kind of claim wins (name, alias, close
spelling), then the better rank; the column that lost is kept among the losers, so that it can be
shown. Claims of one kind and rank are a dispute that a person has to settle, with two exceptions:
a column in which nothing stands gives way, and for fields that only describe a lead the order of
the alias table decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sheetsync.headers.aliases import BY_ORDER
from sheetsync.headers.claims import (
    ALIAS,
    CLOSE,
    Claim,
    close_claims,
    config_claims,
    late_claims,
    machine_claims,
    plain_claims,
)
from sheetsync.headers.words import Header
from sheetsync.schema import FIELDS, MACHINE_FIELDS

IsEmpty = Callable[[int], bool]
"""Whether nothing stands below the header of a column (counted from 1)."""

_TYPED_BY_PEOPLE = frozenset(field.name for field in FIELDS if field.who == "person")


def nothing_known(_column: int) -> bool:
    """An `IsEmpty` for a header row without its data: every column counts as filled."""
    return False


def settle(
    claims: Iterable[Claim], is_empty: IsEmpty = nothing_known
) -> tuple[dict[str, Claim], list[tuple[Claim, ...]]]:
    """The winner of each field, and the fields where equally good claims are left standing."""
    by_field: dict[str, list[Claim]] = {}
    for claim in claims:
        by_field.setdefault(claim.field, []).append(claim)
    won, disputed = {}, []
    for name, rivals in by_field.items():
        equals = _equals(name, rivals)
        if len(equals) > 1:
            equals = tuple(c for c in equals if not is_empty(c.column)) or equals
        if len(equals) > 1:
            disputed.append(equals)
        else:
            won[name] = equals[0]
    return won, disputed


def _equals(name: str, rivals: Sequence[Claim]) -> tuple[Claim, ...]:
    best = min(claim.strength for claim in rivals)
    top = list({claim.column: claim for claim in rivals if claim.strength == best}.values())
    if name in BY_ORDER and best[0] in (ALIAS, CLOSE):
        first = min(top, key=lambda claim: (claim.order, -claim.score))
        top = [claim for claim in top if claim.header.key == first.header.key]
    return tuple(top)


@dataclass
class Settled:
    """What is settled so far: the winners by field, the disputes, the fields nobody may claim any
    more, and every claim that was heard."""

    won: dict[str, Claim]
    disputed: list[tuple[Claim, ...]]
    closed: frozenset[str]
    is_empty: IsEmpty
    heard: list[Claim] = field(default_factory=list)

    def free(self, headers: Mapping[int, Header]) -> dict[int, Header]:
        """The columns that mean nothing yet."""
        taken = {claim.column for claim in chain(self.won.values(), *self.disputed)}
        return {column: header for column, header in headers.items() if column not in taken}

    def fields(self) -> set[str]:
        """The fields that are settled, disputed or closed."""
        return {*self.won, *(claims[0].field for claims in self.disputed), *self.closed}

    def take(self, claims: Iterable[Claim], is_empty: IsEmpty | None = None) -> None:
        """Let claims to open fields compete, and keep the outcome."""
        known, claims = self.fields(), list(claims)
        open_claims = (claim for claim in claims if claim.field not in known)
        won, disputed = settle(open_claims, is_empty or self.is_empty)
        self.won.update(won)
        self.disputed.extend(disputed)
        self.heard.extend(claims)

    def losers(self) -> Iterator[tuple[Claim, Claim]]:
        """Claims of columns that mean nothing in the end, each with the claim that won; what the
        config says is not open to doubt."""
        taken = {claim.column for claim in chain(self.won.values(), *self.disputed)}
        for claim in self.heard:
            winner = self.won.get(claim.field)
            if winner is not None and claim.column not in taken and claim.field not in self.closed:
                taken.add(claim.column)
                yield claim, winner


def settle_all(
    headers: Mapping[int, Header],
    columns: Mapping[str, str],
    is_empty: IsEmpty = nothing_known,
) -> Settled:
    """Every column's field, strongest claims first; ``columns`` as in config.yaml, where nothing
    can be said of machine columns."""
    columns = {name: text for name, text in columns.items() if name not in MACHINE_FIELDS}
    won, disputed = settle(config_claims(headers, columns), is_empty)
    settled = Settled(won, disputed, frozenset(columns), is_empty)
    # A machine column may be empty tonight and filled tomorrow: that settles nothing.
    settled.take(machine_claims(settled.free(headers)), nothing_known)
    settled.take(plain_claims(settled.free(headers)))
    named_in_parts = _prefer_name_in_parts(settled)
    known = settled.fields() | named_in_parts
    settled.take(late_claims(settled.free(headers), headers.values(), known))
    open_fields = _TYPED_BY_PEOPLE - settled.fields() - named_in_parts
    settled.take(close_claims(settled.free(headers), open_fields))
    settled.take(close_claims(settled.free(headers), _TYPED_BY_PEOPLE - open_fields))
    return settled


def _prefer_name_in_parts(settled: Settled) -> frozenset[str]:
    """First and last name are the name where the other candidate is a mere *Customer*; then no
    weaker word for a name counts any more."""
    if not {"first_name", "last_name"} & settled.won.keys():
        return frozenset()
    if {"first_name", "last_name"} <= settled.won.keys():
        name = settled.won.get("name")
        if name is not None and name.strength >= (ALIAS, 3):
            del settled.won["name"]
        settled.disputed = [
            claims
            for claims in settled.disputed
            if claims[0].field != "name" or claims[0].strength < (ALIAS, 3)
        ]
    return frozenset({"name"})
