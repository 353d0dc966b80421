"""The key ``google:`` of config.yaml: which spreadsheet, and the key file that opens it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ADDRESS = "https://docs.google.com/spreadsheets/d/"
EXAMPLE = "write the spreadsheet's address as your browser shows it"

_ID = re.compile(r"[A-Za-z0-9_-]{20,}")
_IN_ADDRESS = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]{20,})(?![A-Za-z0-9_-])")
_OLD_ADDRESS = re.compile(r"google\.com/.*[?&](?:key|id)=([A-Za-z0-9_-]{20,})")
_ELSEWHERE = (
    ("/spreadsheets/d/e/", "is the address of a published page", "open the spreadsheet itself"),
    ("/document/", "is the address of a document, not of a spreadsheet", EXAMPLE),
    ("/presentation/", "is the address of slides, not of a spreadsheet", EXAMPLE),
    ("/forms/", "is the address of a form", "open its answers as a spreadsheet"),
    ("/folders/", "is the address of a folder", "open the spreadsheet in it"),
    ("/file/d/", "is the address of a file in Drive", "open it with Google Sheets"),
)


@dataclass(frozen=True)
class GoogleSheet:
    """A Google spreadsheet by its ``id``, and the file that lets us in; without one, what the
    environment says."""

    id: str
    credentials: Path | None = None

    @property
    def url(self) -> str:
        """Where people open it."""
        return f"{ADDRESS}{self.id}/edit"


def spreadsheet_id(text: str) -> str:
    """The id in an address, or the id itself. Raises ``ValueError(what, hint)``."""
    for part, what, hint in _ELSEWHERE:
        if part in text:
            raise ValueError(what, hint)
    found = _IN_ADDRESS.search(text) or _OLD_ADDRESS.search(text)
    if found:
        return found[1]
    if _ID.fullmatch(text):
        return text
    raise ValueError("is neither the address nor the id of a Google spreadsheet", EXAMPLE)


def wrong_key_file(path: Path) -> Iterator[tuple[str, str]]:
    """What is wrong with a key file, as far as it shows without asking Google."""
    make = "save the key that Google gave you there"
    try:
        said: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        yield f"there is no file {path}", f"{make}, or name the file you have"
    except (IsADirectoryError, PermissionError):
        folder = path.is_dir()  # PermissionError is what Windows says of a folder
        yield f"{path} {'is a folder' if folder else 'may not be read'}", "name a file you may read"
    except OSError as error:
        yield f"{path} cannot be read ({error.strerror})", "name a file you may read"
    except ValueError:
        yield f"{path} is no key file: it is not JSON", make
    else:
        if not isinstance(said, dict):
            yield f"{path} is no key file: it holds no keys", make
