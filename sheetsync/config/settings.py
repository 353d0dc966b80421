"""config.yaml as frozen settings. Everything downstream reads `Settings` and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from sheetsync.business_hours import BusinessHours
from sheetsync.config import holiday_calendar, pipeline, territories, yaml_lines
from sheetsync.config import meaning as config_meaning
from sheetsync.config import shape as config_shape
from sheetsync.config.acknowledge import Acknowledge, acknowledge_of
from sheetsync.config.google import GoogleSheet
from sheetsync.config.heartbeat import Heartbeat
from sheetsync.config.holidays import country_of_holidays
from sheetsync.config.messages import Messages, messages_of, secret_of
from sheetsync.config.model import JOB_NAMES, ConfigModel, GoogleKeys, Member
from sheetsync.config.preset import LadderStep, Preset, Stage, StageKind, load_preset
from sheetsync.config.problems import Problem, as_error
from sheetsync.config.schedule import RESPONSE, RESPONSE_JOBS, Scheduled, schedule_of, usual_times
from sheetsync.config.secrets import Secret
from sheetsync.config.territories import DateOrder
from sheetsync.config.values import Ranges, weekdays
from sheetsync.config.yaml_lines import Source, YamlError
from sheetsync.errors import ConfigError, PermissionRefused
from sheetsync.findings import Severity

__all__ = [
    "DateOrder",
    "GoogleSheet",
    "LadderStep",
    "Person",
    "Settings",
    "Severity",
    "Stage",
    "StageKind",
    "load",
    "preset_settings",
]


@dataclass(frozen=True)
class Person:
    """Somebody of the team; ``also`` are initials or nicknames used in the sheet, the rest is how
    to reach them."""

    name: str
    also: tuple[str, ...] = ()
    email: str = ""
    chat: Secret | None = None


@dataclass(frozen=True)
class Settings:
    """Everything a run needs to know, checked.

    ``choices`` gives the known words of a choice field (source, priority, segment, owner,
    lost_reason, status); ``targets`` the response target by priority word, with ``Normal`` for
    blank and unknown ones; ``review_day`` counts from Monday = 0; ``runs`` maps a run's name to
    its jobs; ``columns`` a field to the business's own header; ``checks`` a code to the severity
    that replaces its own, or ``off``.
    """

    path: Path
    workbook: Path | None
    """The Excel file; None where the leads are in ``google``."""
    tab: str
    preset: str
    timezone: ZoneInfo
    locale: str
    currency: str
    phone_region: str
    date_order: DateOrder
    since: date | None
    hours: BusinessHours
    targets: Mapping[str, timedelta]
    stages: tuple[Stage, ...]
    choices: Mapping[str, tuple[str, ...]]
    choice_words: Mapping[str, Mapping[str, str]]
    """By choice field: spellings (case-folded, the words themselves too) and the known word each
    stands for."""
    team: tuple[Person, ...]
    columns: Mapping[str, str]
    checks: Mapping[str, Severity | Literal["off"]]
    runs: Mapping[str, tuple[str, ...]]
    review_day: int
    ladder: tuple[LadderStep, ...]
    qualification: Mapping[str, str] = field(default_factory=dict)
    """What to ask, by the field the answer fills."""
    check_in: LadderStep | None = None
    """What comes each month after the ladder, for B2B leads."""
    quiet_minutes: int | None = None
    """So long nobody must have saved the workbook before a run writes it; None where its folder
    decides."""
    google: GoogleSheet | None = None
    """The Google spreadsheet; None where the leads are in ``workbook``."""
    messages: Messages | None = None
    """Who is written to; None where nobody is."""
    acknowledge: Acknowledge | None = None
    """How leads received outside business hours are replied to at once; None where they are not."""
    schedule: tuple[Scheduled, ...] = ()
    """Every run that is due at some time, and when."""
    heartbeat: Heartbeat | None = None
    """The monitor that is told how runs begin and end."""


def load(path: Path) -> Settings:
    """Read and check a config file. Raises `ConfigError` naming every problem at once."""
    source = _source(path)
    model, shape, troubled = config_shape.model_of(source)
    lines = [Problem(p.line, p.label, p.what, p.hint) for p in source.problems]
    meaning = config_meaning.problems_of(model, source.place, troubled, path.parent)
    if problems := [*lines, *shape, *meaning]:
        raise as_error(path, problems)
    return _settings(path, model)


def preset_settings(name: str) -> Settings:
    """What a config file that says nothing but its preset means; for a workbook without one."""
    return _settings(Path("config.yaml"), ConfigModel(workbook="leads.xlsx", preset=name))


def _source(path: Path) -> Source:
    """The file as data with lines; one clear error where there is none to speak of."""
    try:
        source = yaml_lines.read(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(
            "there is no config file here", where=str(path),
            hint="Make one with: sheetsync init, or name yours with --config FILE.",
        ) from None  # fmt: skip
    except NotADirectoryError:
        what = f"there is no config file here: {path.parent} is not a folder"
        raise _refused(path, what, "Name yours with --config FILE.") from None
    except (IsADirectoryError, PermissionError) as error:
        if path.is_dir():  # PermissionError is what Windows says of a folder
            hint = f"Name the file in it: --config {path / 'config.yaml'}"
            raise _refused(path, "this is a folder, not a file", hint) from None
        raise PermissionRefused(
            "this file may not be read", where=str(path), hint="Ask its owner for access."
        ) from error
    except OSError as error:
        what = f"this file cannot be read: {error.strerror or error}"
        raise _refused(path, what, "Name another with --config FILE.") from error
    except UnicodeDecodeError:
        raise _refused(path, "is not UTF-8 text", "Save it again as UTF-8 text.") from None
    except YamlError as error:
        raise as_error(path, [Problem(error.line, "", error.what, error.hint)]) from None
    if source.data is None:
        raise _refused(path, "says nothing", "Begin with workbook: leads.xlsx.")
    if not isinstance(source.data, dict):
        raise _refused(path, "must hold key: value lines", "Begin with workbook: leads.xlsx.")
    return source


def _refused(path: Path, what: str, hint: str) -> ConfigError:
    return ConfigError(what, where=str(path), hint=hint)


def _settings(path: Path, model: ConfigModel) -> Settings:
    """Settings from a model without problems."""
    preset = load_preset(model.preset)
    country = (territories.locale_parts(model.locale) or ("", ""))[1]
    implied = territories.TERRITORIES.get(country)
    zone = model.timezone or ZoneInfo(implied.zone if implied else "UTC")
    stages = pipeline.stages_of(model, preset)
    return Settings(
        path=path,
        workbook=_beside(path, model.workbook) if model.workbook else None,
        tab=model.tab,
        preset=model.preset,
        timezone=zone,
        locale=model.locale,
        currency=model.currency or (implied.currency if implied else ""),
        phone_region=model.phone_region or country,
        date_order=model.date_order or (implied.date_order if implied else "DMY"),
        since=model.since,
        hours=BusinessHours(_week(model), zone, _holidays(model)),
        targets=_targets(model, preset),
        stages=stages,
        choices=pipeline.choices_of(model, preset, stages),
        choice_words=pipeline.spellings_of(model, preset, stages),
        team=tuple(_person(path, entry) for entry in model.team),
        columns=dict(model.columns),
        checks=dict(model.checks),
        runs=_runs(model),
        review_day=model.review_day,
        ladder=preset.ladder,
        qualification=preset.qualification,
        check_in=preset.check_in,
        quiet_minutes=model.quiet_minutes,
        google=_google(path, model.google) if model.google else None,
        messages=messages_of(model.messages, path.parent) if model.messages else None,
        acknowledge=acknowledge_of(model.acknowledge, path.parent) if model.acknowledge else None,
        schedule=schedule_of(
            model.schedule,
            _runs(model),
            JOB_NAMES,
            usual_times(model.review_day, acknowledges=model.acknowledge is not None),
        ),
        heartbeat=Heartbeat(model.heartbeat, path.parent) if model.heartbeat else None,
    )


def _beside(path: Path, name: str) -> Path:
    """A file as the config names it: seen from the config's own folder."""
    return path.parent / Path(name).expanduser()


def _runs(model: ConfigModel) -> dict[str, tuple[str, ...]]:
    """The runs as listed, and the one everybody has."""
    listed = {name: tuple(jobs) for name, jobs in model.runs.items()}
    return {**listed, RESPONSE: listed.get(RESPONSE, RESPONSE_JOBS)}


def _person(path: Path, entry: Member) -> Person:
    chat = secret_of(entry.chat, path.parent)
    return Person(entry.name, tuple(entry.also), entry.email or "", chat)


def _google(path: Path, keys: GoogleKeys) -> GoogleSheet:
    file = keys.credentials
    return GoogleSheet(keys.spreadsheet or "", _beside(path, file) if file else None)


def _week(model: ConfigModel) -> dict[int, Ranges]:
    """Opening hours by weekday."""
    week = {day: ranges for key, ranges in model.hours.items() for day in weekdays(key)}
    return {day: week[day] for day in sorted(week)}


def _holidays(model: ConfigModel) -> Callable[[int], Iterable[date]]:
    keys = model.holidays
    if keys.country is None and keys.region is None:
        return holiday_calendar.calendar(dates=keys.dates, working=keys.working)
    country = country_of_holidays(model)
    region = keys.region and holiday_calendar.find_region(country or "", keys.region)
    return holiday_calendar.calendar(country, region, keys.dates, keys.working)


def _targets(model: ConfigModel, preset: Preset) -> dict[str, timedelta]:
    """Targets by the preset's priority words; config's go before its own."""
    given = {word.casefold(): target for word, target in model.targets.items()}
    words = preset.choices["priority"]
    return {word: given.get(word.casefold(), preset.targets[word]) for word in words}
