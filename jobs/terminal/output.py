"""The standard streams, their failures told apart from those of any other file."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast


class ReaderGone(Exception):
    """Whoever read our output stopped reading."""


class CannotPrint(Exception):
    """Our output could not be written; the text says why."""


@contextmanager
def noticed_output() -> Iterator[None]:
    """Tell failures of standard output apart meanwhile; what standard error refuses is dropped."""
    before = sys.stdout, sys.stderr
    sys.stdout = cast(TextIO, Output(sys.stdout))
    sys.stderr = cast(TextIO, Output(sys.stderr, may_fail=True))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


class Output:
    """A standard stream whose failures are told apart from those of any other file.

    A failure is raised again at each later call: click and rich swallow some on their way. Where
    the stream ``may_fail``, what cannot be written is dropped.
    """

    def __init__(self, stream: TextIO | None, *, may_fail: bool = False) -> None:
        self._may_fail = may_fail
        self._failure: Exception | None = None
        self._stream = stream or _nowhere()
        if hasattr(self._stream, "reconfigure"):
            self._stream.reconfigure(encoding="utf-8", errors="replace")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or raise `ReaderGone` or `CannotPrint`."""
        with self._noticing():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Likewise."""
        with self._noticing():
            self._stream.flush()

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            _drop_what_is_left(self._stream)
            self._failure = _named(error)
        if self._failure is not None and not self._may_fail:
            raise self._failure


def _nowhere() -> TextIO:
    """What stands for a stream that was closed when the program began."""
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _named(error: OSError) -> Exception:
    if error.errno in (errno.EPIPE, errno.EINVAL):  # EINVAL is what Windows says of it
        return ReaderGone()
    return CannotPrint(error.strerror or str(error))


def _drop_what_is_left(stream: TextIO) -> None:
    """Let the interpreter flush its buffer into nothing when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
