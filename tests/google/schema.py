"""A discovery document's schemas as readers: what a message may hold, and nothing else.

A reader returns the message without explicit nulls (Google takes them as absent) and appends what
is wrong to a list. Lists of `any`, that is cell values, are passed through as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.google.errors import Json

Problem = tuple[str, str]
Reader = Callable[[Any, str, list[Problem]], Any]

PROTOBUF_TYPES = {
    "string": "TYPE_STRING",
    "boolean": "TYPE_BOOL",
    "number": "TYPE_DOUBLE",
    "integer": "TYPE_INT32",
    "array": "google.protobuf.ListValue",
    "object": "message",
}


class Schemas:
    """The readers of one discovery document, made when first asked for."""

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        self._schemas = schemas
        self._readers: dict[str, Reader] = {}

    def reader(self, name: str) -> Reader:
        if name not in self._readers:
            # Entered before it is built, because messages may hold themselves.
            self._readers[name] = lambda value, path, problems: self._readers[name](
                value, path, problems
            )
            self._readers[name] = self._message(self._schemas[name])
        return self._readers[name]

    def _build(self, schema: Json) -> Reader:
        if "$ref" in schema:
            name = schema["$ref"]
            return lambda value, path, problems: self.reader(name)(value, path, problems)
        kind = schema.get("type", "any")
        if kind == "array":
            return self._list(schema["items"])
        if kind == "object":
            return self._message(schema)
        return _scalar(schema)

    def _list(self, items: Json) -> Reader:
        if items.get("type") == "any":
            return _any_list
        read = self._build(items)

        def read_list(value: Any, path: str, problems: list[Problem]) -> Any:
            if not isinstance(value, list):
                return _wrong(value, path, "array", problems)
            known: dict[int, Any] = {}  # of one object only the first place is told
            for i, item in enumerate(value):
                if id(item) not in known:
                    known[id(item)] = read(item, f"{path}[{i}]", problems)
            return [known[id(item)] for item in value]

        return read_list

    def _message(self, schema: Json) -> Reader:
        fields = {name: self._build(s) for name, s in schema.get("properties", {}).items()}
        extra = self._build(schema["additionalProperties"]) if _is_map(schema) else None

        def read_message(value: Any, path: str, problems: list[Problem]) -> Any:
            if not isinstance(value, dict):
                return _wrong(value, path, "object", problems)
            kept = {}
            for name, item in value.items():
                read = fields.get(name) or extra
                if read is None:
                    problems.append((path, _unknown(name, path)))
                elif item is not None:
                    kept[name] = read(item, f"{path}.{name}" if path else name, problems)
            return kept

        return read_message


def _is_map(schema: Json) -> bool:
    return isinstance(schema.get("additionalProperties"), dict)


def _scalar(schema: Json) -> Reader:
    kind = schema.get("type", "any")
    allowed = set(schema["enum"]) if "enum" in schema else None
    accepts = ACCEPTS[kind]

    def read(value: Any, path: str, problems: list[Problem]) -> Any:
        if not accepts(value) or (allowed is not None and value not in allowed):
            return _wrong(value, path, kind, problems)
        return value

    return read


def _is_whole(value: Any) -> bool:
    if isinstance(value, str):
        return value.lstrip("-").isdigit()
    return isinstance(value, int) and not isinstance(value, bool)


ACCEPTS: dict[str, Callable[[Any], bool]] = {
    "any": lambda value: True,
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": _is_whole,
}


def _any_list(value: Any, path: str, problems: list[Problem]) -> Any:
    return value if isinstance(value, list) else _wrong(value, path, "array", problems)


def _wrong(value: Any, path: str, kind: str, problems: list[Problem]) -> Any:
    name = PROTOBUF_TYPES.get(kind, "TYPE_STRING")
    if "." in name:
        name = f"type.googleapis.com/{name}"
    problems.append((path, f"Invalid value at '{path}' ({name}), {json.dumps(value)}"))
    return value


def _unknown(name: str, path: str) -> str:
    at = f" at '{path}'" if path else ""
    return f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
