"""Undo records: cells that a run wrote for a lead, and what stood there before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sheetsync.config import Settings
from sheetsync.forgetting.person import Person
from sheetsync.stores.own_files import own_records
from sheetsync.undo import Record, WrittenColumn

_TROUBLE = "the records of what runs wrote could not be changed ({why})"


def forget(person: Person, settings: Settings) -> int:
    """Take their cells out of all of them; how many records that were. Raises `WriteFailed`."""

    def without(record: Record) -> Record:
        return replace(record, columns=tuple(_without(each, person) for each in record.columns))

    with own_records(*_named(settings), _TROUBLE) as records:
        return records.change(without)


def _without(column: WrittenColumn, person: Person) -> WrittenColumn:
    theirs = np.array([person.is_key(key) for key in column.leads.tolist()], dtype=bool)
    if not theirs.any():
        return column
    kept = ~theirs
    return WrittenColumn(column.field, column.leads[kept], column.old[kept], column.new[kept])


def _named(settings: Settings) -> tuple[str, str]:
    """The name our own files about the sheet have, and the one people know it by."""
    if settings.google is not None:
        from sheetsync.stores.google.store import own_name

        return own_name(settings.google.id), "the spreadsheet"
    from sheetsync.stores.excel.safety.places import name_for

    assert settings.workbook is not None
    return name_for(settings.workbook), settings.workbook.name
