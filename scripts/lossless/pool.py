"""Each workbook in a process of its own, with a limit to its time and memory."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

from scripts.lossless.proof import Result, prove, usual_settings


@dataclass(frozen=True)
class Limits:
    """``seconds`` and ``megabytes`` one workbook may take."""

    seconds: float = 600.0
    megabytes: int = 8192


@dataclass(frozen=True)
class _Running:
    name: str
    process: Any
    answer: Connection
    deadline: float


def prove_all(
    files: Sequence[tuple[Path, str]], jobs: int, limits: Limits, keep: Path | None
) -> Iterator[Result]:
    """Results as they come, not in order. ``files`` are paths and the names to report."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    _warm_up()
    waiting, running = list(reversed(files)), list[_Running]()
    while waiting or running:
        while waiting and len(running) < jobs:
            running.append(_start(context, *waiting.pop(), limits, keep))
        wait([each.answer for each in running], timeout=0.5)
        for each in [one for one in running if _is_over(one)]:
            running.remove(each)
            yield _result(each, limits)


def _warm_up() -> None:
    """Load what the store loads late, once, so that no forked process has to."""
    for module in ("report_tabs.tab_drawing", "styles.styles", "reading.value_reader"):
        import_module(f"sheetsync.stores.excel.{module}")
    usual_settings()


def _start(
    context: BaseContext, path: Path, name: str, limits: Limits, keep: Path | None
) -> _Running:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, path, name, limits, keep))  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Running(name, process, ours, time.monotonic() + limits.seconds)


def _work(answer: Connection, path: Path, name: str, limits: Limits, keep: Path | None) -> None:
    _limit_memory(limits.megabytes)
    os.dup2(2, 1)  # some readers print to standard output, which is the report's
    try:
        result = prove(path, name, keep)
    except BaseException as reason:  # noqa: BLE001 - whatever it is, it is told
        result = Result(name, "crashed", "the check", f"{type(reason).__name__}: {reason}"[:300])
    answer.send(result)
    answer.close()


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def _is_over(one: _Running) -> bool:
    return one.answer.poll() or not one.process.is_alive() or time.monotonic() > one.deadline


def _result(one: _Running, limits: Limits) -> Result:
    try:
        if one.answer.poll():
            result: Result = one.answer.recv()
            return result
    except EOFError:
        pass
    finally:
        late = one.process.is_alive() and time.monotonic() > one.deadline
        if late:
            one.process.kill()
        one.process.join()
    if late:
        return Result(one.name, "crashed", "time", f"not done after {limits.seconds:g} s")
    return Result(one.name, "crashed", "process", f"ended with code {one.process.exitcode}")
