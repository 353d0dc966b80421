"""What `sheetsync cron` prints is what each scheduler understands, whatever the paths."""

from __future__ import annotations

import plistlib
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from click.testing import CliRunner

from jobs.commands.cron import cron
from jobs.schedule.cron_lines import (
    Machine,
    crontab,
    in_order,
    plist,
    service,
    task_scheduler,
    timer,
)

AWKWARD = Path('/home/a b/it\'s 100% $HOME/über "x"/config.yaml')
PLAIN = Machine(("/opt/venv/bin/sheetsync",), Path("/srv/shop/config.yaml"))
HARD = Machine(("/opt/my venv/bin/python", "-m", "jobs.cli"), AWKWARD, "/var/state %s")


def test_the_crontab_line_is_plain_where_the_paths_are() -> None:
    assert crontab(PLAIN) == (
        "*/5 * * * * /opt/venv/bin/sheetsync watch --once --quiet --config /srv/shop/config.yaml"
        " >> /srv/shop/config.log 2>&1"
    )


def test_a_shell_reads_the_crontab_line_as_it_is_meant() -> None:
    minutes, command = crontab(HARD).split(" * * * * ")
    assert minutes == "*/5"
    assert "%" not in command.replace(r"\%", ""), "cron ends a line at a percent sign"
    words = shlex.split(command.replace(r"\%", "%"))
    assert words[0] == "SHEETSYNC_STATE_DIR=/var/state %s"
    assert tuple(words[1:-3]) == HARD.words
    assert words[-3:] == [">>", str(AWKWARD.with_suffix(".log")), "2>&1"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    hard = Machine((sys.executable, "-m", "jobs.cli"), AWKWARD, "/var/state %s")
    (tmp_path / "x.service").write_text(service(hard), encoding="utf-8")
    (tmp_path / "x.timer").write_text(timer(hard), encoding="utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "x.timer")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert "x.service" not in said.stderr, said.stderr
    assert "x.timer" not in said.stderr, said.stderr


def test_systemd_is_left_nothing_to_expand() -> None:
    line = next(line for line in service(HARD).splitlines() if line.startswith("ExecStart="))
    assert r'"/home/a b/it' in line
    assert r'100%% $$HOME/über \"x\"/config.yaml"' in line


def test_launchd_reads_the_list_as_it_is_meant() -> None:
    read = plistlib.loads(plist(HARD).encode())
    assert tuple(read["ProgramArguments"]) == HARD.words
    assert read["StartInterval"] == 300
    assert read["EnvironmentVariables"] == {"SHEETSYNC_STATE_DIR": "/var/state %s"}
    assert "EnvironmentVariables" not in plistlib.loads(plist(PLAIN).encode())


def test_windows_reads_the_command_within_the_command() -> None:
    program = r"C:\Program Files\venv\Scripts\sheetsync.exe"
    windows = Machine((program,), PureWindowsPath(r"C:\a b\config.yaml"))
    assert task_scheduler(windows) == (
        f"schtasks /Create /F /TN {windows.name} /SC MINUTE /MO 5 /TR "
        r'"\"C:\Program Files\venv\Scripts\sheetsync.exe\" watch --once --quiet --config '
        r'\"C:\a b\config.yaml\""'
    )


def test_the_job_is_called_after_the_folder() -> None:
    assert re.fullmatch(r"sheetsync-shop-[0-9a-f]{4}", PLAIN.name)
    assert re.match(r"sheetsync-our-shop-\w+$", named("/a/Our Shop!/config.yaml"))
    assert re.match(r"sheetsync-shop-delhi-\w+$", named("/a/shop/delhi.yaml"))


def test_two_folders_of_one_name_make_two_jobs() -> None:
    """The second would silently take the place of the first."""
    names = {named(f"/srv/{place}/config.yaml") for place in ("pune/leads", "delhi/leads", "दिल्ली")}
    assert len(names) == 3


def named(config: str) -> str:
    return Machine((), Path(config)).name


def test_each_system_is_shown_its_own_scheduler_first() -> None:
    assert in_order("linux")[:2] == ["crontab", "systemd"]
    assert in_order("darwin")[0] == "launchd"
    assert in_order("win32")[0] == "windows"
    assert all(len(in_order(system)) == 4 for system in ("linux", "darwin", "win32"))


def test_the_command_names_this_program_and_what_a_scheduler_would_lack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("workbook: leads.xlsx\nheartbeat: env:HC_URL  # not env:THIS\n")
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(cron, [])
    assert said.exit_code == 0, said.output
    for words in ("crontab -e", "systemctl --user", "launchctl bootstrap", "schtasks /Create"):
        assert words in said.output
    assert f"--config {config}" in said.output
    assert "takes HC_URL from the environment" in said.output
    only = CliRunner().invoke(cron, ["--only", "crontab"])
    assert only.output.startswith("*/5 * * * * ")
    assert only.output.count("\n") == 1
