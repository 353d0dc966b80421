"""First pass over config.yaml: keys and types. Gives a model of whatever is sound.

A wrong value is taken out and the rest validated again, so the second pass
(`sheetsync.config.meaning`) still sees everything else and all problems come at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sheetsync.config.acknowledge import AcknowledgeKeys
from sheetsync.config.keys import Group
from sheetsync.config.messages import MessagesKeys, RecipientKeys, SmtpKeys
from sheetsync.config.model import (
    ConfigModel,
    GoogleKeys,
    HolidayKeys,
    Member,
    Named,
    Status,
)
from sheetsync.config.problems import Problem, as_written, did_you_mean
from sheetsync.config.yaml_lines import Place, Source

GROUPS: dict[str, type[Group]] = {
    "holidays": HolidayKeys, "team": Member, "sources": Named, "lost_reasons": Named,
    "statuses": Status, "google": GoogleKeys, "messages": MessagesKeys,
    "messages.owner": RecipientKeys, "messages.smtp": SmtpKeys,
    "acknowledge": AcknowledgeKeys,
}  # fmt: skip
_SHAPES = {
    "list_type": "write a list: [one, two], or one a line after a dash",
    "dict_type": "write key: value pairs, one a line, indented",
    "model_type": "write key: value pairs, one a line, indented",
}


def model_of(source: Source) -> tuple[ConfigModel, list[Problem], frozenset[str]]:
    """The sound part of a file, its problems, and the top-level keys that have some."""
    data = {key: value for key, value in source.data.items() if value is not None}
    problems: list[Problem] = []
    troubled: set[str] = set()
    while True:
        try:
            return ConfigModel.model_validate(data), problems, frozenset(troubled)
        except ValidationError as error:
            wrong = error.errors(include_url=False)
        problems += [_problem(detail, source.place) for detail in wrong]
        troubled |= {str(detail["loc"][0]) for detail in wrong}
        data = _without(data, source.place, {_pruned(detail) for detail in wrong})


def _pruned(detail: ErrorDetails) -> tuple[Any, ...]:
    """What to take out: the entry under a top-level key, or the key where it has no entries."""
    return tuple(detail["loc"][:2])


def _without(data: dict[Any, Any], place: Place, paths: set[tuple[Any, ...]]) -> dict[Any, Any]:
    """The data without those paths; where list items go, the places move up with the others."""
    kept = {key: value for key, value in data.items() if (key,) not in paths}
    for top in {path[0] for path in paths if len(path) == 2} & set(kept):
        gone = {path[1] for path in paths if path[0] == top}
        value = kept[top]
        if isinstance(value, dict):
            kept[top] = {key: item for key, item in value.items() if key not in gone}
        elif isinstance(value, list):
            stay = [index for index in range(len(value)) if index not in gone]
            kept[top] = [value[index] for index in stay]
            parts = place.parts[top].parts
            place.parts[top].parts = {new: parts[old] for new, old in enumerate(stay)}
        if kept[top] == value or not kept[top]:
            del kept[top]
    return kept


def _problem(detail: ErrorDetails, root: Place) -> Problem:
    path = [part for part in detail["loc"] if part != "[key]"]
    place = root.find(path)
    what, hint = _said(detail, path)
    return Problem(place.line, place.label, what, hint)


def _said(detail: ErrorDetails, path: Sequence[Any]) -> tuple[str, str]:
    kind, value = detail["type"], detail["input"]
    if kind == "told":
        return detail["ctx"]["what"], detail["ctx"]["hint"]
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return f"{path[-1]} is missing", f"write {path[-1]}:"
    if value is None and kind in _SHAPES:
        return "nothing is written here", "write a value or remove the line"
    if kind == "list_type" and isinstance(value, str):
        return f"{value} stands alone where a list belongs", f"write [{value}]"
    if kind in _SHAPES:
        return f"{as_written(value)} cannot stand here", _SHAPES[kind]
    return detail["msg"], ""


def _unknown_key(path: Sequence[Any]) -> tuple[str, str]:
    word = str(path[-1])
    known = [field.alias or name for name, field in _group(path[:-1]).model_fields.items()]
    return "unknown key", did_you_mean(word, known)


def _group(path: Sequence[Any]) -> type[Group]:
    """The group of keys at a path; entries of a list and keys of people's own are no groups."""
    nested = GROUPS.get(".".join(map(str, path[:2])))
    return nested or (GROUPS[str(path[0])] if path else ConfigModel)
