"""Public holidays, of any year a date can be in, without a word on the screen."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sheetsync.config.holiday_calendar import calendar


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("year", [1970, 1999, 2026, 2040, 2119])
@pytest.mark.parametrize("country", ["IN", "AE", "LK", "US"])
def test_no_year_makes_the_library_speak(country: str, year: int) -> None:
    assert all(day.year == year for day in calendar(country)(year))


@pytest.mark.parametrize("year", [1999, 2026, 2040])
def test_years_without_listed_moon_holidays_have_the_fixed_ones(year: int) -> None:
    assert date(year, 8, 15) in calendar("IN")(year)


def test_without_a_country_there_are_only_the_own_days() -> None:
    closed = calendar(dates=[date(2026, 11, 11), date(2027, 1, 2)], working=[date(2027, 1, 2)])
    assert closed(2026) == {date(2026, 11, 11)}
    assert closed(2027) == frozenset()


@pytest.mark.parametrize(("country", "imported"), [("", False), ("  country: IN\n", True)])
def test_the_library_is_imported_only_where_a_country_is_given(
    tmp_path: Path, country: str, imported: bool
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "workbook: leads.xlsx\ntimezone: Asia/Kolkata\nlocale: en_IN\n"
        f"holidays:\n  dates: [2026-11-11]\n{country}",
        encoding="utf-8",
    )
    code = (
        "import sys, datetime; from pathlib import Path; from sheetsync.config import load\n"
        "load(Path(sys.argv[1])).hours.holidays(2026)\n"
        "print('holidays' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(config)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert said.stdout.strip() == str(imported)


def test_asking_for_one_country_loads_no_other() -> None:
    asks = (
        "import sys; from sheetsync.config.holiday_calendar import find_region, calendar;"
        "assert find_region('IN', 'Maharashtra') == 'MH';"
        "assert calendar('IN', 'MH')(2026);"
        "print('holidays.countries.france' in sys.modules)"
    )
    asked = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "False"
