"""The store a config asks for."""

from __future__ import annotations

from sheetsync.config import Settings
from sheetsync.stores.base import Store
from sheetsync.stores.excel.store import ExcelStore


def open_store(settings: Settings) -> Store:
    """The store that holds ``settings.workbook``; nothing is read yet."""
    return ExcelStore(settings)
