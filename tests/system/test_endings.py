"""How a command ends where its output goes nowhere, somebody stops it, or something is refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.conftest import NOW, Run
from tests.system.test_interrupted_runs import ROOT, STOPPING, as_from_a_terminal, folder

__all__ = ["folder"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shells and signals of POSIX")

READER_GONE = 141
NOBODY = 65534


def shell(line: str, cwd: Path, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell; ``$sheetsync`` is the command."""
    environment = {
        **os.environ,
        "sheetsync": f"{sys.executable} -m jobs.cli",
        "PYTHONPATH": str(ROOT),
        "SHEETSYNC_STATE_DIR": str(cwd.parent / "state"),
    }
    words = ["bash", "-c", line]
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        words, cwd=cwd, env=environment, capture_output=True, text=True, check=False, **more
    )


# Where the output goes


@pytest.mark.parametrize("command", ["check --verbose", "check --json"])
def test_a_reader_that_stops_reading_ends_the_command_quietly(demo: Path, command: str) -> None:
    said = shell(f"$sheetsync {command} --now {NOW} | true; exit ${{PIPESTATUS[0]}}", demo)
    assert said.returncode == READER_GONE
    assert said.stderr == ""


@pytest.mark.parametrize("command", ["check", "check --json", "plan nightly", "--help"])
def test_a_full_disk_behind_the_output_is_said_on_the_other_stream(
    demo: Path, command: str
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    said = shell(f"$sheetsync {command} > /dev/full", demo)
    assert said.returncode == 15
    assert "The output cannot be written: No space left on device" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_run_is_done_before_it_prints(demo: Path) -> None:
    before = (demo / "leads.xlsx").read_bytes()
    later = "2026-12-15T20:00"
    said = shell(f"$sheetsync run nightly --now {later} >&-", demo)
    assert (said.returncode, said.stderr) == (0, "")
    assert (demo / "leads.xlsx").read_bytes() != before


def test_an_exit_code_does_not_depend_on_where_messages_go(demo: Path) -> None:
    assert shell("$sheetsync check --config nix.yaml 2> /dev/null", demo).returncode == 3
    assert shell("$sheetsync check --config nix.yaml 2>&-", demo).returncode == 3
    assert shell(f"$sheetsync check --now {NOW} >&-", demo).returncode == 1


# Stopped by somebody


def stopped(folder: Path, place: str, how: signal.Signals) -> tuple[int, str]:
    """Stop a nightly run at that place; its exit code and what it said."""
    run = subprocess.Popen(
        [sys.executable, "-c", STOPPING, place, "run", "nightly", "--now", NOW],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "SHEETSYNC_STATE_DIR": str(folder.parent / "state"),
             "PYTHONPATH": str(ROOT)},
        preexec_fn=as_from_a_terminal,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == "there\n"
    run.send_signal(how)
    said = run.communicate(timeout=20)[1]
    return run.returncode, said.strip()


@pytest.mark.parametrize(
    ("how", "place"),
    [
        (signal.SIGINT, "planning"),
        (signal.SIGINT, "writing"),
        (signal.SIGTERM, "checking"),
        (signal.SIGHUP, "planning"),
    ],
)
def test_a_run_stopped_before_the_exchange_says_that_nothing_was_written(
    folder: Path, how: signal.Signals, place: str
) -> None:
    before = (folder / "leads.xlsx").read_bytes()
    assert stopped(folder, place, how) == (128 + how, "Stopped; nothing was written.")
    assert (folder / "leads.xlsx").read_bytes() == before


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_run_stopped_after_the_exchange_does_not_say_so(
    folder: Path, how: signal.Signals
) -> None:
    before = (folder / "leads.xlsx").read_bytes()
    code, said = stopped(folder, "exchanged", how)
    assert code == 128 + how
    assert (folder / "leads.xlsx").read_bytes() != before
    assert said == "Stopped, but leads.xlsx had been written before."


# What is refused


def test_a_config_that_may_not_be_read_is_a_matter_of_permission(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    config = folder / "config.yaml"
    config.write_text("workbook: leads.xlsx\n", encoding="utf-8")
    config.chmod(0)
    if os.geteuid() == 0:
        for path in (folder, *folder.parents[:-2]):
            path.chmod(0o755)
        said = shell("$sheetsync check", folder, user=NOBODY, group=NOBODY)
        if said.returncode == 126:
            pytest.skip("nobody but root may start this Python")
    else:
        said = shell("$sheetsync check", folder)
    assert said.returncode == 5
    assert "config.yaml: this file may not be read" in said.stderr


@pytest.mark.parametrize(("name", "better"), [("x.xls", "x.xlsx"), ("shop", "shop.xlsx")])
def test_a_template_under_a_name_excel_would_not_open_is_refused(
    run: Run, tmp_path: Path, name: str, better: str
) -> None:
    said = run("template", name, expect=2).stderr
    assert f"Excel would not open '{name}'; write {better}" in said
    assert not list(tmp_path.glob("*.xls*"))


@pytest.mark.parametrize("command", ["run nightly", "check", "plan nightly"])
def test_a_workbook_in_a_missing_folder_is_a_missing_workbook(
    run: Run, tmp_path: Path, command: str
) -> None:
    (tmp_path / "config.yaml").write_text("workbook: shop/leads.xlsx\n", encoding="utf-8")
    assert "shop/leads.xlsx: there is no such file" in run(*command.split(), expect=4).stderr


def test_a_misspelt_command_is_told_the_nearest(run: Run) -> None:
    assert "there is no command 'chek'; did you mean check?" in run("chek", expect=2).stderr


# Lines to be copied


def test_the_demo_ends_with_a_line_that_works_as_it_stands(tmp_path: Path) -> None:
    """From a program that is on no search path, into a folder with a blank in its name."""
    program = tmp_path / "an environment" / "sheetsync"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom jobs.cli import main\nmain()\n", encoding="utf-8")
    program.chmod(0o755)
    made = shell(f"'{program}' demo 'my demo' --now {NOW}", tmp_path)
    line = made.stdout.splitlines()[-1].removeprefix("Then: ")
    assert "my demo/config.yaml" in line
    said = shell(f"{line} --now {NOW}", tmp_path)
    assert (said.returncode, said.stdout) == (0, "No changes.\n")


def test_on_the_search_path_the_command_is_called_by_its_name(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "sheetsync"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom jobs.cli import main\nmain()\n", encoding="utf-8")
    program.chmod(0o755)
    said = shell(f"PATH='{program.parent}':$PATH; sheetsync init shop", tmp_path).stdout
    assert said.splitlines()[-1] == "  sheetsync doctor --config shop/config.yaml"
