"""What ``doctor`` says of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sheetsync.config import Settings
from sheetsync.journal import Journal, Run, journal_path
from sheetsync.journal.runs import CUT_OFF
from sheetsync.moments import moment_text
from sheetsync.stores.base import Diagnosis

SUBJECT = "Journal"


def journal_lines(settings: Settings) -> Iterator[Diagnosis]:
    """Whether there is one that can be read and written, what it knows, how the last run ended."""
    path = journal_path(settings)
    if not path.exists():
        yield Diagnosis(
            SUBJECT, "ok", f"{path.name} will be made beside the config by the next run"
        )
        return
    journal = Journal.look(path)
    if journal is None:
        yield Diagnosis(
            SUBJECT,
            "problem",
            f"{path} cannot be read",
            "Where it is damaged, the next run puts it aside and begins another; where a newer "
            "sheetsync made it, update this one.",
        )
        return
    with journal:
        yield from _known(journal, settings, path)
    for aside in sorted(path.parent.glob(f"{path.name.removesuffix('.db')}.damaged-*.db")):
        yield Diagnosis(
            SUBJECT, "note", f"{aside.name} is a damaged journal put aside", "Delete it."
        )


def _known(journal: Journal, settings: Settings, path: Path) -> Iterator[Diagnosis]:
    book = journal.book(settings)
    at = book.last_read()
    size = f"{path.stat().st_size / 1_000_000:.1f} MB"
    if at is None:
        yield Diagnosis(SUBJECT, "ok", f"{path.name}, {size}: nothing is remembered of this sheet")
        return
    local = at.astimezone(settings.timezone)
    when = moment_text(local, local.year)
    yield Diagnosis(SUBJECT, "ok", f"{path.name}, {size}: the sheet was last read {when}")
    ended = [run for run in book.runs(2) if run.outcome]
    if ended and ended[0].outcome != "done":
        yield _ended(ended[0], settings)


def _ended(run: Run, settings: Settings) -> Diagnosis:
    local = run.started.astimezone(settings.timezone)
    how = "was cut off" if run.outcome == CUT_OFF else f"ended early ({run.outcome})"
    return Diagnosis(
        "Last run",
        "note",
        f"{', '.join(run.names)} of {moment_text(local, local.year)} {how}",
        "The next run does its work.",
    )
