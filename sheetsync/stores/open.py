"""The store a config asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetsync.config import Settings

if TYPE_CHECKING:
    from sheetsync.stores.base import Store
    from sheetsync.stores.excel.reading.ahead import Ahead


def open_store(settings: Settings, guessed: Ahead | None = None) -> Store:
    """The store that holds ``settings.workbook`` or ``settings.google``; nothing is read yet, but
    a large workbook is begun to be, unless it was already: ``guessed`` is used where it is of the
    same tab.

    Raises `ConfigError` or `SignInRefused` where there is no way to sign in to Google.
    """
    if settings.workbook is None:
        # Nothing of Google's is loaded where the leads are in a workbook.
        from sheetsync.stores.google.store import GoogleStore

        return GoogleStore(settings)
    from sheetsync.stores.excel.reading.ahead import Ahead

    ahead = guessed
    if ahead is None or (ahead.path, ahead.tab) != (settings.workbook, settings.tab):
        ahead = Ahead(settings.workbook, settings.tab)
    from sheetsync.stores.excel.store import ExcelStore  # loading this takes as long as reading

    return ExcelStore(settings, ahead)
