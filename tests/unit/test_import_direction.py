"""Imports run downwards only: the sync layer never knows the jobs, rules never know the stores."""

import ast
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
    "sheetsync/stores": ("sheetsync.rules", "sheetsync.diff", "click", "rich"),
}
PURE = (
    "sheetsync/rules",
    "sheetsync/values",
    "sheetsync/tab_layout.py",
    "sheetsync/diff.py",
    "sheetsync/guard.py",
    "sheetsync/snapshot.py",
    "sheetsync/headers.py",
    "sheetsync/leads.py",
    "sheetsync/identity.py",
    "sheetsync/business_hours.py",
)
JOB_FILES = ("validate_rows", "flag_overdue", "highlight_sla", "weekly_summary")
CLOCKS = {"now", "today", "utcnow", "time", "time_ns"}


def _files(place: str) -> list[Path]:
    path = ROOT / place
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


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
    from sheetsync.config_model import JOB_NAMES

    assert tuple(job.name for job in JOBS) == JOB_FILES == JOB_NAMES
    assert all((ROOT / "jobs" / f"{job.name}.py").is_file() for job in JOBS)
