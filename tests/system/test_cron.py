"""The line `sheetsync cron` prints, in the hands of a real cron: it makes the run that is due."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest

from tests.system.conftest import Run
from tests.system.test_interrupted_runs import folder

__all__ = ["folder"]

TOOLS = ("cron", "crontab")
PATIENCE = 150
"""Seconds: cron begins at the full minute after it has read the table, and the machine may be
busy."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or os.getuid() != 0 or not all(map(shutil.which, TOOLS)),
        reason="needs cron, and root to start it",
    ),
]


@contextmanager
def crontab_of(line: str) -> Iterator[None]:
    """This user's table for the while; what stood in it comes back."""
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    subprocess.run(["crontab", "-"], input=f"{line}\n", text=True, check=True)
    try:
        yield
    finally:
        if before.returncode == 0:
            subprocess.run(["crontab", "-"], input=before.stdout, text=True, check=True)
        else:
            subprocess.run(["crontab", "-r"], check=True)


@contextmanager
def cron_at_work() -> Iterator[None]:
    """A cron of our own; where one runs already, ours ends at once and that one does it."""
    daemon = subprocess.Popen(["cron", "-f"], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        daemon.terminate()
        daemon.wait(timeout=10)


def test_cron_makes_a_run_that_is_due_and_leaves_one_that_is_not(run: Run, folder: Path) -> None:
    shop = folder.rename(folder.parent / "our 100% shop")
    with (shop / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(
            "runs: {now: [flag_overdue], never: [validate_rows]}\n"
            "schedule: {response: off, now: 'every 1 min, day and night', never: '00:00'}\n"
        )
    line = run("cron", "--only", "crontab", cwd=shop).stdout.strip()
    assert line.startswith("*/5 * * * * ")
    assert r"100\%" in line
    # At noon only one of the two is due, whatever the time is now.
    line = line.replace("*/5", "*", 1).replace(" watch ", " watch --now 2026-11-20T12:00 ")
    with crontab_of(line), cron_at_work():
        until = time.monotonic() + PATIENCE
        while "Overdue" not in _titles(shop) and time.monotonic() < until:
            time.sleep(1)
    assert "Overdue" in _titles(shop), _log(shop)
    assert "Issues" not in _titles(shop)
    assert _log(shop) == ""


def _titles(shop: Path) -> list[str]:
    return openpyxl.load_workbook(shop / "leads.xlsx", read_only=True).sheetnames


def _log(shop: Path) -> str:
    log = shop / "config.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""
