"""Starting out: a config file and an empty lead workbook. Never overwrites anything."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheetsync.errors import (
    AlreadyThere,
    PermissionRefused,
    SheetsyncError,
    WorkbookMissing,
    WriteFailed,
)

if TYPE_CHECKING:
    from sheetsync.stores.google.template.prepare import Prepared

CONFIG_NAME = "config.yaml"
WORKBOOK_NAME = "leads.xlsx"

_SAID_WITHOUT_CONFIG = {
    "name the file in config.yaml (google: credentials:)": "name the file with --credentials",
    "with spreadsheet: in config.yaml": "with the one after --google",
    "spreadsheet: in config.yaml": "the address after --google",
    "put the address of the new one into config.yaml": "name the new one after --google",
}
"""Hints that name a config, and what they say where there is none."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def init(directory: Path, preset: str, today: date) -> list[Path]:
    """Write both files into a folder, making it where needed; return their paths.

    Raises `AlreadyThere` naming each file that exists, before anything is written.
    """
    from sheetsync.config import load
    from sheetsync.config.starter import starter_config
    from sheetsync.stores.excel.template.lead_sheet import write_template

    config, workbook = directory / CONFIG_NAME, directory / WORKBOOK_NAME
    text = starter_config(preset, today, WORKBOOK_NAME)
    with making(config, workbook):
        directory.mkdir(parents=True, exist_ok=True)
        config.write_text(text, encoding="utf-8")
        write_template(workbook, load(config))
    return [config, workbook]


def init_google(
    directory: Path, preset: str, today: date, spreadsheet: str, key: Path | None
) -> tuple[list[Path], list[str]]:
    """Write a config file for a spreadsheet at Google, by its id, and make that the lead sheet if
    it is blank. The config is kept only where the spreadsheet could be opened.

    Returns its path, and what to say. Raises `AlreadyThere` where there is a config, before
    anything is written.
    """
    from jobs.terminal.ending import watch_sent
    from sheetsync.config import GoogleSheet, load
    from sheetsync.config.starter import starter_config
    from sheetsync.stores.google.connection import Connection
    from sheetsync.stores.google.template.prepare import prepare

    config = directory / CONFIG_NAME
    sheet = GoogleSheet(spreadsheet, key)
    named = GoogleSheet(spreadsheet, key and _seen_from(directory, key))
    with making(config), _no_config_yet():
        directory.mkdir(parents=True, exist_ok=True)
        config.write_text(starter_config(preset, today, google=named), encoding="utf-8")
        settings = load(config)
        connection = Connection(sheet)
        watch_sent(sheet.url, lambda: connection.writes)
        prepared = prepare(connection, settings)
    return [config], [f"Made {config}", *_said(prepared, settings.tab, sheet.url)]


@contextmanager
def _no_config_yet() -> Iterator[None]:
    """What fails is told by the words of the command: its config is not kept."""
    try:
        yield
    except SheetsyncError as error:
        for in_config, on_command_line in _SAID_WITHOUT_CONFIG.items():
            error.hint = error.hint.replace(in_config, on_command_line)
        raise


def _said(prepared: Prepared, tab: str, url: str) -> list[str]:
    if prepared.content_on:
        there = f"its tab {prepared.content_on} holds something already"
        return [f"Left “{prepared.name}” as it is: {there}"]
    return [f"Prepared “{prepared.name}”: {tab}, Read me, Lists", f"  {url}"]


def _seen_from(directory: Path, key: Path) -> Path:
    """A key file as a config in this folder names it."""
    with suppress(ValueError):  # on another drive
        return key if key.is_absolute() else Path(os.path.relpath(key, directory))
    return key.absolute()


def template(out: Path, preset: str) -> Path:
    """Write the empty lead workbook of a preset."""
    from sheetsync.stores.excel.template.lead_sheet import preset_settings, write_template

    with making(out):
        write_template(out, preset_settings(preset))
    return out


@contextmanager
def making(*paths: Path) -> Iterator[None]:
    """Make new files, or none of them: what was begun, folders too, is removed where making fails.

    Raises `AlreadyThere` when any of them exists, before anything is written, and every OSError
    in between as the error a person can mend.
    """
    try:
        there = [path for path in paths if path.exists() or path.is_symlink()]
    except OSError as error:
        raise _refusal(error, paths[0]) from error
    folders = [folder for path in paths for folder in path.parents if not _is_there(folder)]
    if there:
        raise AlreadyThere(
            f"{' and '.join(map(str, there))} {'is' if len(there) == 1 else 'are'} already there; "
            "nothing was written",
            hint="Choose another folder or name, or move what is there away first.",
        )
    try:
        yield
    except BaseException as error:
        for path in paths:
            with suppress(OSError):
                path.unlink()
        for folder in folders:  # the innermost first; one that holds anything stays
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise _refusal(error, paths[0]) from error
        raise
    _remember(paths)


def _remember(paths: tuple[Path, ...]) -> None:
    """Let a run write at once what was made here: nobody else is at work on it."""
    from sheetsync.stores.excel.package.version import version_of
    from sheetsync.stores.excel.safety.quiet import remember_own
    from sheetsync.stores.excel.safety.replace import read_whole

    for path in paths:
        if path.name != CONFIG_NAME:
            remember_own(path, version_of(read_whole(path)))


def _refusal(error: OSError, path: Path) -> SheetsyncError:
    """What keeps a file from being made: what stands in the way is named."""
    place = str(path.parent)
    found = next(parent for parent in path.absolute().parents if _is_there(parent))
    if not found.is_dir():
        what, hint = "this is a file, not a folder", "Choose another name for the folder."
        return AlreadyThere(what, where=str(found), hint=hint)
    if isinstance(error, FileNotFoundError) and not path.parent.is_dir():
        what, hint = "there is no such folder", "Make it first, or choose one that is there."
        return WorkbookMissing(what, where=place, hint=hint)
    if error.errno in _REFUSED:
        what, hint = "this folder may not be written to", "Choose another folder."
        return PermissionRefused(what, where=place, hint=hint)
    if error.errno in _FULL:
        what, hint = "the disk is full; nothing was kept", "Make room, or choose another disk."
        return WriteFailed(what, where=place, hint=hint)
    what = f"cannot be made here: {error.strerror or error}"
    return WriteFailed(what, where=str(path), hint="Choose another name or folder.")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
