"""The holidays of config.yaml: whether their country and region exist, and no day contradicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sheetsync.config import holiday_calendar
from sheetsync.config.model import ConfigModel
from sheetsync.config.problems import nearest
from sheetsync.config.territories import locale_parts

Said = tuple[tuple[Any, ...], str, str]


def wrong_holidays(model: ConfigModel) -> Iterator[Said]:
    """What is wrong with the holidays: path, what, hint."""
    keys = model.holidays
    for day in sorted(set(keys.dates) & set(keys.working)):
        yield ("holidays", "working"), f"{day} is also under dates", "keep it in one of the two"
    yield from _twice_days(("holidays", "dates"), keys.dates)
    if keys.country is None and keys.region is None:
        return
    country = country_of_holidays(model)
    if country is None:
        word = keys.country or ""
        hint = _nearest_code(word, holiday_calendar.country_names()) or "write two letters, as IN"
        yield ("holidays", "country"), f"no public holidays are known for {word!r}", hint
    elif keys.region and not holiday_calendar.find_region(country, keys.region):
        yield ("holidays", "region"), *_no_region(country, keys.region)


def country_of_holidays(model: ConfigModel) -> str | None:
    """The country whose holidays are kept: the one given, else (for a region) the locale's."""
    parts = locale_parts(model.locale)
    word = model.holidays.country or (parts[1] if parts else "")
    return holiday_calendar.find_country(word)


def _no_region(country: str, word: str) -> tuple[str, str]:
    names = holiday_calendar.region_names(country)
    if not names:
        return f"{country} has no regions with holidays of their own", "remove this line"
    hint = _nearest_code(word, names) or f"write one such as {', '.join(list(names)[:5])}"
    return f"{country} has no region {word!r}", hint


def _nearest_code(word: str, names: Mapping[str, str]) -> str:
    """A hint with the code whose name is nearest to a word; "" where none is near."""
    near = nearest(word, names.values())
    code = next((code for code, name in names.items() if name == near), None)
    return f"did you mean {code}{f' ({near})' if near != code else ''}?" if code else ""


def _twice_days(path: tuple[Any, ...], days: Sequence[date]) -> Iterator[Said]:
    for day, count in Counter(days).items():
        if count > 1:
            at = len(days) - 1 - list(reversed(days)).index(day)
            yield (*path, at), f"{day} is listed twice", "keep one"
