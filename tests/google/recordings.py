"""Recorded traffic: what a client sent and what Google answered, one scenario a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests.google.discovery import find_method
from tests.google.errors import Json


class Exchange(NamedTuple):
    scenario: str
    number: int
    http_method: str
    uri: str
    sent: str | None
    content_type: str | None
    status: int
    answered: Any  # parsed where it is JSON, else the text

    @property
    def endpoint(self) -> str:
        found = find_method(self.http_method, urlsplit(self.uri).path)
        if found:
            return found[0].id
        return f"{self.http_method} {re.sub('[^/]{30,}', '…', urlsplit(self.uri).path)}"

    @property
    def request_types(self) -> list[str]:
        if not self.endpoint.endswith("spreadsheets.batchUpdate"):
            return []
        return [name for request in json.loads(self.sent or "{}")["requests"] for name in request]


def read_recordings(folder: Path) -> Iterator[list[Exchange]]:
    for path in sorted(folder.glob("*.json")):
        exchanges = json.loads(path.read_text(encoding="utf-8"))
        yield [_exchange(path.stem, i, recorded) for i, recorded in enumerate(exchanges)]


def _exchange(scenario: str, number: int, recorded: Json) -> Exchange:
    request, response = recorded["request"], recorded["response"]
    return Exchange(
        scenario,
        number,
        request["method"],
        request["uri"],
        request["body"],
        request["content_type"],
        response["status"],
        parsed(response["body"]),
    )


def parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body
