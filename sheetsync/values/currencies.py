"""Which money a sign or word beside an amount stands for.

Many signs are shared (*$* by Mexico and the US, *Rs* by India and Pakistan), so each names every
currency it may mean, and an amount is foreign only where its sign cannot mean the business's own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np

from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.values import kinds

_DOLLARS = "usd aud cad nzd sgd hkd twd mxn ars clp cop jmd ttd bbd bsd bzd bnd fjd lrd nad xcd"
SIGNS: dict[str, str] = {
    **{code: code for code in (
        "usd", "eur", "gbp", "inr", "aed", "sar", "qar", "kwd", "bhd", "omr", "egp", "pkr", "bdt",
        "lkr", "npr", "myr", "sgd", "hkd", "aud", "cad", "nzd", "chf", "sek", "nok", "dkk", "pln",
        "czk", "huf", "try", "zar", "ngn", "kes", "ghs", "idr", "php", "thb", "vnd", "cny", "jpy",
        "krw", "mxn", "brl", "ars", "clp", "cop",
    )},
    "$": _DOLLARS, "dollar": _DOLLARS, "dollars": _DOLLARS,
    "us$": "usd", "a$": "aud", "c$": "cad", "s$": "sgd", "hk$": "hkd", "r$": "brl",
    "€": "eur", "euro": "eur", "euros": "eur",
    "£": "gbp egp lbp syp gip fkp shp", "pound": "gbp egp lbp", "pounds": "gbp egp lbp",
    "¥": "jpy cny", "yen": "jpy", "rmb": "cny",
    "₹": "inr", "₨": "inr pkr lkr npr mur scr mvr",
    "rs": "inr pkr lkr npr mur scr mvr", "re": "inr pkr lkr npr mur scr",
    "rupee": "inr pkr lkr npr mur scr", "rupees": "inr pkr lkr npr mur scr",
    "₩": "krw kpw", "₦": "ngn", "₫": "vnd", "₱": "php cup", "₺": "try", "tl": "try", "₽": "rub",
    "฿": "thb", "৳": "bdt", "rm": "myr", "rp": "idr", "zł": "pln", "kč": "czk", "ft": "huf",
    "ksh": "kes", "sr": "sar scr",
}  # fmt: skip
"""Sign, word or code, case-folded → the ISO codes it may stand for. A sign that is not here is
never taken for foreign money."""

_SPELT = sorted(SIGNS, key=len, reverse=True)
_SIGN = re.compile(
    "|".join(
        rf"(?<![^\W\d_]){re.escape(sign)}(?![^\W\d_])" if sign.isalpha() else re.escape(sign)
        for sign in _SPELT
    )
)

_NUMERIC = {ord(c): " " for c in "0123456789.,'’"}


def foreign(values: ObjectArray, currency: str) -> BoolArray:
    """Which cells of a column hold text that names foreign money."""
    found = kinds.none(len(values))
    at = np.flatnonzero(kinds.kinds(values) == kinds.TEXT)
    found[at] = kinds.per_distinct(values[at], lambda text: is_foreign(text, currency))
    return found


def is_foreign(text: str, currency: str) -> bool:
    """Whether an amount names money that cannot be the business's own (an ISO code).

    With an own currency unknown, nothing is foreign.
    """
    beside = " ".join(text.translate(_NUMERIC).split())
    return bool(beside and currency) and _is_foreign_sign(beside, currency.casefold())


@lru_cache(maxsize=4096)
def _is_foreign_sign(beside: str, own: str) -> bool:
    """The same of what stands beside the digits, of which few differ."""
    signs = _SIGN.findall(unicodedata.normalize("NFKC", beside).casefold())
    return bool(signs) and not any(own in SIGNS[sign].split() for sign in signs)
