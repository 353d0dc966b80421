"""Identifiers differ from run to run: which of ours stands for which recorded one."""

from __future__ import annotations

import re
from typing import Any

KEYS = {"id", "spreadsheetId", "sheetId", "protectedRangeId", "namedRangeId"}

# Not compared: addresses, times, and who may edit.
COSMETIC = {"createdTime", "modifiedTime", "spreadsheetUrl", "editors"}

_FILE_ID = re.compile(r"1[A-Za-z0-9_-]{43}")


class Identifiers:
    def __init__(self) -> None:
        self._ours: dict[Any, Any] = {}

    def learn(self, recorded: Any, ours: Any) -> None:
        """Where both replies give an identifier at the same place, they mean the same thing."""
        if isinstance(recorded, dict) and isinstance(ours, dict):
            for name in recorded.keys() & ours.keys():
                is_new = name in KEYS and recorded[name] and recorded[name] not in self._ours
                if is_new and not isinstance(recorded[name], dict | list):
                    self._ours[recorded[name]] = ours[name]
                self.learn(recorded[name], ours[name])
        elif isinstance(recorded, list) and isinstance(ours, list):
            for one, other in zip(recorded, ours, strict=False):
                self.learn(one, other)

    def know(self, identifier: str) -> None:
        self._ours.setdefault(identifier, identifier)

    def knows(self, identifier: str) -> bool:
        return identifier in self._ours

    def in_text(self, text: str) -> str:
        return _FILE_ID.sub(lambda m: str(self._ours.get(m[0], m[0])), text)

    def translated(self, message: Any) -> Any:
        """A recorded message in our identifiers, without what is cosmetic."""
        if isinstance(message, list):
            return [self.translated(item) for item in message]
        if isinstance(message, str):
            return self.in_text(message)
        if not isinstance(message, dict):
            return message
        return {
            name: self._ours.get(value, value)
            if name in KEYS and not isinstance(value, dict | list)
            else self.translated(value)
            for name, value in message.items()
            if name not in COSMETIC
        }
