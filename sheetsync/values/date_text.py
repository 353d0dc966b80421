"""A date, a time or both in one text. See `sheetsync.values.dates` for what is not read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sheetsync.moments import date_text
from sheetsync.values.months import is_weekday, month_number, weekday_name, weekday_numbers
from sheetsync.values.words import says_nothing


class Reading(NamedTuple):
    """A local moment. ``by_numbers``: day and month were both numbers, told apart by the order
    alone; ``zoned``: the text named its zone, so even midnight is a time of day."""

    at: datetime
    by_numbers: bool = False
    zoned: bool = False


@dataclass(frozen=True)
class Unread:
    """Why a text is no date, and what was probably meant."""

    problem: str
    meant: str = ""


@dataclass(frozen=True)
class _Day:
    day: date
    by_numbers: bool = False


_CLOCK = (
    r"\d{1,2}(?:[:h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?\s?m\.?)?|\s*[ap]\.?\s?m\.?"
    r"|\.\d{2}(?:\.\d{2})?(?:\s*[ap]\.?\s?m\.?)?)(?:\s*(?:hrs?|uhr|h)\.?)?|\d{4}\s*hrs?\.?"
)
_ZONE = r"z|(?:utc|gmt)?\s*[+−-]\d{1,2}(?::?\d{2})?|[a-z]{2,5}"
_PLAIN = re.compile(r"(?P<date>\S+)[ t](?P<clock>\d\d?:\d\d(?::\d\d)?(?: ?[ap]m)?)(?P<zone>z)?")
_PLAIN_CLOCK = re.compile(r"\d\d?:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?")
_DATE_THEN_CLOCK = re.compile(
    rf"(?P<date>.*?[^\s,@])(?:\s*[,@]\s*|\s+(?:(?:at|um|à|a las|às|[-–|])\s+)?|(?<=\d)t)"
    rf"(?P<clock>{_CLOCK})\s*(?P<zone>{_ZONE})?"
)
_CLOCK_THEN_DATE = re.compile(
    rf"(?P<clock>{_CLOCK})(?:\s*[,|]\s*|\s+(?:(?:on|am|[-–])\s+)?)(?P<date>\d.*|[^\W\d].*)"
)
_CLOCK_ALONE = re.compile(rf"(?:at\s+|@\s*)?(?P<clock>{_CLOCK})")
_CLOCK_PARTS = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([ap])?\D*")

_SEP = r"\s*[-/.,\\ ]\s*"
_YEAR = r"(?:['’])?(\d{4}|\d{2})"
_NTH = r"(?:st|nd|rd|th|er|º|ª|°)?"
_OF = r"[-/., ]*(?:(?:of|de|del|do)\s+)?"
_NAME = r"([^\W\d_]+(?:[\u0900-\u097f]+[^\W\d_]*)*)\.?"
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})\.?")
_JOINED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_NUMBERS = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}{_YEAR}\.?")
_DAY_NAME_YEAR = re.compile(rf"(\d{{1,2}}){_NTH}{_OF}{_NAME}{_OF}{_YEAR}")
_NAME_DAY_YEAR = re.compile(rf"{_NAME}[-/., ]*(\d{{1,2}}){_NTH}[-/., ]+{_YEAR}")
_YEAR_NAME_DAY = re.compile(rf"(\d{{4}})[-/., ]*{_NAME}[-/., ]*(\d{{1,2}}){_NTH}")
_NO_YEAR = re.compile(rf"\d{{1,2}}{_SEP}\d{{1,2}}\.?")
_DAY_NAME = re.compile(rf"(\d{{1,2}}){_NTH}{_OF}{_NAME}|{_NAME}[-/., ]*(\d{{1,2}}){_NTH}")
_NAME_YEAR = re.compile(rf"{_NAME}{_OF}['’]?\d{{4}}|\d{{1,2}}[-/.]\d{{4}}")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BRACKETS = re.compile(r"\s*\(([^)]*)\)$")


def read_text(
    text: str, order: str, zone: ZoneInfo | None = None
) -> Reading | Unread | time | None:
    """Read one text; a time alone is a `time`; None where it stands for "no value"."""
    text = _tidy(text)
    if says_nothing(text):
        return None
    found = _read(text, order, zone)
    if isinstance(found, Unread) and found.problem in {"no_date", "zone"}:
        shorter, weekday = _without_weekday(text)
        again = _read(shorter, order, zone) if weekday else found
        return _contradicted(shorter, weekday, order, again) or again
    return found


def _contradicted(
    text: str, weekday: str, order: str, found: Reading | Unread | time
) -> Unread | None:
    """Why a text whose weekday was put aside is no date after all, if so: a time alone, or a day
    that is another weekday than the one it names, in the zone it names."""
    if isinstance(found, Unread):
        return None
    stated = _read(text, order, None)
    if not isinstance(stated, Reading):
        return Unread("no_date")
    if stated.at.weekday() in weekday_numbers(weekday):
        return None
    day = stated.at.date()
    return Unread("weekday", f"{date_text(day)} is a {weekday_name(day.weekday())}")


NOT_PLAIN = -1
_EPOCH = date(1970, 1, 1).toordinal()


def plain_day(text: str, order: str) -> int:
    """Days since 1970 of a day written in numbers, day and month told by the order; `NOT_PLAIN`
    for everything else, which `read_text` may still read."""
    if not _NUMBERS.fullmatch(text):
        return NOT_PLAIN
    day = _day(text, order)
    if not isinstance(day, _Day) or not day.by_numbers:
        return NOT_PLAIN
    return max(day.day.toordinal() - _EPOCH, NOT_PLAIN)


def plain_clock(text: str) -> int:
    """Seconds since midnight of a clock time, 0 where there is none; `NOT_PLAIN` for other text."""
    if not text:
        return 0
    clock = _clock(text.casefold()) if _PLAIN_CLOCK.fullmatch(text) else None
    return NOT_PLAIN if clock is None else clock.hour * 3600 + clock.minute * 60 + clock.second


def _read(text: str, order: str, zone: ZoneInfo | None) -> Reading | Unread | time:
    if found := (_PLAIN.fullmatch(text) or _DATE_THEN_CLOCK.fullmatch(text)):
        together = _together(found["date"], found["clock"], found["zone"], order, zone)
        if together is not None:
            return together
    day = _day(text, order)
    if isinstance(day, _Day):
        return Reading(datetime.combine(day.day, time()), day.by_numbers)
    if day.problem != "no_date":
        return day
    if found := _CLOCK_ALONE.fullmatch(text):
        return _clock(found["clock"]) or day
    if found := _CLOCK_THEN_DATE.fullmatch(text):
        return _together(found["date"], found["clock"], None, order, zone) or day
    return day


def _together(
    date_text: str, clock_text: str, zone_text: str | None, order: str, zone: ZoneInfo | None
) -> Reading | Unread | None:
    """Day and time as one moment; None where the time is none."""
    day, clock = _day(date_text, order), _clock(clock_text)
    if clock is None:
        return None
    if isinstance(day, Unread):
        return None if day.problem == "no_date" else day
    local = datetime.combine(day.day, clock)
    if zone_text is None or zone is None:
        return Reading(local, day.by_numbers)
    stated = _stated_zone(zone_text, local, zone)
    if stated is None:
        return Unread("zone")
    moved = local.replace(tzinfo=stated).astimezone(zone).replace(tzinfo=None)
    return Reading(moved, day.by_numbers, zoned=True)


def _stated_zone(text: str, local: datetime, zone: ZoneInfo) -> tzinfo | None:
    """The zone a suffix names. Letters other than UTC's count only where they are the business's
    own (*IST* is three zones)."""
    if text in {"z", "utc", "gmt"}:
        return UTC
    if found := re.fullmatch(r"(?:utc|gmt)?\s*([+−-])(\d{1,2}):?(\d{2})?", text):
        ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if ahead >= timedelta(hours=24):
            return None
        return timezone(ahead if found[1] == "+" else -ahead)
    own = local.replace(tzinfo=zone).tzname() or ""
    return zone if own.casefold() == text else None


def _tidy(text: str) -> str:
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    text = " ".join(text.casefold().split())
    if text.endswith(")"):
        text = _BRACKETS.sub(_weekday_in, text)
    return text


def _weekday_in(aside: re.Match[str]) -> str:
    word = aside[1].strip()
    return f" {word}" if is_weekday(word) and month_number(word) is None else ""


def _without_weekday(text: str) -> tuple[str, str]:
    """``Fri, 13 Nov 2026`` and ``13 Nov 2026 Fri`` without their Friday, and that word; ""
    where there is none."""
    first, _, rest = text.partition(" ")
    word = first.rstrip(".,")
    if rest and not first[0].isdigit() and is_weekday(word):
        return rest, word
    rest, _, last = text.rpartition(" ")
    is_last = rest and last[0].isalpha() and month_number(last) is None and is_weekday(last)
    return (rest.rstrip(","), last) if is_last and last not in {"am", "pm"} else (text, "")


@lru_cache(maxsize=16_384)
def _clock(text: str) -> time | None:
    found = _CLOCK_PARTS.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    half = found[4]
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


@lru_cache(maxsize=65_536)
def _day(text: str, order: str) -> _Day | Unread:
    text = text.strip(" ,")
    for pattern in (_YEAR_FIRST, _JOINED, _CJK):
        if found := pattern.fullmatch(text):
            return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(text):
        return _by_order(found[1], found[2], found[3], order)
    return _with_name(text) or _too_little(text)


def _with_name(text: str) -> _Day | Unread | None:
    """A date whose month is named."""
    for pattern, (day, name, year) in (
        (_DAY_NAME_YEAR, (1, 2, 3)),
        (_NAME_DAY_YEAR, (2, 1, 3)),
        (_YEAR_NAME_DAY, (3, 2, 1)),
    ):
        found = pattern.fullmatch(text)
        month = month_number(found[name]) if found else None
        if found and month:
            return _made(_year(found[year]), month, int(found[day]))
    return None


def _by_order(first: str, second: str, third: str, order: str) -> _Day | Unread:
    """Three numbers in the configured order. With the year first configured and last written, the
    month is known only where the other number cannot be one."""
    a, b = int(first), int(second)
    if order == "YMD" and len(third) == 2:
        return _made(_year(first), b, int(third), by_numbers=True)
    year = _year(third)
    if order == "YMD":
        if max(a, b) <= 12 and a != b:
            return Unread("order_unclear")
        return _made(year, min(a, b), max(a, b), by_numbers=True)
    day, month = (a, b) if order == "DMY" else (b, a)
    if month > 12 >= day:
        meant = _made(year, day, month)
        if isinstance(meant, _Day):
            return Unread("order", date_text(meant.day))
    return _made(year, month, day, by_numbers=True)


def _made(year: int, month: int, day: int, by_numbers: bool = False) -> _Day | Unread:
    try:
        return _Day(date(year, month, day), by_numbers)
    except ValueError:
        return Unread("no_such_day")


def _year(text: str) -> int:
    """Two digits mean 1970 to 2069."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _too_little(text: str) -> Unread:
    if _NO_YEAR.fullmatch(text):
        return Unread("no_year")
    found = _DAY_NAME.fullmatch(text)
    if found and month_number(found[2] or found[3]):
        return Unread("no_year")
    found = _NAME_YEAR.fullmatch(text)
    if found and (found[1] is None or month_number(found[1])):
        return Unread("no_day")
    return Unread("no_date")
