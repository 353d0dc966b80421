"""The few things a spreadsheet's locale decides about what is typed and shown."""

from __future__ import annotations

from typing import NamedTuple


class Locale(NamedTuple):
    decimal: str
    thousands: str
    date_order: str  # day, month and year as people there write them
    date_pattern: str
    currency: str


DOT, COMMA = (".", ","), (",", ".")

# Those a test may ask for; any other is read as en_US and said so in the package's docstring.
LOCALES = {
    "en_US": Locale(*DOT, "mdy", "M/d/yyyy", "$"),
    "en_GB": Locale(*DOT, "dmy", "dd/MM/yyyy", "£"),
    "en_IN": Locale(*DOT, "dmy", "dd/MM/yyyy", "₹"),
    "en_AU": Locale(*DOT, "dmy", "dd/MM/yyyy", "$"),
    "de_DE": Locale(*COMMA, "dmy", "dd.MM.yyyy", "€"),
    "fr_FR": Locale(",", "\u202f", "dmy", "dd/MM/yyyy", "€"),
    "es_ES": Locale(*COMMA, "dmy", "d/M/yyyy", "€"),
    "it_IT": Locale(*COMMA, "dmy", "dd/MM/yyyy", "€"),
    "pt_BR": Locale(*COMMA, "dmy", "dd/MM/yyyy", "R$"),
    "nl_NL": Locale(*COMMA, "dmy", "d-M-yyyy", "€"),
}


def locale_named(name: str) -> Locale:
    return LOCALES.get(name, LOCALES["en_US"])
