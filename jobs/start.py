"""Starting out: a config file and an empty lead workbook. Never overwrites anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sheetsync.errors import AlreadyThere, PermissionRefused

CONFIG_NAME = "config.yaml"
WORKBOOK_NAME = "leads.xlsx"


def init(directory: Path, preset: str, today: date) -> list[Path]:
    """Write both files into a folder, making it where needed; return their paths.

    Raises `AlreadyThere` naming each file that exists, before anything is written.
    """
    from sheetsync.config import load
    from sheetsync.starter import starter_config
    from sheetsync.stores.excel.template import write_template

    config, workbook = directory / CONFIG_NAME, directory / WORKBOOK_NAME
    refuse_existing(config, workbook)
    text = starter_config(preset, today, WORKBOOK_NAME)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        config.write_text(text, encoding="utf-8")
        write_template(workbook, load(config))
    except PermissionError as error:
        raise PermissionRefused(
            "this folder may not be written to",
            where=str(directory),
            hint="Choose another folder: sheetsync init FOLDER",
        ) from error
    return [config, workbook]


def template(out: Path, preset: str) -> Path:
    """Write the empty lead workbook of a preset."""
    from sheetsync.stores.excel.template import preset_settings, write_template

    refuse_existing(out)
    write_template(out, preset_settings(preset))
    return out


def refuse_existing(*paths: Path) -> None:
    """Raise `AlreadyThere` when any of these exists."""
    there = [str(path) for path in paths if path.exists()]
    if there:
        raise AlreadyThere(
            f"{' and '.join(there)} already there; nothing was written",
            hint="Choose another folder or name, or move what is there away first.",
        )
