"""Names of months and weekdays, in the languages leads come in."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MONTHS: dict[str, str] = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "at": "jänner feber",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
}

WEEKDAYS: dict[str, str] = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}

_SHORTEST, _SHORTEST_WEEKDAY = 3, 2


def plain(word: str) -> str:
    """A word without accents, so that *février* and *fevrier* are one."""
    if word.isascii():
        return word
    split = unicodedata.normalize("NFKD", word)
    return "".join(c for c in split if not "\u0300" <= c <= "\u036f")


_NAMES = tuple(
    (plain(name), number)
    for names in MONTHS.values()
    for number, name in enumerate(names.split(), start=1)
)
_WEEKDAYS = tuple(
    (plain(name), number)
    for names in WEEKDAYS.values()
    for number, name in enumerate(names.split())
)


@lru_cache(maxsize=1024)
def month_number(word: str) -> int | None:
    """The month a name or its beginning stands for; None where two months begin so."""
    word = plain(word.casefold())
    found = {number for name, number in _NAMES if name == word}
    if not found and len(word) >= _SHORTEST:
        found = {number for name, number in _NAMES if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def is_weekday(word: str) -> bool:
    """Whether a word names a day of the week: ``fri``, ``Friday``, ``freitag``; ``Mo``, ``Di``."""
    return bool(weekday_numbers(word))


@lru_cache(maxsize=1024)
def weekday_numbers(word: str) -> frozenset[int]:
    """The days of the week, Monday 0, that a name or its beginning may stand for: ``di`` is the
    German Tuesday and the French Sunday. None for any other word."""
    word = plain(word.casefold())
    if len(word) < _SHORTEST_WEEKDAY:
        return frozenset()
    return frozenset(number for name, number in _WEEKDAYS if name.startswith(word))


def weekday_name(number: int) -> str:
    """``Thursday`` for 3."""
    return WEEKDAYS["en"].split()[number].capitalize()
