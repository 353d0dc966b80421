"""The keys of config.yaml and the type of each, as pydantic models; nothing is coerced.

What one value can tell alone is checked here; what needs several, or a preset, in
`sheetsync.config.meaning`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo

from phonenumbers import SUPPORTED_REGIONS
from pydantic import BeforeValidator, Field

from sheetsync.config import territories
from sheetsync.config import values as config_values
from sheetsync.config.acknowledge import AcknowledgeKeys
from sheetsync.config.google import spreadsheet_id
from sheetsync.config.heartbeat import heartbeat_place
from sheetsync.config.keys import Group, Text, of_text, one_of, text, told
from sheetsync.config.messages import Email, MessagesKeys, SecretPlace
from sheetsync.config.preset import StageKind
from sheetsync.config.problems import as_written, did_you_mean
from sheetsync.config.schedule import When, times_of
from sheetsync.config.territories import DateOrder
from sheetsync.config.values import Ranges
from sheetsync.findings import SEVERITIES, Severity

JOB_NAMES: tuple[str, ...] = ("validate_rows", "flag_overdue", "highlight_sla", "weekly_summary")

DEFAULT_RUNS: dict[str, list[str]] = {
    "nightly": ["validate_rows", "flag_overdue", "highlight_sla"],
    "weekly": ["weekly_summary"],
}
DEFAULT_HOURS = "09:00-18:00"


def day(value: Any) -> date:
    """A date without a time, as YAML has it or as text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(
            f"{as_written(value)} is not a day", "write year-month-day, e.g. 2026-11-09"
        ) from None


def hours_text(value: Any) -> Ranges:
    """Opening hours of a day, as text or a list of texts."""
    if isinstance(value, list):
        return config_values.opening_hours([text(item) for item in value])
    if value is None or isinstance(value, int | float):
        what = f"{as_written(value)} cannot be opening hours"
        raise ValueError(what, "write 09:00-18:00 or closed")
    return config_values.opening_hours(text(value))


def duration_text(value: Any) -> timedelta:
    """A length of time; a bare number lacks its unit."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return config_values.duration(str(value) if number else text(value))


def whole_days(value: Any) -> int:
    """A number of business days."""
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 365:
        return value
    raise ValueError(f"{as_written(value)} is not a number of days", "write a whole number from 1")


def whole_minutes(value: Any) -> int:
    """A number of minutes, a day's at most."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 24 * 60:
        return value
    what = f"{as_written(value)} is not a number of minutes"
    raise ValueError(what, "write a whole number up to 1440, such as 15, or 0 for none")


def _day_key(key: str) -> str:
    config_values.weekdays(key)
    return key


def _zone(name: str) -> ZoneInfo:
    found = territories.zone(name)
    if found is None:
        names = territories.zone_names()
        cities = {n.rpartition("/")[2].replace("_", " "): n for n in names}
        hint = did_you_mean(name, [*names, *cities])
        for city, full in cities.items():
            hint = hint.replace(f"mean {city}?", f"mean {full}?")
        raise ValueError(f"there is no time zone {name!r}", hint or "write e.g. Asia/Kolkata")
    return found


def _locale(name: str) -> str:
    parts = territories.locale_parts(name)
    if not parts or parts[0] not in territories.LANGUAGES or parts[1] not in SUPPORTED_REGIONS:
        raise ValueError(
            f"there is no locale {name!r}", "write language_COUNTRY, e.g. en_IN or en_GB"
        )
    return "_".join(parts)


def _code(kind: str, codes: frozenset[str], example: str) -> BeforeValidator:
    def read(word: str) -> str:
        if word.upper() not in codes:
            hint = did_you_mean(word, sorted(codes)) or f"write e.g. {example}"
            raise ValueError(f"there is no {kind} {word!r}", hint)
        return word.upper()

    return of_text(read)


def file_of_keys(value: Any) -> str:
    """The name of a key file; the key itself has no place in the config, nor in what is said."""
    if isinstance(value, dict) or (isinstance(value, str) and set(value) & set("{\n")):
        raise ValueError(
            "holds the key itself, which does not belong in this file",
            "save it in a file of its own and write that file's name",
        )
    return text(value)


def _named(value: Any) -> Any:
    return value if isinstance(value, dict) else {"name": value}


def _google(value: Any) -> Any:
    return {"spreadsheet": value} if isinstance(value, str) else value


def _status(value: Any) -> Any:
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"kind": value}


def _by_word(value: Any) -> Any:
    """A plain list of statuses as a mapping without kinds."""
    return {text(word): None for word in value} if isinstance(value, list) else value


HeaderText = Annotated[str, told(lambda value: "" if value == "" else text(value))]
"""A header; ``""`` says that the sheet has none for this field."""
Several = Annotated[list[Text], BeforeValidator(lambda v: [v] if isinstance(v, str) else v)]
Day = Annotated[date, told(day)]


class Named(Group):
    """A person, source or lost reason, and its other spellings."""

    name: Text
    also: Several = Field(default_factory=list)


class Member(Named):
    """Somebody of the team, and how to reach them."""

    email: Email | None = None
    chat: SecretPlace | None = None


class Status(Group):
    """A status of the business's own; without a kind, its word must be unmistakable."""

    kind: Annotated[StageKind, one_of(("open", "won", "lost"))] | None = None
    idle_days: Annotated[int, told(whole_days)] | None = None
    also: Several = Field(default_factory=list)


class HolidayKeys(Group):
    """Public holidays of a country and region, more days off, and days that are worked."""

    country: Text | None = None
    region: Text | None = None
    dates: list[Day] = Field(default_factory=list)
    working: list[Day] = Field(default_factory=list)


class GoogleKeys(Group):
    """A Google spreadsheet in place of a workbook."""

    spreadsheet: Annotated[str, of_text(spreadsheet_id)] | None = None
    credentials: Annotated[str, told(file_of_keys)] | None = None


NamedEntry = Annotated[Named, BeforeValidator(_named)]
MemberEntry = Annotated[Member, BeforeValidator(_named)]
StatusEntry = Annotated[Status, BeforeValidator(_status)]
SeverityWord = Annotated[Severity | Literal["off"], one_of((*SEVERITIES, "off"))]


class ConfigModel(Group):
    """All of config.yaml. None stands for what its country or preset decides."""

    workbook: Text | None = None
    google: Annotated[GoogleKeys, BeforeValidator(_google)] | None = None
    tab: Text = "Leads"
    preset: Text = "general"
    timezone: Annotated[ZoneInfo, of_text(_zone)] | None = None
    locale: Annotated[str, of_text(_locale)] = "en_IN"
    currency: Annotated[str, _code("currency", territories.CURRENCIES, "INR")] | None = None
    phone_region: (
        Annotated[str, _code("phone region", frozenset(SUPPORTED_REGIONS), "IN")] | None
    ) = None
    date_order: Annotated[DateOrder, one_of(("DMY", "MDY", "YMD"))] | None = None
    since: Day | None = None
    hours: dict[Annotated[str, of_text(_day_key)], Annotated[Ranges, told(hours_text)]] = Field(
        default_factory=lambda: {"mon-sat": config_values.opening_hours(DEFAULT_HOURS)}
    )
    holidays: HolidayKeys = Field(default_factory=HolidayKeys)
    team: list[MemberEntry] = Field(default_factory=list)
    targets: dict[Text, Annotated[timedelta, told(duration_text)]] = Field(default_factory=dict)
    columns: dict[Text, HeaderText] = Field(default_factory=dict)
    statuses: Annotated[dict[Text, StatusEntry], told(_by_word)] | None = None
    sources: list[NamedEntry] | None = None
    lost_reasons: list[NamedEntry] | None = None
    checks: dict[Text, SeverityWord] = Field(default_factory=dict)
    runs: dict[Text, list[Text]] = Field(default_factory=lambda: cast(Any, DEFAULT_RUNS))
    review_day: Annotated[int, of_text(config_values.weekday)] = 4
    quiet_minutes: Annotated[int, told(whole_minutes)] | None = None
    messages: MessagesKeys | None = None
    acknowledge: AcknowledgeKeys | None = None
    schedule: dict[Text, Annotated[tuple[When, ...], told(times_of)]] = Field(default_factory=dict)
    heartbeat: Annotated[str, told(heartbeat_place)] | None = None
