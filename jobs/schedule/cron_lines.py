"""What makes a machine look at the schedule every five minutes, in its scheduler's own words.

Each scheduler gets words quoted its own way, the very program that runs now, and absolute paths: a
scheduler starts in a folder of its own, with a search path of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from xml.sax.saxutils import escape

MINUTES = 5
LONGEST_TASK = 261
STATE_VARIABLE = "SHEETSYNC_STATE_DIR"
VARIABLE = "env:"


@dataclass(frozen=True)
class Machine:
    """What is put into the lines: the words that start this program, the config, and a folder for
    our own files where the environment names one."""

    program: tuple[str, ...]
    config: PurePath
    state: str = ""
    system: str = sys.platform

    @property
    def words(self) -> tuple[str, ...]:
        """The command that is to be started."""
        return (*self.program, "watch", "--once", "--quiet", "--config", str(self.config))

    @property
    def log(self) -> PurePath:
        """Where what goes wrong is written, beside the config."""
        return self.config.with_suffix(".log")

    @property
    def name(self) -> str:
        """What the job is called: the folder's name, with what every scheduler takes in a name, and
        a mark of its own, as another shop's folder may have the same name."""
        mark = hashlib.sha256(str(self.config).encode()).hexdigest()[:4]
        plain = re.sub(r"[^A-Za-z0-9]+", "-", self.config.parent.name).strip("-").lower()
        stem = "" if self.config.stem == "config" else f"-{self.config.stem}"
        return f"sheetsync-{plain or 'leads'}{re.sub('[^A-Za-z0-9-]+', '-', stem)}-{mark}"


def this_machine(config: Path) -> Machine:
    """The program as it was started, by paths that hold anywhere."""
    state = os.environ.get(STATE_VARIABLE, "")
    kept = str(Path(state).expanduser().absolute()) if state else ""
    return Machine(_program(sys.argv[0]), config.absolute(), kept)


def _program(typed: str) -> tuple[str, ...]:
    if Path(typed).stem == "sheetsync":
        found = shutil.which(typed)
        if found:
            return (str(Path(found).absolute()),)
    return (sys.executable, "-m", "jobs.cli")


def crontab(machine: Machine) -> str:
    """One line. A percent sign would end it."""
    words = [f"{STATE_VARIABLE}={shlex.quote(machine.state)}"] if machine.state else []
    command = " ".join([*words, shlex.join(machine.words), ">>", shlex.quote(str(machine.log))])
    return f"*/{MINUTES} * * * * {command} 2>&1".replace("%", r"\%")


def systemd(machine: Machine) -> str:
    """A service and the timer that starts it, as commands that put both in their place."""
    folder = "~/.config/systemd/user"
    return "\n".join(
        [
            f"mkdir -p {folder}",
            f"cat > {folder}/{machine.name}.service <<'END'\n{service(machine)}END",
            f"cat > {folder}/{machine.name}.timer <<'END'\n{timer(machine)}END",
            f"systemctl --user daemon-reload && systemctl --user enable --now {machine.name}.timer",
            "loginctl enable-linger    # goes on while nobody is logged in",
        ]
    )


def service(machine: Machine) -> str:
    """Ends after the run in hand: only the program itself is asked to, and has time to."""
    state = f"Environment={_unit_word(f'{STATE_VARIABLE}={machine.state}')}\n"
    return (
        "[Unit]\n"
        f"Description=sheetsync: the runs of {_unit_text(str(machine.config))} that are due\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"ExecStart={' '.join(map(_unit_word, machine.words))}\n"
        f"{state if machine.state else ''}"
        "KillMode=mixed\n"
        "TimeoutStopSec=300\n"
    )


def timer(machine: Machine) -> str:
    """Every five minutes by the clock."""
    return (
        "[Unit]\n"
        f"Description=sheetsync: look every {MINUTES} minutes what is due\n"
        "[Timer]\n"
        f"OnCalendar=*:0/{MINUTES}\n"
        "Persistent=true\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def launchd(machine: Machine) -> str:
    """A property list, and the commands that put it in its place."""
    label = f"local.{machine.name}"
    folder = "~/Library/LaunchAgents"
    place = f"{folder}/{label}.plist"
    return "\n".join(
        [
            f"mkdir -p {folder}",
            f"cat > {place} <<'END'\n{plist(machine)}END",
            f"launchctl bootstrap gui/$(id -u) {place}",
        ]
    )


def plist(machine: Machine) -> str:
    """For launchd, which makes up for a look that was slept through."""
    words = "".join(f"    <string>{escape(word)}</string>\n" for word in machine.words)
    state = (
        "  <key>EnvironmentVariables</key>\n"
        f"  <dict><key>{STATE_VARIABLE}</key><string>{escape(machine.state)}</string></dict>\n"
    )
    log = escape(str(machine.log))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
        '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n'
        '<plist version="1.0">\n<dict>\n'
        f"  <key>Label</key><string>local.{machine.name}</string>\n"
        f"  <key>ProgramArguments</key>\n  <array>\n{words}  </array>\n"
        f"{state if machine.state else ''}"
        f"  <key>StartInterval</key><integer>{MINUTES * 60}</integer>\n"
        "  <key>RunAtLoad</key><true/>\n"
        f"  <key>StandardOutPath</key><string>{log}</string>\n"
        f"  <key>StandardErrorPath</key><string>{log}</string>\n"
        "</dict>\n</plist>\n"
    )


def task_scheduler(machine: Machine) -> str:
    """One command. It holds another one, whose own quotes are escaped as Windows reads them."""
    task = [
        "schtasks", "/Create", "/F", "/TN", machine.name, "/SC", "MINUTE", "/MO", str(MINUTES),
        "/TR", subprocess.list2cmdline(machine.words),
    ]  # fmt: skip
    return subprocess.list2cmdline(task)


LINES: Mapping[str, Callable[[Machine], str]] = {
    "crontab": crontab, "systemd": systemd, "launchd": launchd, "windows": task_scheduler,
}  # fmt: skip

HOW: Mapping[str, str] = {
    "crontab": "cron: run `crontab -e` and add this line",
    "systemd": "systemd instead: run these lines; `systemctl --user list-timers` shows {name}",
    "launchd": "launchd (macOS): run these lines",
    "windows": "Task Scheduler (Windows): run this line at a command prompt",
}

_FIRST = {"win32": ["windows"], "darwin": ["launchd", "crontab"]}


def in_order(system: str) -> list[str]:
    """The schedulers, those of this system first."""
    return [*dict.fromkeys([*_FIRST.get(system, ["crontab", "systemd"]), *LINES])]


def notes(machine: Machine) -> Iterator[str]:
    """What keeps lines that look right from working."""
    names = _variables(machine.config)
    if names:
        yield (
            f"{machine.config.name} takes {' and '.join(names)} from the environment, which a "
            "scheduler does not know. Write file:PATH there, of a file that only you may read."
        )
    if len(subprocess.list2cmdline(machine.words)) > LONGEST_TASK:
        yield f"Task Scheduler takes {LONGEST_TASK} characters; put the config into a shorter path."


def _variables(config: PurePath) -> list[str]:
    """The environment variables a config names, outside its comments."""
    text = re.sub(r"(?m)(^|\s)#.*$", "", Path(config).read_text(encoding="utf-8-sig"))
    return list(dict.fromkeys(re.findall(rf"{VARIABLE}\s*(\w+)", text)))


def _unit_word(word: str) -> str:
    """As systemd reads a command: in quotes, with nothing left to be expanded."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _unit_text(plain).replace("$", "$$") + '"'


def _unit_text(text: str) -> str:
    return text.replace("%", "%%")
