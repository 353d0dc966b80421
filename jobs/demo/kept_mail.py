"""Mail as files to look at: as programs keep it, as a browser shows it, and what hung on it."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path


def keep(mail: EmailMessage, folder: Path, name: str) -> list[Path]:
    """Write ``name.html``, ``name.txt``, ``name.eml`` and each file attached; return their paths,
    the one to look at first."""
    folder.mkdir(exist_ok=True)
    files = {
        f"{name}.html": page(mail).encode(),
        f"{name}.txt": text(mail).encode(),
        **{_plain(part): _bytes(part) for part in mail.iter_attachments()},
        f"{name}.eml": mail.as_bytes(),
    }
    for file, content in files.items():
        (folder / file).write_bytes(content)
    return [folder / file for file in files]


def text(mail: EmailMessage) -> str:
    """The plain-text part."""
    part = mail.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""


def page(mail: EmailMessage) -> str:
    """The HTML part with its pictures inside, since a browser knows no others of a mail."""
    part = mail.get_body(("html",))
    html = str(part.get_content()) if part else ""
    for picture in mail.walk():
        cid = str(picture.get("Content-ID", "")).strip("<> ")
        if cid and isinstance(picture, EmailMessage):
            code = base64.b64encode(_bytes(picture)).decode()
            html = html.replace(f"cid:{cid}", f"data:{picture.get_content_type()};base64,{code}")
    return html


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_content()
    return content if isinstance(content, bytes) else str(content).encode()


def _plain(part: EmailMessage) -> str:
    return Path(part.get_filename() or "attachment").name
