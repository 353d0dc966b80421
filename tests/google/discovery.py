"""Google's own description of its two APIs: which call a URL is, and what it may carry.

The documents ship in google-api-python-client, so nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from tests.google.errors import Json, bad_request
from tests.google.schema import Problem, Schemas

# Query parameters every Google API takes; the client never sends most of them.
COMMON = {"fields", "alt", "key", "prettyPrint", "quotaUser"}

# gspread sends this one; Google ignores it where the document does not list it.
TOLERATED = {"includeItemsFromAllDrives"}


@dataclass(frozen=True)
class Method:
    """One call of one API, `sheets.spreadsheets.values.get` say."""

    id: str
    http_method: str
    path: re.Pattern[str]
    parameters: Json
    request: str
    response: str
    schemas: Schemas

    @property
    def is_write(self) -> bool:
        return self.http_method != "GET" and not self.id.endswith(("ByDataFilter", "search"))

    def read_body(self, body: Any) -> Json:
        """The request body without nulls; a 400 where the document does not allow it."""
        if not self.request:
            return {}
        problems: list[Problem] = []
        # In calls whose path holds more than an id, the message sits in a field called data.
        prefix = "data" if self.request == "ValueRange" else ""
        read: Json = self.schemas.reader(self.request)(body, prefix, problems)
        if self.id.startswith("drive."):
            # Drive passes over what it does not know; gspread sends it a `withLink`.
            problems = [found for found in problems if "Unknown name" not in found[1]]
        if problems:
            raise bad_request(problems)
        return read

    def problems_in_reply(self, reply: Any) -> list[Problem]:
        problems: list[Problem] = []
        if self.response:
            self.schemas.reader(self.response)(reply, "", problems)
        return problems

    def problems_in_query(self, query: Json) -> list[Problem]:
        known = self.parameters.keys() | COMMON | TOLERATED
        unknown = [name for name in query if name not in known]
        text = 'Invalid JSON payload received. Unknown name "{}": Cannot bind query parameter.'
        return [(name, text.format(name)) for name in unknown]


@cache
def methods() -> tuple[Method, ...]:
    found = [*_methods_of("sheets.v4"), *_methods_of("drive.v3")]
    # `{range}:append` before `{range}`: what is written out in a path is tried first.
    return tuple(sorted(found, key=lambda m: -len(re.sub(r"\(.*?\)", "", m.path.pattern))))


def find_method(http_method: str, raw_path: str) -> tuple[Method, dict[str, str]] | None:
    """The call a URL names, with what stands in its path, percent signs undone."""
    for method in methods():
        match = method.path.fullmatch(raw_path)
        if match and method.http_method == http_method:
            return method, {name: unquote(value) for name, value in match.groupdict().items()}
    return None


@cache
def document(name: str) -> Json:
    where = files("googleapiclient") / "discovery_cache" / "documents" / f"{name}.json"
    loaded: Json = json.loads(where.read_text(encoding="utf-8"))
    return loaded


def _methods_of(name: str) -> Iterator[Method]:
    described = document(name)
    schemas = Schemas(described["schemas"])
    for method in _walk(described):
        yield Method(
            id=method["id"],
            http_method=method["httpMethod"],
            path=_pattern(f"/{described['servicePath']}{method['path']}"),
            parameters=method.get("parameters", {}),
            request=method.get("request", {}).get("$ref", ""),
            response=method.get("response", {}).get("$ref", ""),
            schemas=schemas,
        )


def _walk(resource: Json) -> Iterator[Json]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _walk(inner)


def _pattern(path: str) -> re.Pattern[str]:
    escaped = re.escape(path).replace(r"\{", "{").replace(r"\}", "}")
    return re.compile(re.sub(r"\{\\?\+?(\w+)\}", r"(?P<\1>[^/]+?)", escaped))
