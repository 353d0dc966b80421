"""The conditional-format rules of the lead tab, as data.

Each keys on machine and live cells together: the machine cell says what the run found, the live
cells switch the colour off the moment a person mends the cause. ``{field}`` stands for that
field's cell in the row (``$R2``). A condition that names a field the sheet lacks is dropped; the
first condition is what the rule is about, so without its fields there is no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sheetsync.cells import column_letters
from sheetsync.config import Settings
from sheetsync.config.stage_words import normal
from sheetsync.plan import HighlightRule
from sheetsync.tabs import Emphasis
from sheetsync.values.words import fold


@dataclass(frozen=True)
class Highlight:
    """One rule: all conditions must hold. ``paints`` lists the fields whose cells it colours;
    empty means the whole row from the first to the last known column. ``unless_closed`` adds
    that the live status is no word for won or lost."""

    name: str
    emphasis: Emphasis
    conditions: tuple[str, ...]
    paints: tuple[str, ...] = ()
    unless_closed: bool = False


# A date counts until the end of its day, a date with a time until that time; text in the date
# cell cannot be compared, so there the machine's word stands.
_STILL_PAST = (
    "IF(ISNUMBER({next_action_date}),"
    "IF({next_action_date}=INT({next_action_date}),{next_action_date}<TODAY(),"
    "{next_action_date}<NOW()),1)"
)

# The planned action was not done yet: nobody was in contact on its day or later, by time where
# both have one. Contacts to come have not happened. A contact in words cannot be compared either.
_NOT_DONE = (
    "IF(ISNUMBER({last_contact_at}),"
    "OR(INT({last_contact_at})>TODAY(),"
    "IF(AND(MOD({last_contact_at},1)>0,MOD({next_action_date},1)>0),"
    "{last_contact_at}<{next_action_date},INT({last_contact_at})<INT({next_action_date}))),"
    'OR(LEN({last_contact_at})=0,LEFT({follow_up},9)<>"Contacted"))'
)
_IS_DATED = "ISNUMBER({next_action_date})"

HIGHLIGHTS: tuple[Highlight, ...] = (
    Highlight(
        "breached",
        "breached",
        (
            'LEFT({response},8)="Breached"',
            "ISBLANK({first_response_at})",
            # Either shows that somebody did answer.
            "NOT(ISNUMBER({last_contact_at}))",
            "N({follow_ups})=0",
        ),
        paints=("response", "received_at", "first_response_at"),
        unless_closed=True,
    ),
    Highlight(
        "overdue",
        "overdue",
        (
            'LEFT({follow_up},7)="Overdue"',
            _STILL_PAST,
            f"IF({_IS_DATED},{_NOT_DONE},1)",
        ),
        unless_closed=True,
    ),
    Highlight(
        "today",
        "today",
        (
            f"AND(LEN({{follow_up}})>0,{_IS_DATED})",
            "INT({next_action_date})=TODAY()",
            _NOT_DONE,
        ),
        paints=("next_action", "next_action_date", "follow_up"),
        unless_closed=True,
    ),
    Highlight(
        "idle",
        "idle",
        (
            'OR(LEFT({follow_up},4)="Idle",LEFT({follow_up},4)="None",LEFT({follow_up},10)="Unreadable",'
            'LEFT({follow_up},9)="Contacted")',
            # Of a plan for today `today` says more, and goes before.
            f"NOT(AND({_IS_DATED},{{next_action_date}}>=TODAY()+1))",
        ),
        paints=("next_action", "next_action_date", "follow_up"),
        unless_closed=True,
    ),
    Highlight("issues", "idle", ("LEN({issues})>0",), paints=("issues",)),
)
"""In order of precedence: the first that applies colours a cell."""

BY_NAME: dict[str, Highlight] = {highlight.name: highlight for highlight in HIGHLIGHTS}

MARKER = "sheetsync:"
"""What stands in every formula of ours before the rule's name."""

_FIELD = re.compile(r"\{(\w+)\}")
_LONGEST_LITERAL = 255
"""A text in a formula is no longer than this."""
_CLOSED_EVERYWHERE: tuple[str, ...] = (
    "won", "win", "closed won", "deal won", "order won", "converted", "sold", "paid",
    "enrolled", "gewonnen", "verkauft", "gagné", "gagnée", "vendu", "ganado", "ganada",
    "vendido", "ganho", "ganha", "vinto", "vinta", "vunnen", "vunnet", "vundet", "wygrana",
    "lost", "closed lost", "deal lost", "not interested", "dead", "junk", "spam", "dropped",
    "cancelled", "canceled", "rejected", "declined", "disqualified", "verloren", "abgelehnt",
    "perdu", "perdue", "perdido", "perdida", "perso", "förlorad", "tapt", "tabt",
)  # fmt: skip
"""Words that say won or lost to every business, as people write them: a formula cannot weigh
words as `stage_words` does, so these are the commonest of those it knows."""


def closed_words(settings: Settings) -> tuple[str, ...]:
    """The status words a formula knows to say won or lost: the business's own, then the
    commonest of others that it does not use for an open stage."""
    own = [word for s in settings.stages if s.kind != "open" for word in (s.name, *s.also)]
    is_open = {stage.name for stage in settings.stages if stage.kind == "open"}
    used = {w for w, stage in settings.choice_words.get("status", {}).items() if stage in is_open}
    common = (word for word in _CLOSED_EVERYWHERE if not {fold(word), normal(word)} & used)
    return (*own, *common)


def resolve(
    names: Iterable[str], columns: Mapping[str, int], first_row: int, closed_words: Iterable[str]
) -> tuple[HighlightRule, ...]:
    """The rules of those names for a sheet with these columns (field → column, from 1).

    ``first_row`` is the first row below the headers; ``closed_words`` what `closed_words` gives.
    A rule whose machine column is missing is left out.
    """
    wanted, still_open = set(names), _none_of(closed_words)
    return tuple(
        rule
        for highlight in HIGHLIGHTS
        if highlight.name in wanted
        for rule in _rules(highlight, columns, first_row, still_open)
    )


def _rules(
    highlight: Highlight, columns: Mapping[str, int], first_row: int, still_open: str
) -> Iterator[HighlightRule]:
    if not _fields(highlight.conditions[0]) <= set(columns):
        return
    conditions = [c for c in highlight.conditions if _fields(c) <= set(columns)]
    if highlight.unless_closed and "status" in columns:
        conditions.append(still_open)
    for name, first, last in _painted(highlight, columns):
        marked = [*conditions, f"N({_quoted(MARKER + name)})=0"]
        formula = _FIELD.sub(
            lambda m: f"${column_letters(columns[m[1]])}{first_row}", f"AND({','.join(marked)})"
        )
        yield HighlightRule(name, formula, first_row, first, last, highlight.emphasis)


def _none_of(closed_words: Iterable[str]) -> str:
    """That the live status is none of these words, whatever blanks are around it and between its
    words. They stand in one text between bars, as FIND needs them."""
    words = dict.fromkeys(" ".join(word.lower().split()) for word in closed_words)
    literals = ["|"]
    for word in filter(None, words):
        piece = _doubled(f"{word}|")
        if len(literals[-1]) + len(piece) > _LONGEST_LITERAL:
            literals.append("")
        literals[-1] += piece
    among = "&".join(f'"{literal}"' for literal in literals)
    return f'ISERROR(FIND("|"&LOWER(TRIM({{status}}))&"|",{among}))'


def _painted(highlight: Highlight, columns: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """Name and columns of each rule: one for the row, or one a painted field, since fields need
    not stand side by side."""
    if not highlight.paints:
        yield highlight.name, min(columns.values()), max(columns.values())
    for field in highlight.paints:
        if field in columns:
            yield f"{highlight.name}.{field}", columns[field], columns[field]


def _fields(condition: str) -> set[str]:
    return set(_FIELD.findall(condition))


def _quoted(text: str) -> str:
    return f'"{_doubled(text)}"'


def _doubled(text: str) -> str:
    return text.replace('"', '""')
