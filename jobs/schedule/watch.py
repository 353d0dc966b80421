"""The watch: make each run when it is due, until somebody ends it; or once, for cron."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.schedule.until_asked import UntilAsked
from sheetsync.errors import DeliveryFailed

if TYPE_CHECKING:
    from jobs.runner import Result
    from jobs.schedule.turn import Hands, Made
    from jobs.terminal.screen import Screen
    from sheetsync.config import Settings
    from sheetsync.journal import Journal

TICK = 20
"""So many seconds between two looks at the schedule."""


def go_on(look: Callable[[], None], asked: UntilAsked, every: int = TICK) -> int:
    """Look at once, and every so many seconds until somebody asks to end."""
    from schedule import Scheduler

    def arranged() -> Scheduler:
        scheduler = Scheduler()
        scheduler.every(every).seconds.do(look)
        return scheduler

    look()
    scheduler = arranged()
    while not asked.is_asked:
        idle = scheduler.idle_seconds or 0
        if idle > every:  # the clock was set back; the library would wait for it to catch up
            scheduler, idle = arranged(), every
        asked.wait(idle)
        if not asked.is_asked:
            scheduler.run_pending()
    return 0


class Watcher:
    """Looks at the schedule of a config. ``clock`` tells the moment, in the business's zone."""

    def __init__(self, config: Path, screen: Screen, clock: Callable[[Settings], datetime]) -> None:
        self.config = config
        self.screen = screen
        self.clock = clock
        self._said = ""
        self._notes = Notes()

    def look_again(self, asked: UntilAsked) -> None:
        """One look of many: what goes wrong is said and looked at again, whatever it is."""
        from jobs.terminal.bug import report_bug
        from sheetsync.config import load
        from sheetsync.errors import SheetsyncError

        try:
            self.look(load(self.config), asked)
        except SheetsyncError as error:
            if self._is_new(str(error)):
                self.screen.error(error)
        except Exception as error:  # noqa: BLE001 - one bad night must not end all others
            if self._is_new(repr(error)):
                report_bug(error)
        else:
            self._said = ""
        gc.collect()  # switched off for commands that are soon over

    def _is_new(self, trouble: str) -> bool:
        """Whether it was not said the last time."""
        before, self._said = self._said, trouble
        return trouble != before

    def look(self, settings: Settings, asked: UntilAsked) -> int:
        """Make what is due, and tell of it. The exit code of what failed last, else 0."""
        from jobs.schedule.turn import turn
        from sheetsync.journal import Journal, journal_path

        codes: list[int] = []
        told = False
        with alone(settings) as is_alone:
            if not is_alone:
                return 0
            now = self.clock(settings)
            with Journal.open(journal_path(settings), now) as journal:
                book = journal.book(settings) if journal.kept else self._notes
                hands = self._hands(settings, journal, asked)
                for made in turn(settings, book, hands, lambda: self.clock(settings)):
                    codes.append(self._tell(made, settings))
                    told = told or made.result is not None
                codes.append(self._deliver(settings, journal, told=told))
        return next(filter(None, reversed(codes)), 0)

    def beginning(self, settings: Settings) -> str:
        """What is watched, and what comes first."""
        from jobs.schedule.view import beginning

        return beginning(settings, self.clock(settings))

    def _hands(self, settings: Settings, journal: Journal, asked: UntilAsked) -> Hands:
        from jobs.schedule.turn import Hands
        from sheetsync.stores.stamp import stamp_of

        return Hands(
            run=lambda name, now: run_once(settings, journal, name, now),
            version=lambda: stamp_of(settings),
            judged_by=judged_by(settings.path),
            is_held=lambda: is_held(settings),
            is_ending=lambda: asked.is_asked,
        )

    def _tell(self, made: Made, settings: Settings) -> int:
        """Say how a run went; its exit code."""
        from jobs.schedule.view import heading

        if made.result is None and made.error is None:
            return 0
        self.screen.say(heading(made.due, self.clock(settings)))
        if made.error is not None:
            self.screen.error(made.error)
            return made.error.exit_code
        assert made.result is not None
        self.screen.receipt(made.result)
        return DeliveryFailed.exit_code if made.result.undelivered else 0

    def _deliver(self, settings: Settings, journal: Journal, *, told: bool) -> int:
        """Send what waits, though no run is due; the exit code of that. ``told``: a run said what
        there is to say of the journal."""
        from jobs.delivery.deliver import deliver_alone, deliver_waiting

        deliver = deliver_waiting if told else deliver_alone
        done = deliver(settings, journal, self.clock(settings))
        if done.posted or done.notes:
            self.screen.delivery(done)
        return DeliveryFailed.exit_code if done.failed else 0


class Notes:
    """What is remembered in this process alone, where the journal cannot be written."""

    def __init__(self) -> None:
        self._notes: dict[str, object] = {}

    def remembered(self, name: str) -> object | None:
        """The note of that name."""
        return self._notes.get(name)

    def remember(self, name: str, value: object) -> None:
        """Keep a note."""
        self._notes[name] = value


def run_once(settings: Settings, journal: Journal, name: str, now: datetime) -> Result:
    """A run as the schedule wants it. The monitor hears of those at a time of day: from the others
    it would hear so often that it could not tell when one of these failed to come."""
    from jobs.opening import store_of
    from jobs.schedule.heartbeat import beating
    from jobs.whole_run import whole_run

    often = any(each.run == name and each.is_often for each in settings.schedule)
    with beating(None if often else settings.heartbeat) as ending:
        result = whole_run(settings, store_of(settings), (name,), now, journal=journal)
        ending.went_well = not result.undelivered
    return result


@contextmanager
def alone(settings: Settings) -> Iterator[bool]:
    """Whether nobody else looks at this schedule now: cron does not wait for the run before."""
    from hashlib import sha256

    from sheetsync.stores.own_files import lock_if_free

    name = sha256(str(settings.path.absolute()).encode()).hexdigest()[:16]
    with lock_if_free(f"watch-{name}", settings.path.name) as is_alone:
        yield is_alone


def judged_by(config: Path) -> str:
    """What else a look at the sheet depends on: the config as it stands, and this program."""
    from hashlib import sha256

    from sheetsync import __version__

    return f"{sha256(config.read_bytes()).hexdigest()[:16]}-{__version__}"


def is_held(settings: Settings) -> bool:
    """Whether somebody has the file open; at Google nobody keeps others out."""
    if settings.workbook is None:
        return False
    from sheetsync.stores.excel.safety.lock import opened_by

    return bool(opened_by(settings.workbook))
