"""One demo, made once by a real process, for every test that only looks at it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_process import be_the_command
from tests.other_process import CAN_FORK, CONTEXT

NOW = "2026-11-21T20:00"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def sheetsync(
    *words: str, cwd: Path, state: Path, expect: int | None = 0, fresh: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run the command line as its user would: a process of its own, in a folder of its own.

    Where the system can fork, it is forked from one that has imported everything, unless it is to
    be ``fresh``: starting Python anew takes longer than most commands do.
    """
    environment = {"SHEETSYNC_STATE_DIR": str(state), "PYTHONUTF8": "1", "COLUMNS": "100"}
    start = _started if fresh or not CAN_FORK else _forked
    said = start(list(words), cwd, {**os.environ, **environment})
    assert "Traceback" not in said.stderr, said.stderr
    assert expect is None or said.returncode == expect, said.stdout + said.stderr
    return said


def _started(
    words: list[str], cwd: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jobs.cli", *words],
        cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def _forked(
    words: list[str], cwd: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder) / name for name in ("out", "err")]
        process = CONTEXT.Process(target=be_the_command, args=(words, cwd, environment, streams))
        process.start()
        process.join()
        out, err = (stream.read_text(encoding="utf-8") for stream in streams)
    return subprocess.CompletedProcess(words, process.exitcode, out, err)


@pytest.fixture(scope="session")
def finished_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `demo` ran at a known moment. Read only: copy it to change it."""
    folder = tmp_path_factory.mktemp("demo")
    said = sheetsync("demo", "demo", "--now", NOW, cwd=folder, state=folder / "state", fresh=True)
    (folder / "demo" / "said.txt").write_text(said.stdout, encoding="utf-8")
    return folder / "demo"


@pytest.fixture
def demo(finished_demo: Path, tmp_path: Path) -> Path:
    """A copy of the finished demo to spoil."""
    return Path(shutil.copytree(finished_demo, tmp_path / "demo"))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command line, run as a process in ``cwd`` (the test's own folder unless given)."""

    def run_it(
        *words: str, cwd: Path | None = None, expect: int | None = 0
    ) -> subprocess.CompletedProcess[str]:
        return sheetsync(*words, cwd=cwd or tmp_path, state=tmp_path / "state", expect=expect)

    return run_it
