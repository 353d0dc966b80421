"""A workbook as LibreOffice writes it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def through_libreoffice(data: bytes, folder: Path) -> bytes:
    """The workbook after LibreOffice opened and saved it; the test is skipped without it."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "in").mkdir()
    (folder / "in" / "leads.xlsx").write_bytes(data)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = ["soffice", "--headless", home, "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    place = ["--outdir", str(folder / "out"), str(folder / "in" / "leads.xlsx")]
    subprocess.run([*command, *place], check=True, capture_output=True, timeout=120)
    return (folder / "out" / "leads.xlsx").read_bytes()
