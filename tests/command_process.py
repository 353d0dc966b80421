"""The command line in a forked process. In a module of its own, as the other process finds it by
name, and several folders of tests have a ``conftest``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jobs import cli


def be_the_command(
    words: list[str], cwd: Path, environment: dict[str, str], streams: list[Path]
) -> None:
    """What the other process does: be the console script, printing into two files."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(streams, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
    sys.argv = [cli.__file__, *words]
    try:
        cli.main()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
