"""The "Read me" tab of an empty lead sheet, in words: the same in every store."""

from __future__ import annotations

from dataclasses import dataclass

from sheetsync.config import Settings
from sheetsync.schema import FIELD, FILLED, MACHINE_FIELDS
from sheetsync.tabs import looks

TITLE = "Read me"
SUMMARY = "How this lead sheet works, in two minutes."

LISTS_TITLE = "Lists"
LISTS_SUMMARY = (
    "The words the dropdowns offer. A word added below its list is offered "
    "at once; tell config.yaml too, so that the checks know it."
)
SPARE_WORDS = 40
"""Room below the first word of a list."""


@dataclass(frozen=True)
class Line:
    """A label and what it means; with a ``fill`` the label shows that colour, lettered in
    ``ink``."""

    label: str
    text: str
    fill: str = ""
    ink: str = looks.ACCENT


@dataclass(frozen=True)
class Section:
    """Lines under a title."""

    title: str
    lines: tuple[Line, ...]


_STEPS = (
    Line("A new enquiry", "One row each, from the first free row down. Name, phone, e-mail, "
         "company or need is enough to begin with."),
    Line("Your first reply", "Its time goes into First response at. An automatic acknowledgement "
         "does not count."),
    Line("An open lead", "Has one owner, a next action and its date. That is what keeps leads "
         "from being forgotten."),
    Line("The end", "Set the status and Closed on, with the order value when it is won or the "
         "reason when it is lost."),
)  # fmt: skip
_WRITERS = (
    Line("Yours", "You fill these in. Nobody else writes there.", looks.ACCENT, looks.PAPER),
    Line("Yours, or filled",
         f"{', '.join(FIELD[name].header for name in FILLED)}: leave it blank and the nightly run "
         "fills it; what you write stays.", looks.ACCENT_SOFT, looks.PAPER),
    Line("Automatic", "Written by the nightly run. Do not type there: read them, and mend what "
         "they name.", looks.MACHINE_INK, looks.PAPER),
)  # fmt: skip
_COLOURS: tuple[tuple[str, str, str], ...] = (
    ("overdue", "Red row",
     "The next action is overdue. Do it, or type a new date: the red goes at once."),
    ("breached", "Red cells", "Nobody has replied in time. Reply, then fill in First response at."),
    ("today", "Green", "To be done today."),
    ("idle", "Yellow", "Something is missing: no next action, no contact for too long, "
     "or a cell that cannot be read. The automatic columns say which."),
)  # fmt: skip
_YOURS = Line(
    "Make it yours", "Sort, filter, hide, move and rename columns, and add your own: columns are "
    "found by name, and yours are never touched. Only the automatic ones keep their names.",
)  # fmt: skip
_TABS = Line(
    "Green tabs", "Overdue, Issues, Week … are written anew on every run. Notes typed there are "
    "kept in a dated copy.",
)  # fmt: skip


def sections(settings: Settings, at_night: Line) -> tuple[Section, ...]:
    """All of it; ``at_night`` says what people should know of the nightly run in their store."""
    return (
        Section("What to do", _STEPS),
        Section("The steps of a lead", (Line("Status", _stages(settings)),)),
        Section("Whose column is it?", _WRITERS),
        Section("What the colours mean", tuple(_coloured(*each) for each in _COLOURS)),
        Section("What the automatic columns say", tuple(map(_machine, MACHINE_FIELDS))),
        Section("Good to know", (_YOURS, at_night, _TABS)),
    )


def _stages(settings: Settings) -> str:
    open_ones = " → ".join(s.name for s in settings.stages if s.kind == "open")
    closed = " or ".join(s.name for s in settings.stages if s.kind != "open")
    return f"{open_ones} → {closed}" if closed else open_ones


def _coloured(emphasis: str, label: str, text: str) -> Line:
    look = looks.EMPHASIS[emphasis]
    return Line(label, text, look.fill, look.ink)


def _machine(name: str) -> Line:
    meaning = FIELD[name].prompt.removeprefix("Written by sheetsync").lstrip(":, ")
    shown = meaning[:1].upper() + meaning[1:]
    return Line(FIELD[name].header, shown, looks.MACHINE_FILL, looks.QUIET)
