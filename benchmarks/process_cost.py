"""What one process costs: time by the clock, time of the processor, and memory at its highest."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """``seconds`` by the clock, ``processor`` seconds, ``megabytes`` at most resident.

    The last two are 0 where the system does not tell (Windows).
    """

    seconds: float
    processor: float = 0.0
    megabytes: float = 0.0


def cost_of(command: Sequence[str], environment: Mapping[str, str], cwd: Path) -> Cost:
    """Run a command to its end. Raises SystemExit with what it said when it fails.

    On Linux a child's highest memory is never less than its parent's was when it was started:
    whoever calls this should hold little.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=dict(environment), stdout=said, stderr=subprocess.STDOUT
        )
        code, processor, megabytes = _waited(process)
        seconds = time.perf_counter() - began
        if code:
            said.seek(0)
            words = said.read().decode("utf-8", "replace")[-2000:]
            raise SystemExit(f"{' '.join(command)} ended with {code}:\n{words}")
    return Cost(seconds, processor, megabytes)


def _waited(process: subprocess.Popen[bytes]) -> tuple[int, float, float]:
    """Exit code, processor seconds and megabytes; the last two 0 where only Windows could tell."""
    if sys.platform == "win32":
        return process.wait(), 0.0, 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return (process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)
