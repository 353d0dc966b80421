"""Imports run downwards only: the sync layer never knows the jobs, rules never know the stores."""

import ast
import os
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# What each place may never import, by the beginning of the module's name.
FORBIDDEN = {
    "sheetsync": ("jobs",),
    "sheetsync/rules": (
        "sheetsync.stores",
        "sheetsync.diff",
        "click",
        "rich",
        "openpyxl",
        "gspread",
    ),
    "sheetsync/values": ("sheetsync.stores", "sheetsync.rules", "sheetsync.diff", "openpyxl"),
    "sheetsync/stores": (
        "sheetsync.rules",
        "sheetsync.diff",
        "sheetsync.journal",
        "click",
        "rich",
    ),
    "sheetsync/journal": ("sheetsync.diff", "click", "rich"),
}
# The groups of ARCHITECTURE.md, lowest first: a module imports its own group and those before it.
RANKS: dict[str, tuple[str, ...]] = {
    "words and tables": (
        "cells", "errors", "findings", "second_process", "schema", "checks", "tabs", "tabs.report",
        "tabs.looks",
        "tabs.number_formats", "headers.words", "headers.aliases", "headers.aliases_by_language",
        "headers.close_spelling", "values", "values.months", "values.phone_rules",
        "config.choice_words", "config.stage_*",
    ),
    "config": ("config", "config.*", "business_hours", "wall_clock"),
    "what was read": ("headers", "headers.*", "lead_tab", "lead_rows", "snapshot", "identity",
                      "known_cells", "memory", "other_rows", "own_ids", "row_cells", "separators"),
    "values": ("moments", "values.*", "leads", "leads.*"),
    "report tabs": ("tabs.*",),
    "plan": (
        "plan", "plan_view", "outcome", "highlights", "guard", "lead_numbers", "tabs.row_links",
        "locked_tabs", "room_beside", "protected_ids", "undo", "restore",
    ),
    "rules": ("rules", "rules.*"),
    "diff": ("diff",),
    "stores": ("stores", "stores.*"),
    "journal": ("journal", "journal.*"),
    "messages": ("messages", "messages.*"),
    "outbox": ("delivery", "delivery.*", "outbox", "outbox.*"),
    "forgetting": ("forgetting", "forgetting.*"),
    "jobs": (
        "jobs.lists", "jobs.weekly", "jobs.weekly.*", "jobs.validate_rows", "jobs.flag_overdue",
        "jobs.highlight_sla", "jobs.weekly_summary", "jobs.registry",
    ),
    "edges": (
        "jobs.runner", "jobs.remembering", "jobs.arrivals", "jobs.whole_run", "jobs.opening",
        "jobs.explain", "jobs.start", "jobs.delivery", "jobs.delivery.*", "jobs.demo",
        "jobs.demo.*", "jobs.doctor", "jobs.doctor.*", "jobs.schedule", "jobs.schedule.*",
        "jobs.terminal", "jobs.terminal.*",
    ),
    "commands": ("jobs.commands", "jobs.commands.*", "jobs.cli"),
}  # fmt: skip
PURE = (
    "sheetsync/rules",
    "sheetsync/values",
    "sheetsync/tabs",
    "sheetsync/diff.py",
    "sheetsync/guard.py",
    "sheetsync/memory.py",
    "sheetsync/lead_tab.py",
    "sheetsync/snapshot.py",
    "sheetsync/headers",
    "sheetsync/leads",
    "sheetsync/identity.py",
    "sheetsync/own_ids.py",
    "sheetsync/business_hours.py",
    "sheetsync/highlights.py",
    "jobs/lists.py",
    "jobs/weekly",
)
JOB_FILES = ("validate_rows", "flag_overdue", "highlight_sla", "weekly_summary")
CLOCKS = {"now", "today", "utcnow", "time", "time_ns"}


def _files(place: str) -> list[Path]:
    path = ROOT / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def _module(path: Path) -> str:
    """The dotted name, without ``sheetsync.``: that of a package for its ``__init__``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__").removeprefix("sheetsync.")


def _rank(module: str) -> int | None:
    """The group whose pattern fits best: an exact name before one with a star."""
    fits = [
        ("*" not in pattern, rank)
        for rank, patterns in enumerate(RANKS.values())
        for pattern in patterns
        if fnmatchcase(module, pattern)
    ]
    return max(fits)[1] if fits else None


def _placed() -> dict[str, Path]:
    """Every module of ours by its name, but for the two packages themselves."""
    paths = [path for place in ("sheetsync", "jobs") for path in _files(place)]
    found = {_module(path): path for path in paths}
    return {name: path for name, path in found.items() if name not in ("sheetsync", "jobs")}


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("place", FORBIDDEN)
def test_nothing_imports_upwards(place: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _files(place)
        for name in _imports(path)
        if name.startswith(FORBIDDEN[place])
    }
    assert not wrong


def test_every_module_has_a_place_in_the_order() -> None:
    assert [name for name in _placed() if _rank(name) is None] == []


def test_imports_run_downwards_through_the_groups() -> None:
    placed = _placed()
    wrong = set()
    for name, path in placed.items():
        for imported in _imports(path):
            other = imported.removeprefix("sheetsync.")
            if other in placed and (_rank(other) or 0) > (_rank(name) or 0):
                wrong.add(f"{name} imports {other}")
    assert not wrong


@pytest.mark.parametrize("place", [*PURE, *(f"jobs/{name}.py" for name in JOB_FILES)])
def test_rules_and_jobs_read_no_clock_and_no_file(place: str) -> None:
    wrong = set()
    for path in _files(place):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            owner = getattr(getattr(node.func, "value", None), "id", "")
            if (owner in {"datetime", "date", "time"} and name in CLOCKS) or name == "open":
                wrong.add(f"{path.relative_to(ROOT)}:{node.lineno} calls {owner}.{name}")
    assert not wrong


def test_every_job_has_one_name_everywhere() -> None:
    from jobs.registry import JOBS
    from sheetsync.config.model import JOB_NAMES

    assert tuple(job.name for job in JOBS) == JOB_FILES == JOB_NAMES
    assert all((ROOT / "jobs" / f"{job.name}.py").is_file() for job in JOBS)


def test_starting_loads_nothing_that_only_writing_needs() -> None:
    code = (
        "import sys; import jobs.cli, jobs.registry, jobs.runner, jobs.terminal.screen\n"
        "import sheetsync.stores.open\n"
        "heavy = {'xlsxwriter', 'openpyxl', 'holidays', 'gspread', 'requests', 'google.auth'}\n"
        "print(heavy & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "set()"


def test_a_run_without_messages_loads_nothing_that_only_messages_need(tmp_path: Path) -> None:
    code = (
        "import sys; from jobs.cli import cli\n"
        "cli(['init', '.'], standalone_mode=False)\n"
        "cli(['run', 'nightly', '--quiet'], standalone_mode=False)\n"
        "heavy = {'jinja2', 'apprise', 'matplotlib', 'smtplib', 'schedule', 'http.client'}\n"
        "print('sheetsync.journal' in sys.modules, heavy & set(sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SHEETSYNC_STATE_DIR": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.splitlines()[-1] == "True set()"
