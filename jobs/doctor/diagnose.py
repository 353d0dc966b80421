"""Is everything in place? Each thing looked at gets a line, each problem its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from jobs.doctor.journal_lines import journal_lines
from jobs.doctor.message_lines import message_lines
from jobs.doctor.schedule_lines import schedule_lines
from jobs.opening import aware, journal_beside
from sheetsync.cells import column_letters
from sheetsync.config import Settings, load
from sheetsync.errors import (
    BrokenPackage,
    EncryptedWorkbook,
    NotAWorkbook,
    OldFormat,
    PermissionRefused,
    SheetsyncError,
    WorkbookMissing,
)
from sheetsync.headers import ColumnMatch, HeaderMap
from sheetsync.headers.rivals import choice_between, said_of
from sheetsync.headers.words import header_text
from sheetsync.moments import date_text, moment_text
from sheetsync.room_beside import room_beside
from sheetsync.rules.machine_text import ours_by_texts
from sheetsync.rules.outside_table import outside_shown, outside_words
from sheetsync.schema import FIELD, FIELDS, FILLED, Field
from sheetsync.snapshot import Snapshot
from sheetsync.stores.base import Diagnosis
from sheetsync.stores.open import open_store

HOW = {
    "config": "named in config.yaml",
    "name": "by its name",
    "alias": "a known other name",
    "close": "by close spelling; add it to columns: in config.yaml to be sure",
}
SUBJECTS = {
    "tab-missing": "Tab", "header-row-missing": "Header row", "column-missing": "Columns",
    "columns-ambiguous": "Columns",
}  # fmt: skip
"""What a failure is about, where its kind says it badly."""

OF_THE_FILE = (
    WorkbookMissing, PermissionRefused, NotAWorkbook, EncryptedWorkbook, OldFormat, BrokenPackage,
)  # fmt: skip
"""What the store itself tells of when it is asked what surrounds the workbook."""

WHO = {"person": "people", "fill": "people", "machine": "sheetsync only"}


def diagnose(config: Path, now: datetime | None) -> list[Diagnosis]:
    """Look at everything in turn; a failure early on ends the list with its remedy."""
    lines: list[Diagnosis] = []
    try:
        settings = load(config)
        lines += _config_lines(config, settings, now)
        lines += journal_lines(settings)
        journal, moment = journal_beside(settings), aware(now, settings)
        lines += schedule_lines(settings, journal, moment)
        lines += message_lines(settings, journal, moment)
        store = open_store(settings)
        lines += store.diagnose()
        if any(line.bars for line in lines):
            return lines
        snapshot = store.read()
        lines += _sheet_lines(snapshot, settings)
        lines += _outside_lines(snapshot, settings)
    except SheetsyncError as error:
        told = any(line.state == "problem" for line in lines)
        if not (told and isinstance(error, OF_THE_FILE)):
            lines += _failure_lines(error)
    return lines


def _failure_lines(error: SheetsyncError) -> Iterator[Diagnosis]:
    """A line for each problem an error lists; its hint stands below the last."""
    subject = SUBJECTS.get(error.kind, error.kind.replace("-", " ").capitalize())
    where = f"{error.where}: " if error.where else ""
    *others, last = error.what.splitlines()
    yield from (Diagnosis(subject, "problem", where + what) for what in others)
    yield Diagnosis(subject, "problem", where + last, error.hint)


def _config_lines(config: Path, settings: Settings, now: datetime | None) -> Iterator[Diagnosis]:
    yield Diagnosis(
        "Config",
        "ok",
        f"{config}: preset {settings.preset}, "
        f"{len(settings.team)} in the team, runs {', '.join(settings.runs)}",
    )
    moment = now or datetime.now(settings.timezone)
    local = moment.astimezone(settings.timezone) if moment.tzinfo else moment
    there = moment_text(local, local.year)
    yield Diagnosis("Time zone", "ok", f"{settings.timezone.key}: it is {there} there")
    if not settings.team:
        yield Diagnosis(
            "Team",
            "note",
            "nobody is listed, so owners cannot be checked",
            "List the team's names under team: in config.yaml.",
        )
    if settings.since is None:
        yield Diagnosis(
            "Since",
            "note",
            "not in config.yaml: the day of the first run counts",
            "Add since: with the day from which late replies should be counted.",
        )
    elif settings.since > local.date():
        yield Diagnosis(
            "Since",
            "note",
            f"{date_text(settings.since)} has not come yet: until then no lead is called breached",
            "Mend since: in config.yaml unless that is what you mean.",
        )


def _sheet_lines(snapshot: Snapshot, settings: Settings) -> Iterator[Diagnosis]:
    tab = snapshot.lead_tab
    yield Diagnosis(
        "Leads",
        "ok" if len(snapshot) else "note",
        f"{len(snapshot):,} leads on {tab.title!r}, header in row "
        f"{snapshot.headers.row}, {snapshot.skipped:,} other rows skipped",
    )
    if snapshot.skipped:
        yield Diagnosis("Skipped", "ok", f"no leads: {snapshot.others.in_words()}")
    table = tab.table
    kind = "Google" if settings.google else "Excel"
    yield Diagnosis("Table", "ok", f"{kind} table {table.name!r}" if table else "a plain range")
    for field in FIELDS:
        match = snapshot.headers.columns.get(field.name)
        if match is not None:
            yield _column_line(snapshot, field, match)
        elif field.who == "machine" or field.name == "lead_id":
            yield _missing_ours(field.header, room_beside(snapshot).refusal)
    yield from _rival_lines(snapshot.headers)
    yield from _renamed_lines(snapshot)
    missing = [
        field
        for field in FIELDS
        if field.name not in snapshot.headers and field.who != "machine" and field.name != "lead_id"
    ]
    if missing:
        yield Diagnosis(
            "Not found",
            "note",
            ", ".join(field.header for field in missing),
            "If the sheet has one of these under another name, say so under columns: in "
            f"config.yaml, such as {missing[0].name}: and the header.",
        )
    if snapshot.headers.unknown:
        titles = ", ".join(map(repr, snapshot.headers.unknown.values()))
        yield Diagnosis("Your own", "ok", f"{titles}: never touched")


def _column_line(snapshot: Snapshot, field: Field, match: ColumnMatch) -> Diagnosis:
    said = f"{_columns_said(snapshot, match)}, {HOW[match.how]}; written by {_writer(field)}"
    locked = snapshot.lead_tab.is_locked(snapshot.rows, match.column)
    if locked.any() and (field.who == "machine" or field.name in FILLED):
        return Diagnosis(
            field.header,
            "problem",
            f"{said}; protected from sheetsync in {locked.sum():,} of {len(locked):,} rows",
            "Remove the protection, or let the account above edit it: Data → Protect sheets and "
            "ranges.",
        )
    return Diagnosis(field.header, "note" if match.how == "close" else "ok", said)


def _outside_lines(snapshot: Snapshot, settings: Settings) -> Iterator[Diagnosis]:
    """Rows that look like leads and stand where none count."""
    for one in outside_shown(snapshot.others.outside, settings):
        message, hint = outside_words(one)
        yield Diagnosis("Below the table", "problem", f"{one.area}: {message}", hint)


def _rival_lines(headers: HeaderMap) -> Iterator[Diagnosis]:
    """Columns that could have been a field which another column has."""
    for one in headers.passed_over:
        subject = (FIELD.get(one.field) or FIELD["name"]).header
        yield Diagnosis(subject, "note", said_of(one, headers.row), choice_between(one))


def _columns_said(snapshot: Snapshot, match: ColumnMatch) -> str:
    """``column C 'Phone'``; a name may stand in two."""
    parts = snapshot.headers.parts.get(match.field, (match.column,))
    said = [_column_said(snapshot, column) for column in parts]
    return f"columns {' and '.join(said)}" if said[1:] else f"column {said[0]}"


def _column_said(snapshot: Snapshot, column: int) -> str:
    tab = snapshot.lead_tab
    header = header_text(tab.columns[column - 1][snapshot.headers.row - 1])
    hidden = ", hidden" if column in tab.hidden_columns else ""
    return f"{column_letters(column)}{hidden} {header!r}"


def _renamed_lines(snapshot: Snapshot) -> Iterator[Diagnosis]:
    """Columns of ours that somebody gave another header: no run brings them up to date."""
    for column in snapshot.headers.unknown:
        field = ours_by_texts(snapshot.lead_tab.columns[column - 1][snapshot.rows - 1])
        if field is None:
            continue
        header, now_in = FIELD[field].header, snapshot.headers.column(field)
        yield Diagnosis(
            "Renamed",
            "note",
            f"column {_column_said(snapshot, column)} holds what sheetsync once wrote into "
            f"{header}; it is never brought up to date",
            f"Delete it: {header} in column {column_letters(now_in)} says what is true now."
            if now_in
            else f"Name it {header} again, or delete it.",
        )


def _writer(field: Field) -> str:
    return "people, and sheetsync where blank" if field.name in FILLED else WHO[field.who]


def _missing_ours(header: str, refusal: str) -> Diagnosis:
    if refusal:
        return Diagnosis(
            header,
            "problem",
            f"cannot be added: {refusal}",
            "Free the columns right of the leads; until then runs write the report tabs only.",
        )
    return Diagnosis(header, "ok", "will be added at the right by the first run")
