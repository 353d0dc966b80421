"""Is everything in place? Each thing looked at gets a line, each problem its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sheetsync.cells import column_letters
from sheetsync.config import Settings, load
from sheetsync.errors import SheetsyncError
from sheetsync.moments import moment_text
from sheetsync.room_beside import room_beside
from sheetsync.schema import FIELDS, Field
from sheetsync.snapshot import Snapshot
from sheetsync.stores.base import Diagnosis
from sheetsync.stores.open import open_store

HOW = {
    "config": "named in config.yaml",
    "name": "by its name",
    "alias": "a known other name",
    "close": "by close spelling; add it to columns: in config.yaml to be sure",
}
FILLED = ("lead_id",)
"""The fill fields that a run fills today."""

WHO = {"person": "people", "fill": "people", "machine": "sheetsync only"}


def diagnose(config: Path, now: datetime | None) -> list[Diagnosis]:
    """Look at everything in turn; a failure early on ends the list with its remedy."""
    lines: list[Diagnosis] = []
    try:
        settings = load(config)
        lines += _config_lines(config, settings, now)
        store = open_store(settings)
        lines += store.diagnose()
        lines += _sheet_lines(store.read())
    except SheetsyncError as error:
        where = error.where or str(config)
        lines.append(Diagnosis(error.kind, "problem", f"{where}: {error.what}", error.hint))
    return lines


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


def _sheet_lines(snapshot: Snapshot) -> Iterator[Diagnosis]:
    tab = snapshot.lead_tab
    yield Diagnosis(
        "Leads",
        "ok" if len(snapshot) else "note",
        f"{len(snapshot):,} leads on {tab.title!r}, header in row "
        f"{snapshot.headers.row}, {snapshot.skipped:,} other rows skipped",
    )
    table = tab.table
    yield Diagnosis("Table", "ok", f"Excel table {table.name!r}" if table else "a plain range")
    for field in FIELDS:
        match = snapshot.headers.columns.get(field.name)
        if match is not None:
            hidden = ", hidden" if match.column in tab.hidden_columns else ""
            yield Diagnosis(
                field.header,
                "note" if match.how == "close" else "ok",
                f"column {column_letters(match.column)}{hidden} {match.header!r}, "
                f"{HOW[match.how]}; "
                f"written by {_writer(field)}",
            )
        elif field.who == "machine" or field.name == "lead_id":
            yield _missing_ours(field.header, room_beside(snapshot).refusal)
    missing = [
        f.header
        for f in FIELDS
        if f.name not in snapshot.headers and f.who != "machine" and f.name != "lead_id"
    ]
    if missing:
        yield Diagnosis(
            "Not found",
            "note",
            ", ".join(missing),
            "If the sheet has one of these under another name, add it to columns:.",
        )
    if snapshot.headers.unknown:
        titles = ", ".join(map(repr, snapshot.headers.unknown.values()))
        yield Diagnosis("Your own", "ok", f"{titles}: never touched")


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
