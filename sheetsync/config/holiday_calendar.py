"""Closed days of a year: public holidays of a country and region, with the business's own list.

The `holidays` library is imported only where a country is asked for: it takes a while.
"""

from __future__ import annotations

import importlib.util
import sys
import warnings
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from types import ModuleType
from typing import Any, cast


def calendar(
    country: str | None = None,
    region: str | None = None,
    dates: Iterable[date] = (),
    working: Iterable[date] = (),
) -> Callable[[int], frozenset[date]]:
    """A function from a year to its closed days: public holidays (none without a country), plus
    ``dates``, minus ``working``. Country and region are codes that `find_country` and
    `find_region` gave."""
    own, worked = frozenset(dates), frozenset(working)

    @cache
    def closed(year: int) -> frozenset[date]:
        public = _public(country, region, year) if country else frozenset()
        return (public | {day for day in own if day.year == year}) - worked

    return closed


def country_names() -> dict[str, str]:
    """Every country whose holidays are known: two-letter code to English name."""
    found = {}
    for entry in _library().registry.COUNTRIES.values():
        name, code = entry[0], entry[1]
        found[code] = "".join(f" {c}" if c.isupper() else c for c in name).strip()
    return found


def find_country(word: str) -> str | None:
    """The two-letter code of a country given by code or by English name."""
    names = country_names()
    if word.upper() in names:
        return word.upper()
    plain = word.casefold().replace(" ", "")
    return next((c for c, n in names.items() if n.casefold().replace(" ", "") == plain), None)


def region_names(country: str) -> dict[str, str]:
    """The regions of a country with holidays of their own: code to name (or the code again)."""
    entity = getattr(_library(), country)
    names = {code: code for code in entity.subdivisions}
    for name, code in getattr(entity, "subdivisions_aliases", {}).items():
        if names.get(code) == code:
            names[code] = name
    return names


def find_region(country: str, word: str) -> str | None:
    """The code of a region given by code or by name, whatever its case."""
    entity = getattr(_library(), country)
    known = {code.casefold(): code for code in entity.subdivisions}
    aliases = getattr(entity, "subdivisions_aliases", {})
    known |= {name.casefold(): code for name, code in aliases.items()}
    return known.get(word.casefold())


def _public(country: str, region: str | None, year: int) -> frozenset[date]:
    with warnings.catch_warnings():
        # Of years whose moon holidays are not listed the library warns; the others still count.
        warnings.simplefilter("ignore")
        made: Any = _library().country_holidays(country, subdiv=region, years=year)
        return frozenset(cast("Iterable[date]", made))


@cache
def _library() -> ModuleType:
    import holidays
    import holidays.registry

    _leave_other_countries_out()
    return holidays


def _leave_other_countries_out() -> None:
    """Put the package of countries in place without running it: it would import two hundred of
    them, and the one that is asked for is a module of its own."""
    name = "holidays.countries"
    found = None if name in sys.modules else importlib.util.find_spec(name)
    if found is not None:
        sys.modules[name] = importlib.util.module_from_spec(found)
