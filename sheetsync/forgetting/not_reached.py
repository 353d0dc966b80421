"""What speaks of a forgotten person and is out of our reach, and what people can do about it."""

from __future__ import annotations

from collections.abc import Iterator

from sheetsync.config import Settings
from sheetsync.forgetting.known import Known
from sheetsync.stores.base import Store

SENT = "e-mails and chats that were sent, and files that hung on them"
COPIES = (
    "copies people made: of the workbook, of its backups, of the journal; backups of this machine; "
    "what sheetsync keeps on other machines, or kept of the workbook under another name or place"
)


def not_reached(known: Known, store: Store, settings: Settings, *, swept: bool) -> Iterator[str]:
    """What is left, and what to do about it."""
    if known.rows:
        yield (
            f"the sheet: {', '.join(known.rows)}. Every run reads it again; delete the row, then "
            "run the same command once more"
        )
    if known.snapshot is not None and known.snapshot.seen.report_tabs:
        yield (
            "report tabs in the sheet, until the next run writes them anew, and the backup that "
            "run makes: run the same command once more after it; tabs it kept under a dated name, "
            "and weekly tabs, stay as they are"
        )
    if not swept:
        yield (
            "the journal's log: another program has it open. Run the same command once more when "
            "it has ended"
        )
    yield SENT
    yield (
        "the version history of the spreadsheet at Google, and its hidden tab Before the last "
        "write (sheetsync) until the next one"
        if settings.google is not None
        else "earlier versions that OneDrive, Dropbox, Google Drive or a file server keep"
    )
    yield COPIES
    yield from (f"{each.message}. {each.remedy}" for each in store.warnings())
