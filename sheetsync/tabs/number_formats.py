"""How numbers, money and dates show, as spreadsheet number formats."""

from __future__ import annotations

from sheetsync.tabs.report import Kind

DATE = "ddd d mmm yyyy"
DATETIME = "ddd d mmm hh:mm"
COUNT = "#,##0"
DECIMAL = "#,##0.0"
PERCENT = "0%"
TEXT = "General"

_SYMBOLS: dict[str, str] = {
    "INR": "₹", "EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "CNY": "¥", "KRW": "₩",
    "BRL": "R$", "ZAR": "R", "NGN": "₦", "KES": "KSh", "PHP": "₱", "VND": "₫", "THB": "฿",
    "IDR": "Rp", "MYR": "RM", "SGD": "S$", "AUD": "A$", "CAD": "C$", "NZD": "NZ$", "MXN": "MX$",
    "CHF": "CHF", "SEK": "kr", "NOK": "kr", "DKK": "kr", "PLN": "zł", "CZK": "Kč", "HUF": "Ft",
    "RON": "lei", "TRY": "₺", "ILS": "₪", "AED": "AED", "SAR": "SAR", "PKR": "Rs", "LKR": "Rs",
    "NPR": "Rs", "BDT": "৳", "UAH": "₴", "EGP": "E£",
}  # fmt: skip

_DOLLAR_AT_HOME = {"AU": "AUD", "CA": "CAD", "NZ": "NZD", "SG": "SGD", "MX": "MXN"}
_SYMBOL_LAST = frozenset({
    "bg", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "gl", "hr", "hu", "it", "lt", "lv",
    "nb", "nn", "no", "pl", "pt_PT", "ro", "ru", "sk", "sl", "sr", "sv", "uk", "vi",
})  # fmt: skip
_SYMBOL_FIRST_ALL_THE_SAME = frozenset({"de_AT", "de_CH", "de_LI", "es_MX", "it_CH", "fr_CH"})
_LAKH_CURRENCIES = frozenset({"INR", "PKR", "NPR", "BDT"})
_LAKH_LANGUAGES = frozenset({
    "as", "bn", "gu", "hi", "kn", "ml", "mr", "ne", "or", "pa", "ta", "te", "ur",
})  # fmt: skip
_LAKH_REGIONS = frozenset({"IN", "PK", "NP", "BD"})


def money(currency: str, locale: str) -> str:
    """The format of money without decimals: symbol, its side, and lakh grouping where usual.

    ``currency`` is an ISO code, ``locale`` like ``en_IN``. The thousands mark itself is the
    reader's own: spreadsheets take it from their settings.
    """
    symbol = _quoted(_symbol(currency.upper(), _region(locale)))
    if _groups_by_lakh(currency.upper(), locale):
        return (
            rf"[>=10000000]{symbol}##\,##\,##\,##0;"
            rf"[>=100000]{symbol}##\,##\,##0;"
            f"{symbol}##,##0"
        )
    if _symbol_last(locale):
        return f"#,##0 {symbol}"
    gap = " " if symbol.strip('"').isalpha() and len(symbol) > 4 else ""
    return f"{symbol}{gap}#,##0"


def by_kind(currency: str, locale: str) -> dict[Kind, str]:
    """The number format of each kind of value."""
    return {
        "text": TEXT,
        "wrapped": TEXT,
        "count": COUNT,
        "money": money(currency, locale),
        "percent": PERCENT,
        "date": DATE,
        "datetime": DATETIME,
    }


def _symbol(currency: str, region: str) -> str:
    if _DOLLAR_AT_HOME.get(region) == currency:
        return "$"
    return _SYMBOLS.get(currency, currency)


def _quoted(symbol: str) -> str:
    return '"' + symbol.replace('"', "") + '"'


def _language(locale: str) -> str:
    return locale.replace("-", "_").split("_")[0].lower()


def _region(locale: str) -> str:
    parts = locale.replace("-", "_").split("_")
    return parts[-1].upper() if len(parts) > 1 else ""


def _symbol_last(locale: str) -> bool:
    full = f"{_language(locale)}_{_region(locale)}"
    if full in _SYMBOL_FIRST_ALL_THE_SAME:
        return False
    return full in _SYMBOL_LAST or _language(locale) in _SYMBOL_LAST


def _groups_by_lakh(currency: str, locale: str) -> bool:
    home = _language(locale) in _LAKH_LANGUAGES or _region(locale) in _LAKH_REGIONS
    return currency in _LAKH_CURRENCIES and (home or not locale)
