"""Second pass over config.yaml: what its sound values mean together, and against the preset.

Each check is a function in `CHECKS_OF_MEANING`; none raises, all run. A check says where by path,
what is wrong, and what to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetsync.config import stage_words
from sheetsync.config.acknowledge import wrong_acknowledge
from sheetsync.config.holidays import wrong_holidays
from sheetsync.config.message_keys import wrong_messages
from sheetsync.config.model import JOB_NAMES, ConfigModel, Named
from sheetsync.config.preset import Preset, load_preset, preset_names
from sheetsync.config.problems import Problem, did_you_mean
from sheetsync.config.schedule import RESPONSE
from sheetsync.config.sheet_keys import wrong_sheet
from sheetsync.config.territories import TERRITORIES, locale_parts
from sheetsync.config.values import WEEKDAYS, spans, weekdays
from sheetsync.config.yaml_lines import Place
from sheetsync.schema import FIELD

Said = tuple[tuple[Any, ...], str, str]


@dataclass(frozen=True)
class Meant:
    """What a check looks at. ``place`` knows every key of the file, wrong or not; ``troubled`` are
    top-level keys that lost a wrong value already, so nothing is said of what they lack."""

    model: ConfigModel
    place: Place
    preset: Preset
    troubled: frozenset[str]
    codes: frozenset[str] | None
    folder: Path


def problems_of(
    model: ConfigModel, place: Place, troubled: frozenset[str], folder: Path
) -> list[Problem]:
    """Everything that is wrong with values that are sound alone; ``folder`` is the config's own,
    where the files it names are looked for."""
    known = model.preset if model.preset in preset_names() else "general"
    meant = Meant(model, place, load_preset(known), troubled, check_codes(), folder)
    found = []
    for check in CHECKS_OF_MEANING:
        for path, what, hint in check(meant):
            at = place.find(path)
            label = at.label or ".".join(map(str, path))
            found.append(Problem(at.line, label, what, hint))
    return found


def check_codes() -> frozenset[str] | None:
    """The codes of all checks of leads; None where that table is not installed."""
    try:
        from sheetsync.checks import CHECKS
    except ImportError:
        return None
    return frozenset(CHECKS)


def _written(meant: Meant, group: str) -> list[str]:
    """The keys of a group as the file has them, those with a wrong value too."""
    place = meant.place.parts.get(group)
    return [key for key in place.parts if isinstance(key, str)] if place else []


def _sheet(meant: Meant) -> Iterator[Said]:
    yield from wrong_sheet(meant.model, meant.place, meant.troubled, meant.folder)


def _preset(meant: Meant) -> Iterator[Said]:
    name = meant.model.preset
    if name not in preset_names():
        yield ("preset",), f"there is no preset {name!r}", did_you_mean(name, preset_names())


def _country_defaults(meant: Meant) -> Iterator[Said]:
    parts = locale_parts(meant.model.locale)
    country = parts[1] if parts else ""
    known = TERRITORIES.get(country)
    for key, example in (("timezone", "Asia/Kolkata"), ("currency", "INR")):
        given = getattr(meant.model, key) is not None or key in meant.troubled
        implied = known and (known.zone if key == "timezone" else known.currency)
        if not given and not implied:
            yield (key,), f"is missing; {country} alone does not say it", f"write e.g. {example}"


def _hours(meant: Meant) -> Iterator[Said]:
    by_day: dict[int, str] = {}
    for key in meant.model.hours:
        for day in weekdays(key):
            if day in by_day:
                what = f"{WEEKDAYS[day].title()} is already in {by_day[day]}"
                yield ("hours", key), what, _once(weekdays(key), weekdays(by_day[day]))
                break
            by_day[day] = key
    if "hours" not in meant.troubled and not any(meant.model.hours.values()):
        yield ("hours",), "no day of the week is open", "write e.g. mon-sat: 09:00-18:00"


def _once(days: Sequence[int], others: Sequence[int]) -> str:
    """How to name each day once: the longer of two overlapping spans without the shorter."""
    short, long = sorted((set(days), set(others)), key=len)
    rest = spans(long - short)
    return f"give each day once, e.g. {rest}" if rest else "give each day once"


def _named_twice(key: str, what: str, entries: Sequence[Named]) -> Iterator[Said]:
    seen: dict[str, str] = {}
    for index, entry in enumerate(entries):
        for word in (entry.name, *entry.also):
            first = seen.setdefault(word.casefold(), entry.name)
            mine = first == entry.name and word != entry.name
            if (first != entry.name) or (word == entry.name and _count(entries, word, index)):
                yield (key, index), f"{word} already stands for {what} {first}", "list each once"
            elif mine and word.casefold() == entry.name.casefold():
                yield (key, index), f"{word} is its own other spelling", "remove it from also"


def _count(entries: Sequence[Named], word: str, before: int) -> bool:
    return any(word.casefold() == entry.name.casefold() for entry in entries[:before])


def _holidays(meant: Meant) -> Iterator[Said]:
    yield from wrong_holidays(meant.model)


def _team(meant: Meant) -> Iterator[Said]:
    yield from _named_twice("team", "the owner", meant.model.team)


def _messages(meant: Meant) -> Iterator[Said]:
    yield from wrong_messages(meant.model, meant.place, meant.troubled)


def _acknowledge(meant: Meant) -> Iterator[Said]:
    yield from wrong_acknowledge(meant.model, meant.place, meant.troubled)


def _known_words(meant: Meant) -> Iterator[Said]:
    lists = {"sources": "source", "lost_reasons": "reason"}
    for key, noun in lists.items():
        entries: list[Named] | None = getattr(meant.model, key)
        yield from _named_twice(key, f"the {noun}", entries or [])
        if entries == []:
            yield (key,), f"no {noun} is listed", "list them, or remove this key"


def _targets(meant: Meant) -> Iterator[Said]:
    words = meant.preset.choices["priority"]
    known = {word.casefold() for word in words}
    for key in _written(meant, "targets"):
        if key.casefold() not in known:
            yield ("targets", key), "is no priority", did_you_mean(key, words)


def _fields(meant: Meant) -> Iterator[Said]:
    theirs = [name for name, field in FIELD.items() if field.who != "machine"]
    for name in _written(meant, "columns"):
        if name not in FIELD:
            yield ("columns", name), "is no field", did_you_mean(name, theirs)
        elif name not in theirs:
            yield ("columns", name), "the machine's own column keeps its header", "remove this line"


def _columns(meant: Meant) -> Iterator[Said]:
    headers: dict[str, str] = {}
    machine = {field.header.casefold() for field in FIELD.values() if field.who == "machine"}
    for name, header in meant.model.columns.items():
        if not header or name not in FIELD or FIELD[name].who == "machine":
            continue
        plain = " ".join(header.split()).casefold()
        if plain in machine:
            yield ("columns", name), f"{header!r} is a column the machine writes", "name another"
        elif plain in headers:
            yield ("columns", name), f"{header!r} is already {headers[plain]}", "name another"
        headers.setdefault(plain, name)


def _statuses(meant: Meant) -> Iterator[Said]:
    statuses = meant.model.statuses
    if statuses is None:
        return
    seen: dict[str, str] = {}
    for word, status in statuses.items():
        for spelling in (word, *status.also):
            first = seen.setdefault(spelling.casefold(), word)
            if first.casefold() != word.casefold():
                yield ("statuses", word), f"{spelling} already stands for {first}", "keep one"
        if status.kind is None and stage_words.kind_of(word) in (None, "unclear"):
            yield ("statuses", word), "may be open, won or lost", f"write {word}: open, won or lost"
        if status.idle_days is not None and kind_of_status(word, status.kind) != "open":
            yield ("statuses", word), "only an open status can go idle", "remove idle_days"
    if "statuses" not in meant.troubled:
        yield from _pipeline([(w, kind_of_status(w, s.kind)) for w, s in statuses.items()])


def _pipeline(stages: Sequence[tuple[str, str | None]]) -> Iterator[Said]:
    if not stages:
        yield ("statuses",), "no status is listed", "list them, or remove this key"
    elif stages[0][1] in ("won", "lost"):
        what = "comes first, so a blank status would mean it"
        yield ("statuses", stages[0][0]), what, "begin with the status of a new lead"


def kind_of_status(word: str, given: str | None) -> str | None:
    """The kind a status was given, else the one its word unmistakably has, else None."""
    kind = given or stage_words.kind_of(word)
    return None if kind == "unclear" else kind


def _case_twins(meant: Meant) -> Iterator[Said]:
    for group in ("hours", "targets", "columns", "statuses", "checks", "runs", "schedule"):
        seen: dict[str, Any] = {}
        for key in _written(meant, group):
            first = seen.setdefault(str(key).casefold(), key)
            if first != key:
                yield (group, key), f"is the same as {first}, in another case", "keep one"


def _checks(meant: Meant) -> Iterator[Said]:
    for code in _written(meant, "checks"):
        if meant.codes is not None and code not in meant.codes:
            hint = did_you_mean(code, sorted(meant.codes))
            yield ("checks", code), "there is no such check", hint


def _runs(meant: Meant) -> Iterator[Said]:
    if not meant.model.runs and "runs" not in meant.troubled:
        yield ("runs",), "no run is listed", "list them, or remove this key"
    for run, jobs in meant.model.runs.items():
        if run in JOB_NAMES:
            yield ("runs", run), "is the name of a job", "give the run a name of its own"
        if not jobs:
            yield ("runs", run), "has no jobs", f"list some of {', '.join(JOB_NAMES)}"
        for index, job in enumerate(jobs):
            if job not in JOB_NAMES:
                hint = did_you_mean(job, JOB_NAMES)
                yield ("runs", run, index), f"there is no job {job!r}", hint
            elif job in jobs[:index]:
                yield ("runs", run, index), f"{job} is listed twice", "keep one"


def _schedule(meant: Meant) -> Iterator[Said]:
    known = [*meant.model.runs, RESPONSE, *JOB_NAMES]
    for run in () if "runs" in meant.troubled else _written(meant, "schedule"):
        if run not in known:
            yield ("schedule", run), "there is no such run", did_you_mean(run, known)


CHECKS_OF_MEANING: tuple[Callable[[Meant], Iterator[Said]], ...] = (
    _sheet, _preset, _country_defaults, _hours, _holidays, _team, _known_words, _targets,
    _fields, _columns, _statuses, _case_twins, _checks, _runs, _messages, _acknowledge,
    _schedule,
)  # fmt: skip
