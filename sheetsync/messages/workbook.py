"""A report tab as a small workbook of its own, to go along with a message."""

from __future__ import annotations

from sheetsync.config import Settings
from sheetsync.messages.message import Attachment
from sheetsync.snapshot import Snapshot
from sheetsync.tabs import ReportTab

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attached(tab: ReportTab, name: str, snapshot: Snapshot, settings: Settings) -> Attachment:
    """The tab with its colours, filters and chat links; Lead IDs are text there."""
    from sheetsync.stores.excel.side_contents import workbook_of

    return Attachment(name, MEDIA_TYPE, workbook_of([tab], snapshot, settings))
