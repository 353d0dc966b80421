"""Copies of what a workbook was before each write, thinned as they age."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from sheetsync.stores.excel.safety.places import name_for, real
from sheetsync.stores.kept_files import clear_unfinished, to_drop, write_whole
from sheetsync.stores.own_files import private, state_folder

_STAMP = "%Y-%m-%dT%H-%M-%SZ"


def folder_for(workbook: Path) -> Path:
    """Where the copies of a workbook are kept; made where it is not there yet."""
    return private(private(state_folder() / "backups") / name_for(workbook))


def keep(workbook: Path, data: bytes, saved_at: datetime) -> Path:
    """Keep a copy of a version, named by the UTC time it was saved at, and thin the older ones.

    A version that is kept already is not kept twice. Raises OSError.
    """
    folder = folder_for(workbook)
    path = folder / f"{saved_at.astimezone(UTC):{_STAMP}}{real(workbook).suffix or '.xlsx'}"
    if path.exists() and not _holds(path, data):
        digest = hashlib.sha256(data).hexdigest()[:8]
        path = path.with_stem(f"{path.stem}-{digest}")
    if not path.exists():
        write_whole(path, data)
    _thin(folder, newest=saved_at)
    return path


def is_unfinished(data: bytes) -> bool:
    """Whether this is the beginning of a package: the list of its members stands at its end."""
    return not data or (data.startswith(b"PK") and not zipfile.is_zipfile(io.BytesIO(data)))


def holds(workbook: Path, data: bytes) -> bool:
    """Whether some copy is this version."""
    return any(_holds(path, data) for path in kept(folder_for(workbook)))


def kept(folder: Path) -> dict[Path, datetime]:
    """The copies in a folder and the time each was saved at; other files are not ours."""
    found: dict[Path, datetime] = {}
    for path in folder.iterdir():
        try:
            found[path] = datetime.strptime(path.stem[:20], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
    return found


def _thin(folder: Path, newest: datetime) -> None:
    copies = kept(folder)
    unwanted = to_drop(copies.values(), max(newest, *copies.values()))
    for path, saved_at in copies.items():
        if saved_at in unwanted:
            path.unlink(missing_ok=True)
    clear_unfinished(folder)


def _holds(path: Path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data
