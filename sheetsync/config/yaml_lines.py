"""YAML text as plain data that still knows its lines.

ruamel.yaml composes the text into nodes with marks; each becomes a plain value and, beside it, a
`Place`. Values are kept as YAML 1.2 means them (``no`` is a word, not false), dates as dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_TAG = "tag:yaml.org,2002:"
_BOOLEAN = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}


@dataclass
class Place:
    """Where a value stands. ``line`` counts from 1 (of its key, where it has one); ``label`` is
    its path as people read it, ``hours.mon``; ``parts`` are the places inside, by key or index;
    ``words`` those of a list's plain texts, by text."""

    line: int
    label: str
    parts: dict[Any, Place] = field(default_factory=dict)
    words: dict[str, Place] = field(default_factory=dict)

    def find(self, path: Sequence[Any]) -> Place:
        """The place of a path inside this one, or the deepest that exists on the way."""
        place = self
        for key in path:
            part = place.parts.get(key) or place.words.get(key)
            if part is None:
                break
            place = part
        return place


class YamlError(Exception):
    """The text is no YAML, or says something twice: ``line`` from 1, what, and what to do."""

    def __init__(self, line: int, label: str, what: str, hint: str) -> None:
        super().__init__(what)
        self.line, self.label, self.what, self.hint = line, label, what, hint


@dataclass
class Source:
    """What a YAML text holds; ``problems`` are keys written twice and the like."""

    data: Any
    place: Place
    problems: list[YamlError] = field(default_factory=list)


def read(text: str) -> Source:
    """Compose a text. Raises `YamlError` where it cannot be read as YAML at all."""
    try:
        node = YAML(pure=True).compose(text)
    except MarkedYAMLError as error:
        raise _syntax(error, text.splitlines()) from None
    except YAMLError as error:  # e.g. a control character, which has no mark
        what = str(error).splitlines()[0]
        raise YamlError(1, "", what, "save the file as plain text") from None
    source = Source(None, Place(1, ""))
    if node is not None:
        source.data = _value(node, source.place, source, ())
    return source


def _value(node: Node, place: Place, source: Source, above: tuple[int, ...]) -> Any:
    if id(node) in above:
        source.problems.append(YamlError(place.line, place.label, "contains itself", "remove it"))
        return None
    above = (*above, id(node))
    if isinstance(node, MappingNode):
        return _mapping(node, place, source, above)
    if isinstance(node, SequenceNode):
        items = {}
        for index, item in enumerate(node.value):
            part = Place(item.start_mark.line + 1, f"{place.label}[{index + 1}]")
            place.parts[index] = part
            items[index] = _value(item, part, source, above)
            place.words.setdefault(str(item.value), part)
        return list(items.values())
    return _scalar(node)


def _mapping(
    node: MappingNode, place: Place, source: Source, above: tuple[int, ...]
) -> dict[Any, Any]:
    data: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, ScalarNode) else str(key_node.value)
        line = key_node.start_mark.line + 1
        part = Place(line, f"{place.label}.{key}" if place.label else key)
        if key in data:
            first = place.parts[key].line
            source.problems.append(
                YamlError(line, part.label, f"written twice, first in line {first}", "keep one")
            )
            continue
        place.parts[key] = part
        data[key] = _value(value_node, part, source, above)
    return data


def _scalar(node: Node) -> Any:
    """A plain value. What looks like a number or date but is none stays text."""
    text: str = node.value
    kind = str(node.tag).removeprefix(_TAG)
    if kind == "null":
        return None
    if kind == "bool":
        return _BOOLEAN.get(text.casefold(), text)
    try:
        if kind == "int":
            return int(text.replace("_", ""), 0)
        if kind == "float":
            return float(text.replace("_", ""))
        if kind == "timestamp" and len(text) <= 10:
            return date.fromisoformat(text)
    except ValueError:
        return text
    return text


def _syntax(error: MarkedYAMLError, lines: list[str]) -> YamlError:
    """What went wrong, where a person has to mend it, in words that ask for no YAML."""
    problem, context = error.problem or "cannot be read", str(error.context)
    mark = error.problem_mark or error.context_mark
    started = error.context_mark or mark
    line, began = (mark.line + 1 if mark else 1), (started.line + 1 if started else 1)
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return YamlError(line, "", "a tab stands at the start", "indent with blanks, never tabs")
    if "mapping values are not allowed" in problem and here.count(":") == 1:
        what, hint = "does not belong to the line above", "line it up, or end that line in a colon"
        return YamlError(line, "", what, hint)
    for sign, at, what, hint in _SYNTAX:
        if sign in problem or sign in context:
            return YamlError(line if at else began, "", what, hint)
    return YamlError(line, "", problem, "compare with the file that `sheetsync init` writes")


_SYNTAX = (  # what ruamel.yaml says; whether the fault is where it noticed; our words
    ("mapping values are not allowed", 1, "two colons in one line", "put the value in quotes"),
    ("quoted scalar", 0, "a quotation mark is not closed", "close it in the same line"),
    ("expected ',' or", 0, "a bracket is not closed", "write [one, two] or {one: 1, two: 2}"),
    ("expected ':'", 0, "a colon is missing", "write key: value"),
    ("expected <block end>", 1, "not indented like its neighbours", "line it up with them"),
    ("cannot start any token", 1, "a value cannot start with this sign", "put it in quotes"),
    ("undefined alias", 1, "a * at the start means an alias", "put the value in quotes"),
    ("another document", 1, "a second document starts here", "remove the line of dashes"),
)
