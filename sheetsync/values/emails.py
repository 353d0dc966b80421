"""E-mail cells: one address, several, with a name around them, or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.values import kinds
from sheetsync.values.words import says_nothing

_NO_EMAIL = frozenset({
    "no", "no email", "no e-mail", "no mail", "no mail id", "no email id", "not shared", "0",
})  # fmt: skip

_LONGEST_LOCAL = 64
_WORDS = r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
_LOCAL = re.compile(rf"(?=.{{1,{_LONGEST_LOCAL}}}$){_WORDS}", re.ASCII)
_LABEL = r"(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(
    rf"(?=.{{4,180}}$)(?!.*\.(?:test|local|invalid|localhost|onion|arpa)$)"
    rf"(?:{_LABEL}\.)+[a-z]{{2,24}}",
    re.ASCII,
)
"""What needs no second look: email-validator accepts every address that fits these two."""
_LINE = re.compile(rf"^(?:{_WORDS}@(.*)|.*)", re.ASCII | re.MULTILINE)
"""Matches every line of a text; its group is what follows the local part of an address."""

_PREFIX = re.compile(r"^(?:mailto|e-?mail|mail|id|[pl])\s*:\s*")
_IN_ANGLES = re.compile(r"<([^<>]*@[^<>]*)>")
_BETWEEN = re.compile(r"[\s,;/|&<>()\"]+")

MISSPELT_DOMAINS: dict[str, str] = {
    **dict.fromkeys(
        ("gmial.com", "gmai.com", "gmal.com", "gamil.com", "gnail.com", "gmail.co", "gmail.con",
         "gmail.cm", "gmail.om", "gmail.comm", "gmail.in", "gmaill.com", "gmil.com", "gemail.com",
         "gimail.com", "gmali.com", "gmail.cim", "gmail.vom", "ggmail.com", "gmsil.com"),
        "gmail.com",
    ),
    **dict.fromkeys(
        ("yaho.com", "yahooo.com", "yhoo.com", "yahoo.con", "yahoo.cm", "yhaoo.com", "yahho.com",
         "yahoo.comm"),
        "yahoo.com",
    ),
    **dict.fromkeys(
        ("hotmial.com", "hotmal.com", "hotmai.com", "hotmail.con", "hotmil.com", "homail.com",
         "hotamil.com", "hotmail.co", "hotmail.cm"),
        "hotmail.com",
    ),
    **dict.fromkeys(
        ("outlok.com", "outloo.com", "outlook.con", "outlook.co", "otlook.com", "outllok.com"),
        "outlook.com",
    ),
    **dict.fromkeys(("rediffmial.com", "redifmail.com", "rediffmail.con", "redifmal.com"),
                    "rediffmail.com"),
    **dict.fromkeys(("iclod.com", "icloud.con", "icoud.com"), "icloud.com"),
}  # fmt: skip
"""Domains nobody writes on purpose, and the one meant."""
_MISSPELT_ENDING = re.compile(r"\.(?:con|cmo|ocm|comm|coom|vom|cim)$")


@dataclass(frozen=True)
class Emails:
    """One entry a cell: the addresses in normal form (a tuple), whether something in the cell is
    no address or a misspelt one, and the address probably meant ("" where nobody can tell)."""

    addresses: ObjectArray
    unreadable: BoolArray
    meant: ObjectArray


class _Found(NamedTuple):
    addresses: tuple[str, ...] = ()
    unreadable: bool = False
    meant: str = ""


def read_emails(values: ObjectArray) -> Emails:
    """Read a column of e-mail addresses. Nothing is looked up on the network."""
    kind = kinds.kinds(values)
    count = len(values)
    addresses = kinds.as_objects([()] * count, count)
    meant = np.full(count, "", dtype=object)
    unreadable = ~np.isin(kind, (kinds.TEXT, kinds.NOTHING, kinds.ERROR))
    hard = _read_ordinary(addresses, values, np.flatnonzero(kind == kinds.TEXT))
    found = kinds.per_distinct(values[hard], read_email)
    addresses[hard] = kinds.as_objects((one.addresses for one in found), len(found))
    unreadable[hard] = [one.unreadable for one in found]
    meant[hard] = [one.meant for one in found]
    return Emails(addresses, unreadable, meant)


def _read_ordinary(
    addresses: ObjectArray, values: ObjectArray, at: npt.NDArray[np.intp]
) -> npt.NDArray[np.intp]:
    """Read the texts that are one plain address; return where the others stand."""
    texts = [text.strip().casefold() for text in values[at].tolist()]
    domains = kinds.per_line(texts, _LINE.findall)
    # Few domains differ, so each is looked at once.
    good = set(filter(_is_good_domain, set(domains)))
    fit = [
        domain in good and len(text) <= len(domain) + 1 + _LONGEST_LOCAL
        for text, domain in zip(texts, domains, strict=True)
    ]
    fits = np.array(fit, dtype=bool)
    plain = zip(compress(texts, fits))
    addresses[at[fits]] = kinds.as_objects(plain, int(fits.sum()))
    return np.asarray(at[~fits])


def _is_ordinary(text: str) -> bool:
    """Whether a text is one address and its domain not misspelt."""
    return _is_address(text) and _is_good_domain(_domain(text))


def _is_good_domain(domain: str) -> bool:
    return _is_domain(domain) and not _meant_domain(domain)


def _is_address(text: str) -> bool:
    local, _, domain = text.partition("@")
    return _is_domain(domain) and bool(_LOCAL.fullmatch(local))


@lru_cache(maxsize=16_384)
def _is_domain(domain: str) -> bool:
    return _DOMAIN.fullmatch(domain) is not None


@lru_cache(maxsize=16_384)
def _meant_domain(domain: str) -> str:
    """The domain meant where this one is misspelt, else ""."""
    if domain in MISSPELT_DOMAINS:
        return MISSPELT_DOMAINS[domain]
    return _MISSPELT_ENDING.sub(".com", domain) if _MISSPELT_ENDING.search(domain) else ""


def read_email(text: str) -> _Found:
    """The addresses in one text."""
    text = text.strip().casefold()
    if says_nothing(text) or text in _NO_EMAIL:
        return _Found()
    if _is_address(text):
        return _misspelt((text,)) if _meant_domain(_domain(text)) else _Found((text,))
    parts = list(_parts(text))
    found = tuple(dict.fromkeys(filter(None, map(_normal, parts))))
    if any(_meant_domain(_domain(address)) for address in found):
        return _misspelt(found)
    bad = [part for part in parts if "@" in part and not _normal(part)]
    if found and not bad:
        return _Found(found)
    return _Found(found, unreadable=True, meant="" if found else _meant(text))


def _parts(text: str) -> Iterator[str]:
    """What may be an address: the part in angle brackets, else each piece that has an @."""
    if angled := _IN_ANGLES.findall(text):
        yield from angled
        return
    pieces = [piece.strip(".:'") for piece in _BETWEEN.split(_PREFIX.sub("", text))]
    addresses = [piece for piece in pieces if "@" in piece]
    # A piece of an address that was cut in two by a blank or comma makes the rest unsure.
    torn = any(p.startswith(("@", ".")) or p.endswith("@") for p in pieces) or any(
        piece in {"com", "in", "co.in", "org", "net"} for piece in pieces
    )
    yield from ([text] if torn else addresses)


def _normal(part: str) -> str:
    if _is_address(part):
        return part
    # Imported here, because it takes a while and few sheets hold an address that needs it.
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(part, check_deliverability=False).normalized.casefold()
    except EmailNotValidError:
        return ""


def _misspelt(addresses: tuple[str, ...]) -> _Found:
    """Addresses of which at least one has a domain nobody has: kept, and reported."""
    wrong = next(a for a in addresses if _meant_domain(_domain(a)))
    meant = f"{wrong.partition('@')[0]}@{_meant_domain(_domain(wrong))}"
    return _Found(addresses, unreadable=True, meant=meant)


def _meant(text: str) -> str:
    """The address after mending the usual slips: blanks, ``,com``, ``(at)``, doubled marks."""
    mended = _PREFIX.sub("", text)
    mended = re.sub(r"\s*[(\[]\s*at\s*[)\]]\s*|\s+at\s+", "@", mended)
    mended = re.sub(r"\s*[(\[]\s*dot\s*[)\]]\s*", ".", mended)
    mended = re.sub(r"[\s]+", "", mended)
    mended = re.sub(r"[,;:.]+(?=(?:com|in|co|org|net)\b)", ".", mended)
    mended = re.sub(r"\.{2,}", ".", re.sub(r"@{2,}", "@", mended)).strip(".,;:")
    mended = re.sub(r"@(gmail|yahoo|hotmail|outlook|rediffmail)(?:com)?$", r"@\1.com", mended)
    local, _, domain = mended.partition("@")
    mended = f"{local}@{_meant_domain(domain) or domain}"
    return mended if _is_ordinary(mended) else ""


def _domain(address: str) -> str:
    return address.partition("@")[2]
