"""What a header says, whatever its spelling: case, accents, camelCase, units and signs aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_SAME = {
    "number": "no", "num": "no", "nos": "no", "nbr": "no", "numbers": "no",
    "inquiry": "enquiry", "enq": "enquiry", "inq": "enquiry", "enquire": "enquiry",
    "inquiries": "enquiry", "enquiries": "enquiry", "inquiring": "enquiry",
    "mob": "mobile", "ph": "phone", "tel": "telephone", "est": "estimated", "exp": "expected",
    "qty": "quantity", "dt": "date", "amt": "amount", "cust": "customer", "opp": "opportunity",
    "ref": "reference", "organization": "organisation", "centre": "center",
    "counselor": "counsellor", "councillor": "counsellor", "councelor": "counsellor",
    "programme": "program", "flwup": "followup", "fup": "followup", "fu": "followup",
    "followups": "follow ups", "wa": "whatsapp", "1st": "first", "prio": "priority",
    "reqd": "required", "req": "requirement", "mgr": "manager", "exec": "executive",
}  # fmt: skip
"""Words that are written in several ways, and the way used in the alias table."""

_CURRENCY_WORDS = (
    "usd eur gbp inr aud cad nzd sgd hkd chf jpy cny brl mxn cop clp ars pen aed sar qar kwd omr "
    "bhd egp ngn kes ghs zar tzs ugx idr myr php thb vnd krw try rub uah pln czk huf ron sek nok "
    "dkk ils pkr bdt lkr npr rs mad xof dollar dollars rupees euro euros"
)
_CURRENCIES = frozenset(_CURRENCY_WORDS.split())
_UNIT_WORDS = (
    "lakh lakhs lac lacs cr crore crores k m mn kw kwh kwp pcs nos mt kg tons ton tonnes ltr "
    "optional required mandatory dd mm yy yyyy mmm hh ss ist utc gmt est pst cet local if any "
    "in incl excl vat gst tax ex inc approx dropdown select with country code digits digit only "
    "10 litres"
)
_MEASURES = frozenset(_UNIT_WORDS.split())
_ZONES = frozenset({"utc", "gmt", "ist", "cet", "pst"})
_FILLERS = (
    "the a an your our what is please enter de del della dell da do das dos di du des la le el los "
    "las les der die den des het van are you l d al o e et und y и"
)
_SMALL_WORDS = frozenset(_FILLERS.split())
_QUESTION = re.compile(r"[?؟]\s*$")
_LIST = re.compile(r"[/,|;]|\be\.?g\b", re.IGNORECASE)
_EMAIL = re.compile(r"\be[-_ ]mail", re.IGNORECASE)
_FOLLOW_UP = re.compile(r"\bf\s?/\s?u\b", re.IGNORECASE)
_PHONE_SIGNS = re.compile("[☎📞📱☏🤙📲]")
_MAIL_SIGNS = re.compile("[📧✉📨📩]")
_MONEY_SIGNS = re.compile(r"[$€£₹₽₺₫¥₩₪₦﷼]|\brs\.?(?=\W|$)", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{（【]([^)\]}）】]*)[)\]}）】]")
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_SIMPLE = re.compile(r"[A-Z]?[a-z0-9]+(?: [A-Z]?[a-z0-9]+)*")
_NOT_A_WORD = re.compile(r"[\W_]+")
_NOT_IN_A_WORD = re.compile(r"[^\w\s]|_")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs that show nothing and part nothing: left by exports, pastes and right-to-left writing."""
_PLAIN = dict(zip("đıłøæœħةى", "diloaohهي", strict=True)) | {"ـ": ""}


@dataclass(frozen=True)
class Header:
    """A header taken apart.

    ``words`` in the spelling of the alias table; ``key`` the words run together, which is what is
    compared; ``money`` whether a currency stands in it; ``question`` whether it asks something
    that yes or no could answer (``Quoted?``): such a column holds ticks, not values.
    """

    text: str
    words: tuple[str, ...]
    money: bool = False
    question: bool = False

    @property
    def key(self) -> str:
        """The words run together: ``E-mail``, ``e mail`` and ``Email`` have one key."""
        return "".join(self.words)


def header_text(cell: object) -> str:
    """The text of a header cell; "" where it holds none."""
    if not isinstance(cell, str):
        return ""
    return " ".join((cell if cell.isascii() else _UNSEEN.sub("", cell)).split())


@lru_cache(maxsize=8192)
def read_header(text: str) -> Header:
    """Take a header apart."""
    if _SIMPLE.fullmatch(text) and _is_simple(low := text.lower()):
        return Header(text, _ordered(_spelled(low.split())))
    shown = unicodedata.normalize("NFKC", text.replace("#", " # "))
    shown = _FOLLOW_UP.sub("follow up", _EMAIL.sub("email", shown))
    question = bool(_QUESTION.search(shown)) and len(_split(shown)) <= 2
    sign = "☎" if _PHONE_SIGNS.search(shown) else "✉" if _MAIL_SIGNS.search(shown) else ""
    bare, money = _without_units(shown)
    words = _ordered(_spelled(_split(bare)))
    if sign and (not words or words in (("contact",), ("no",), ("contact", "no"))):
        words = ("phone",) if sign == "☎" else ("email",)
    return Header(text, words, money, question)


def plain_words(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The words of many headers that hold no question, money, units, brackets or signs, as those
    of the alias table, which most starts need: all at once, which takes half as long."""
    shown = _EMAIL.sub("email", unicodedata.normalize("NFKC", "\n".join(texts)))
    lines = _NOT_IN_A_WORD.sub(" ", _flat(_CAMEL.sub(" ", shown))).split("\n")
    return [_ordered(_spelled(line.split())) for line in lines]


def _is_simple(text: str) -> bool:
    """Plain words with nothing that asks for care, as most headers are: read ten times as fast."""
    words = text.split(" ")
    return "e mail" not in text and "rs" not in words and words[-1] not in _CURRENCIES


def _without_units(text: str) -> tuple[str, bool]:
    """The text without units and currencies, and whether a currency was there.

    Units and lists of choices in brackets go (``Status (open/won/lost)``); other brackets stay:
    ``Phone (agent)`` is not the lead's phone.
    """
    money = bool(_MONEY_SIGNS.search(text))

    def inside(match: re.Match[str]) -> str:
        nonlocal money
        words = _split(match[1])
        money = money or any(word in _CURRENCIES for word in words)
        is_unit = all(word in _CURRENCIES or word in _MEASURES for word in words)
        is_choice = bool(_LIST.search(match[1])) and "hot" not in words
        return " percent " if "%" in match[1] else " " if is_unit or is_choice else f" {match[1]} "

    text = _MONEY_SIGNS.sub(" ", _BRACKETS.sub(inside, text)).replace("%", " percent ")
    words = text.split()
    while len(words) > 1 and words[-1].casefold().strip(".,") in _CURRENCIES:
        money = bool(words.pop())
        words = words[:-1] if words[-1:] == ["in"] else words
    return " ".join(words), money


def _split(text: str) -> list[str]:
    """Words without accents or case: camelCase, underscores and punctuation part them."""
    text = _CAMEL.sub(" ", text).replace("#", " no ")
    text = text.replace("'", " ").replace("’", " ")
    return [word for word in _NOT_A_WORD.split(_flat(text)) if word]


def _flat(text: str) -> str:
    """The text without accents or case."""
    if text.isascii():
        return text.casefold()
    flat = unicodedata.normalize("NFD", text.casefold())
    for sign in set(flat):
        if sign in _PLAIN or unicodedata.category(sign) == "Mn":
            flat = flat.replace(sign, _PLAIN.get(sign, ""))
    return flat


def _spelled(words: list[str]) -> list[str]:
    """The words in the alias table's spelling, without small words and doubled ones."""
    if not _SAME.keys().isdisjoint(words):
        words = " ".join(_SAME.get(word, word) for word in words).split()
    kept = [word for word in words if word not in _SMALL_WORDS] or words
    if len(kept) > 1 and kept[-1] in _ZONES:
        kept.pop()
    if len(kept) > 1 and kept[0] == "no" and kept[1] == "times":
        kept = kept[1:]
    return [word for word, before in zip(kept, ["", *kept], strict=False) if word != before]


def _ordered(words: list[str]) -> tuple[str, ...]:
    """One order for what is said in several: ``Date of enquiry``, ``Enquired on``, ``ID lead``."""
    if "of" in words[1:-1]:
        at = words.index("of", 1)
        words = words[at + 1 :] + words[:at]
    if len(words) > 1 and words[0] in ("date", "id"):
        words = [*words[1:], words[0]]
    if len(words) > 1 and words[-1] in ("at", "on"):
        words = [*words[:-1], "date"]
    if words[-2:] == ["date", "date"] or words[-2:] == ["time", "date"]:
        words = [*words[:-2], "date"]
    return tuple(words)
