"""Who has a field where several columns claim it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from sheetsync.schema import MACHINE_FIELDS


def settle(claims: Iterable[Claim]) -> tuple[dict[str, Claim], list[tuple[Claim, ...]]]:
    """The winner of each field, and the fields where equally good claims stand against each other.

    One header twice is always a dispute; two spellings of one rank are one where the field says
    who the lead is or what is done with it.
    """
    by_field: dict[str, list[Claim]] = {}
    for claim in claims:
        by_field.setdefault(claim.field, []).append(claim)
    won, disputed = {}, []
    for field, rivals in by_field.items():
        equals = _equals(field, rivals)
        if len(equals) > 1:
            disputed.append(equals)
        else:
            won[field] = equals[0]
    return won, disputed


def _equals(field: str, rivals: Sequence[Claim]) -> tuple[Claim, ...]:
    best = min(claim.strength for claim in rivals)
    if best[0] == CLOSE:
        return (max(rivals, key=lambda claim: claim.score),)
    top = list({claim.column: claim for claim in rivals if claim.strength == best}.values())
    if field in BY_ORDER and best[0] == ALIAS:
        first = min(claim.order for claim in top)
        top = [claim for claim in top if claim.order == first]
        same = [claim for claim in top if claim.header.key == top[0].header.key]
        return tuple(same)
    return tuple(top)


@dataclass
class Settled:
    """What is settled so far: the winners by field, the disputes, and the fields nobody may claim
    any more."""

    won: dict[str, Claim]
    disputed: list[tuple[Claim, ...]]
    closed: frozenset[str]

    def free(self, headers: Mapping[int, Header]) -> dict[int, Header]:
        """The columns that mean nothing yet."""
        taken = {claim.column for claim in chain(self.won.values(), *self.disputed)}
        return {column: header for column, header in headers.items() if column not in taken}

    def fields(self) -> set[str]:
        """The fields that are settled, disputed or closed."""
        return {*self.won, *(claims[0].field for claims in self.disputed), *self.closed}

    def take(self, claims: Iterable[Claim]) -> None:
        """Let claims to open fields compete, and keep the outcome."""
        known = self.fields()
        won, disputed = settle(claim for claim in claims if claim.field not in known)
        self.won.update(won)
        self.disputed.extend(disputed)


def settle_all(headers: Mapping[int, Header], columns: Mapping[str, str]) -> Settled:
    """Every column's field, strongest claims first; ``columns`` as in config.yaml, where nothing
    can be said of machine columns."""
    columns = {name: text for name, text in columns.items() if name not in MACHINE_FIELDS}
    won, disputed = settle(config_claims(headers, columns))
    settled = Settled(won, disputed, frozenset(columns))
    settled.take(machine_claims(settled.free(headers)))
    settled.take(plain_claims(settled.free(headers)))
    _prefer_name_in_parts(settled)
    settled.take(late_claims(settled.free(headers), headers.values(), settled.fields()))
    settled.take(close_claims(settled.free(headers), settled.fields()))
    return settled


def _prefer_name_in_parts(settled: Settled) -> None:
    """First and last name are the name where the other candidate is a mere *Customer*."""
    name = settled.won.get("name")
    has_both = {"first_name", "last_name"} <= settled.won.keys()
    if name is not None and has_both and name.strength >= (ALIAS, 3):
        del settled.won["name"]
