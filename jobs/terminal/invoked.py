"""The command as it was invoked, for lines people copy: installed into a folder of its own, it may
stand on no search path."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def command_line(*words: str) -> str:
    """``sheetsync plan nightly``, ready to be pasted where this process was started."""
    return quoted((_program(sys.argv[0]), *words))


def quoted(words: Sequence[str]) -> str:
    """Words as the system's shell takes them."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def _program(typed: str) -> str:
    if Path(typed).stem != "sheetsync":  # python -m jobs.cli, or a test
        return "sheetsync"
    found = shutil.which("sheetsync")
    return "sheetsync" if found and _is_same(found, typed) else typed


def _is_same(found: str, typed: str) -> bool:
    """The launchers of Windows leave out their ending."""
    try:
        return Path(found).samefile(typed)
    except OSError:
        return Path(found).with_suffix("") == Path(typed).absolute().with_suffix("")
