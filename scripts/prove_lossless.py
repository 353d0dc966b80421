#!/usr/bin/env python3
"""Prove on a folder of workbooks that two nightly runs damage nothing in them.

    python scripts/prove_lossless.py FOLDER [--json] [--jobs 2] [--limit N] [--keep OUT]

Each workbook is copied, written twice through the store, and compared with what it was by other
means. The folder itself is never written to. Exits 1 when any file was damaged.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from scripts.lossless.pool import Limits, prove_all
from scripts.lossless.proof import Result
from scripts.lossless.report import as_json, has_damage, show

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Prove a folder and say what was found."""
    given = _parser().parse_args(arguments)
    folder: Path = given.folder
    files = workbooks(folder)[: given.limit]
    if not files:
        print(f"{folder}: there is no workbook here", file=sys.stderr)
        return 2
    limits = Limits(given.seconds, given.megabytes)
    results = _proven(files, given.jobs, limits, given.keep)
    if given.json:
        print(json.dumps(as_json(results), indent=1, ensure_ascii=False))
    else:
        show(results, Console())
    return 1 if has_damage(results) else 0


def workbooks(folder: Path) -> list[tuple[Path, str]]:
    """The workbooks below a folder (or the one file), each with its name in it."""
    if folder.is_file():
        return [(folder, folder.name)]
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    names = [(path, path.relative_to(folder).as_posix()) for path in found if path.is_file()]
    return [(path, name) for path, name in names if not path.name.startswith("~$")]


def _proven(
    files: Sequence[tuple[Path, str]], jobs: int, limits: Limits, keep: Path | None
) -> list[Result]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    errors = Console(stderr=True)
    results = []
    with Progress(*columns, TimeRemainingColumn(), console=errors,
                  disable=not errors.is_terminal) as progress:  # fmt: skip
        task = progress.add_task("Proving", total=len(files))
        for result in prove_all(files, jobs, limits, keep):
            results.append(result)
            progress.advance(task)
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a folder of workbooks, searched deeply")
    parser.add_argument("--json", action="store_true", help="print every result as JSON")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), metavar="N")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N workbooks")
    parser.add_argument("--keep", type=Path, metavar="OUT", help="leave what was written there")
    parser.add_argument("--seconds", type=float, default=600.0, help="a workbook's limit of time")
    parser.add_argument("--megabytes", type=int, default=8192, help="and of memory")
    return parser


if __name__ == "__main__":
    sys.exit(main())
