"""Typing slips in headers: ``Staus``, ``Pirority``, ``Quote vlaue``. Conservative on purpose.

A slip keeps the first letter and breaks a word that would otherwise be ours. A word that means
something of its own (``Quality``, ``Contract``, ``Branche``) is never taken for a slip.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from sheetsync.headers.aliases import all_aliases
from sheetsync.headers.words import Header, read_header
from sheetsync.schema import FIELDS

_OTHER_WORDS = """
account accounts action actions active activity address aged agent agents amount amounts area
areas auction branche brand branded brunch budgeted budgets called caller calls campagna campagne
campaign campana campanha cast cause cite cities client clients close closer closing closure
coarse code codes cold collection collector collects compact compania companion compare contacted
contract contracts cost costs count counter country counts county course courses curse custody
custom customers customs dale data date dated dates day days device discount emailed emailing
emails event events first gadget gate gown grade grader host invoice invoices item last lasted
late lead leads least list load locality location locations lose loss lots lower made marginal
margins marked market marketing marks martin matched media medium mobiles mobility mode model
morning most mother moved name named names naming needs next nodes note noted notice number
numbers older order other over owned owners page pages paid parts party past patient pay payer
payment payments phase phones photo phrase place places plan planned planner plans plate poverty
power price priced prior priorities product project prone properties property prospect quality
quota quotas quoted quoter quotes rate read reason reasons receive received receiver recruiter
reference references referral referrer region remarked remarketing renewal resource respond
responder response responses result revenue review reviews sauce saucer score scored season
section seed segmented segments service serviced services share shared sourced sources sourcing
stadium staged stages stags state states stato stats statue statut store stored tape team test
text tile time title tower town trade type types unit units unity vale valid valued values valve
visit visited visits vocation votes widget
"""


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    ours = {word for field in FIELDS for word in read_header(field.header).words}
    return frozenset(ours.union(_OTHER_WORDS.split(), *(a.words for a in all_aliases())))


@lru_cache(maxsize=1)
def _targets() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a slip is measured against: our own headers and the best English spellings."""
    fields = {field.name for field in FIELDS if field.who == "person"}
    own = [(f.name, read_header(f.header).words) for f in FIELDS if f.name in fields]
    best = [a for a in all_aliases() if a.rank <= 1 and a.language == "en" and not a.money]
    return (*own, *((a.field, a.words) for a in best if a.field in fields))


@lru_cache(maxsize=4096)
def _slips(typed: str, meant: str) -> int:
    """0 for the same word, 1 for one slip, a large number where it cannot be one.

    A slip is a letter too many, too few, wrong or swapped; in four letters only a swap.
    """
    if typed == meant:
        return 0
    if typed in _known_words() or typed[0] != meant[0] or not typed.isalpha():
        return 9
    swapped = sorted(typed) == sorted(meant)
    long_enough = len(meant) >= 5 or (swapped and len(meant) == 4)
    return 1 if long_enough and OSA.distance(typed, meant, score_cutoff=1) == 1 else 9


def closest_field(header: Header, fields: Iterable[str]) -> tuple[str, float] | None:
    """The one field among ``fields`` whose header this is with a slip, and how alike (0–100)."""
    if header.question:
        return None
    wanted = set(fields)
    found: dict[str, float] = {}
    for field, words in _targets():
        if field not in wanted or len(words) != len(header.words):
            continue
        slips = sum(_slips(t, m) for t, m in zip(header.words, words, strict=True))
        if 0 < slips <= 2:
            score = fuzz.ratio(header.key, "".join(words))
            found[field] = max(score, found.get(field, 0.0))
    return next(iter(found.items())) if len(found) == 1 else None
