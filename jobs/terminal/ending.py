"""How a command ends: its exit code and, where it ends early, one line for a person."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import NoReturn

import click

from jobs.terminal.output import CannotPrint, ReaderGone, noticed_output
from sheetsync.errors import SheetsyncError

EXIT_CODES = """
Exit codes: 0 done · 1 check found errors · 2 wrong command line · 3 config · 4 workbook missing ·
5 no permission · 6 not a workbook · 7 encrypted · 8 old format · 9 damaged file · 10 tab missing ·
11 no header row · 12 column missing · 13 columns ambiguous · 14 somebody has it open ·
15 write failed · 16 guard · 17 changed while writing · 18 edit refused · 19 no such lead ·
20 already there · 21 no such job or run · 22 saved just now · 23 Google out of reach ·
24 Google may or may not have written · 25 Google refused the sign-in ·
26 a message did not go out · 70 a bug ·
129, 130, 143 stopped · 141 nobody read on
"""

CANNOT_PRINT = 15
BUG = 70
INTERRUPTED = 128 + 2
READER_GONE = 128 + 13
"""What a shell reports of a program whose reader went away, as ``sheetsync check | head`` may."""


Mark = Callable[[], Hashable]
"""What is another after a sheet was written."""


class Watched:
    """The sheets a command is about: what somebody who stops it wants to know of."""

    def __init__(self) -> None:
        self._before: dict[str, tuple[Mark, Hashable]] = {}

    def look_at(self, said: str, mark: Mark) -> None:
        """Remember the mark as it is now, and what to say once it is another."""
        self._before.setdefault(said, (mark, mark()))

    def changed(self) -> list[str]:
        """What is to be said of those that are no longer as they were."""
        return [said for said, (mark, before) in self._before.items() if mark() != before]


def watch(path: Path) -> None:
    """Remember a workbook this command may write, in case somebody stops it."""
    _look_at(f"{path} had been written before", lambda: _stamp(path))


def watch_sent(url: str, writes: Mark) -> None:
    """The same for a spreadsheet at Google: of a write on its way nobody knows."""
    _look_at(f"something had been sent to {url} before", writes)


def _look_at(said: str, mark: Mark) -> None:
    watched = click.get_current_context().find_object(Watched)
    if watched is not None:
        watched.look_at(said, mark)


def end_with_code(program: click.Command) -> NoReturn:
    """Run the command line to its exit code; people meet messages here, never tracebacks."""
    _unwind_when_asked_to_end()
    with noticed_output():
        try:
            code = _code_of(program, Watched())
            sys.stdout.flush()
        except ReaderGone:
            code = READER_GONE
        except CannotPrint as failed:
            click.echo(f"✗ The output cannot be written: {failed}.", err=True)
            click.echo("  Send it elsewhere. A run writes the workbook before it prints.", err=True)
            code = CANNOT_PRINT
    raise SystemExit(code)


def _code_of(program: click.Command, watched: Watched) -> int:
    """What the command came to; whatever it ended with is said."""
    try:
        program(prog_name="sheetsync", standalone_mode=False, obj=watched)
    except (ReaderGone, CannotPrint):
        raise
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
        if code > 128:
            _say_stopped(watched)
        return code
    except (click.exceptions.Abort, KeyboardInterrupt):
        _say_stopped(watched)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SheetsyncError as error:
        _say_error(error)
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the last line between a bug and a person
        from jobs.terminal.bug import report_bug

        report_bug(error)
        return BUG
    return 0


def _unwind_when_asked_to_end() -> None:
    """Let an ended run take its temporary file along, as one stopped by Ctrl+C does."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, end)


def _say_stopped(watched: Watched) -> None:
    """Only what is known: a file that changed was written by us, or by somebody meanwhile."""
    changed = watched.changed()
    if changed:
        click.echo(f"Stopped, but {' and '.join(changed)}.", err=True)
    else:
        click.echo("Stopped; nothing was written.", err=True)


def _say_error(error: SheetsyncError) -> None:
    from jobs.terminal.screen import Screen

    Screen(as_json="--json" in sys.argv).error(error)


def _stamp(path: Path) -> tuple[int, ...]:
    """What tells one version of a file from the next; () where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size
