"""Which service keeps a folder in step elsewhere, by the names it gives folders and files."""

from __future__ import annotations

import re
from pathlib import Path

from sheetsync.stores.excel.safety.places import real

_FOLDERS = (
    (re.compile(r"onedrive|sharepoint", re.IGNORECASE), "OneDrive"),
    (re.compile(r"dropbox", re.IGNORECASE), "Dropbox"),
    (re.compile(r"google ?drive|^my drive$|drivefs", re.IGNORECASE), "Google Drive"),
    (re.compile(r"icloud|^mobile documents$|com~apple~clouddocs", re.IGNORECASE), "iCloud"),
    (re.compile(r"nextcloud|owncloud", re.IGNORECASE), "Nextcloud"),
)
_MARKERS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".tmp.drivedownload": "Google Drive",
    ".sync_": "Nextcloud", ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".stfolder": "Syncthing",
}  # fmt: skip


def synced_by(workbook: Path) -> str:
    """The service that keeps the workbook's folder in step elsewhere; "" for none known."""
    folder = real(workbook).parent
    for pattern, service in _FOLDERS:
        if any(pattern.search(part) for part in folder.parts):
            return service
    above = (folder, *folder.parents)
    return next((who for up in above for mark, who in _MARKERS.items() if (up / mark).exists()), "")
