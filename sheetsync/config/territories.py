"""What a country implies when config.yaml does not say it, and which codes exist at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

DateOrder = Literal["DMY", "MDY", "YMD"]


@dataclass(frozen=True)
class Territory:
    """``zone`` is "" where the country has several."""

    currency: str
    zone: str = ""
    date_order: DateOrder = "DMY"


TERRITORIES: dict[str, Territory] = {
    "AE": Territory("AED", "Asia/Dubai"),
    "AT": Territory("EUR", "Europe/Vienna"),
    "AU": Territory("AUD"),
    "BD": Territory("BDT", "Asia/Dhaka"),
    "BE": Territory("EUR", "Europe/Brussels"),
    "BH": Territory("BHD", "Asia/Bahrain"),
    "BR": Territory("BRL"),
    "CA": Territory("CAD", "", "YMD"),
    "CH": Territory("CHF", "Europe/Zurich"),
    "CN": Territory("CNY", "Asia/Shanghai", "YMD"),
    "DE": Territory("EUR", "Europe/Berlin"),
    "DK": Territory("DKK", "Europe/Copenhagen"),
    "EG": Territory("EGP", "Africa/Cairo"),
    "ES": Territory("EUR"),
    "FI": Territory("EUR", "Europe/Helsinki"),
    "FR": Territory("EUR", "Europe/Paris"),
    "GB": Territory("GBP", "Europe/London"),
    "HK": Territory("HKD", "Asia/Hong_Kong"),
    "ID": Territory("IDR"),
    "IE": Territory("EUR", "Europe/Dublin"),
    "IN": Territory("INR", "Asia/Kolkata"),
    "IT": Territory("EUR", "Europe/Rome"),
    "JP": Territory("JPY", "Asia/Tokyo", "YMD"),
    "KE": Territory("KES", "Africa/Nairobi"),
    "KR": Territory("KRW", "Asia/Seoul", "YMD"),
    "KW": Territory("KWD", "Asia/Kuwait"),
    "LK": Territory("LKR", "Asia/Colombo"),
    "MX": Territory("MXN"),
    "MY": Territory("MYR", "Asia/Kuala_Lumpur"),
    "NG": Territory("NGN", "Africa/Lagos"),
    "NL": Territory("EUR", "Europe/Amsterdam"),
    "NO": Territory("NOK", "Europe/Oslo"),
    "NP": Territory("NPR", "Asia/Kathmandu"),
    "NZ": Territory("NZD", "Pacific/Auckland"),
    "OM": Territory("OMR", "Asia/Muscat"),
    "PH": Territory("PHP", "Asia/Manila", "MDY"),
    "PK": Territory("PKR", "Asia/Karachi"),
    "PL": Territory("PLN", "Europe/Warsaw"),
    "PT": Territory("EUR"),
    "QA": Territory("QAR", "Asia/Qatar"),
    "SA": Territory("SAR", "Asia/Riyadh"),
    "SE": Territory("SEK", "Europe/Stockholm", "YMD"),
    "SG": Territory("SGD", "Asia/Singapore"),
    "TH": Territory("THB", "Asia/Bangkok"),
    "TR": Territory("TRY", "Europe/Istanbul"),
    "TZ": Territory("TZS", "Africa/Dar_es_Salaam"),
    "UG": Territory("UGX", "Africa/Kampala"),
    "US": Territory("USD", "", "MDY"),
    "VN": Territory("VND", "Asia/Ho_Chi_Minh"),
    "ZA": Territory("ZAR", "Africa/Johannesburg", "YMD"),
}


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


CURRENCIES = _codes("""
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
    SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED
    VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
""")

LANGUAGES = _codes("""
    af am ar as az be bg bn bo bs ca cs cy da de dz el en es et eu fa fi fil fo fr fy ga gd gl gu ha
    he hi hr hu hy id ig is it ja ka kk kl km kn ko kok ku ky lb lo lt lv mai mg mi mk ml mn mni mr
    ms mt my nb ne nl nn no om or pa pl ps pt ro ru rw sa sat sd si sk sl so sq sr sv sw ta te tg th
    ti tk tl tr tt ug uk ur uz vi wo xh yo zh zu
""")

_LOCALE = re.compile(r"([a-z]{2,3})[_-]([a-z]{2})(?:\.utf-?8)?", re.I)


def locale_parts(text: str) -> tuple[str, str] | None:
    """Language and country of ``en_IN`` (also ``en-in``); None where it is no such pair."""
    found = _LOCALE.fullmatch(text.strip())
    return (found[1].lower(), found[2].upper()) if found else None


def zone(name: str) -> ZoneInfo | None:
    """The time zone of that name, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_names() -> tuple[str, ...]:
    """Every time zone that is named after a place. Walks the disk: only for suggestions."""
    return tuple(sorted(name for name in available_timezones() if "/" in name))
