"""What runs wrote, kept as JSON files in a private folder, so that `undo` can reverse them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from sheetsync.lead_tab import ObjectArray
from sheetsync.stores.kept_files import clear_unfinished, to_drop, write_whole
from sheetsync.undo import Record, WrittenColumn

_ENDING = ".json"


class Records:
    """The records in one folder, which is there; thinned as backups are."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, record: Record) -> None:
        """Keep a record, in place of one of the same version: that run never came to an end.

        Raises OSError.
        """
        write_whole(self._path(record), json.dumps(as_json(record), ensure_ascii=False).encode())
        self._thin()

    def drop(self, record: Record) -> None:
        """Let go of a record. Raises OSError."""
        self._path(record).unlink(missing_ok=True)

    def last(self) -> Record | None:
        """The newest record that can be read; None where there is none. Raises OSError."""
        for path in sorted(self._written(), key=lambda path: path.stat().st_mtime_ns, reverse=True):
            with suppress(ValueError, KeyError, TypeError):  # not ours, or of another time
                return from_json(json.loads(path.read_text(encoding="utf-8")))
        return None

    def change(self, change: Callable[[Record], Record]) -> int:
        """Write records anew where they come back different; how many. One that cannot be read
        goes: nobody can tell what is in it. Raises OSError."""
        changed = 0
        clear_unfinished(self._folder)
        for path in list(self._written()):
            try:
                record = from_json(json.loads(path.read_text(encoding="utf-8")))
            except (ValueError, KeyError, TypeError):
                path.unlink()
                continue
            new, was = change(record), path.stat()
            if new.cells != record.cells:
                write_whole(path, json.dumps(as_json(new), ensure_ascii=False).encode())
                os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
                changed += 1
        return changed

    def _path(self, record: Record) -> Path:
        return self._folder / f"{record.version[:32]}{_ENDING}"

    def _written(self) -> Iterator[Path]:
        return self._folder.glob(f"*{_ENDING}")

    def _thin(self) -> None:
        written = {
            path: datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in self._written()
        }
        clear_unfinished(self._folder)
        unwanted = to_drop(written.values(), max(written.values()))
        for path, moment in written.items():
            if moment in unwanted:
                path.unlink(missing_ok=True)


def as_json(record: Record) -> dict[str, Any]:
    """A record as plain JSON values; days and moments as ``{"date": …}``, ``{"datetime": …}``."""
    return {
        "at": record.at.isoformat(),
        "jobs": list(record.jobs),
        "version": record.version,
        "new_columns": list(record.new_columns),
        "tabs": list(record.tabs),
        "columns": [
            {
                "field": column.field,
                "leads": column.leads.tolist(),
                "old": _plain(column.old.tolist()),
                "new": _plain(column.new.tolist()),
            }
            for column in record.columns
        ],
    }


def from_json(said: dict[str, Any]) -> Record:
    """The record again. Raises ValueError, KeyError or TypeError where it is none."""
    return Record(
        at=datetime.fromisoformat(said["at"]),
        jobs=tuple(said["jobs"]),
        version=said["version"],
        columns=tuple(_column(each) for each in said["columns"]),
        new_columns=tuple(said["new_columns"]),
        tabs=tuple(said["tabs"]),
    )


def _column(said: dict[str, Any]) -> WrittenColumn:
    leads, old, new = (_array(said[name]) for name in ("leads", "old", "new"))
    if not len(leads) == len(old) == len(new):
        raise ValueError("its lists differ in length")
    return WrittenColumn(said["field"], leads, old, new)


def _array(values: list[Any]) -> ObjectArray:
    cells = np.empty(len(values), dtype=object)
    cells[:] = [_value(each) for each in values]
    return cells


def _plain(values: list[Any]) -> list[Any]:
    if not any(issubclass(kind, date) for kind in set(map(type, values))):
        return values
    return [_plain_date(value) if isinstance(value, date) else value for value in values]


def _plain_date(value: date) -> dict[str, str]:
    return {"datetime" if isinstance(value, datetime) else "date": value.isoformat()}


def _value(said: Any) -> Any:
    if not isinstance(said, dict):
        return said
    if "datetime" in said:
        return datetime.fromisoformat(said["datetime"])
    return date.fromisoformat(said["date"])
