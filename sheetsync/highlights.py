"""The conditional-format rules of the lead tab, as data.

Each keys on machine and live cells together: the machine cell says what the run found, the live
cells switch the colour off the moment a person mends the cause. ``{field}`` stands for that
field's cell in the row (``$R2``). A condition that names a field the sheet lacks is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

from sheetsync.tabs import Emphasis


@dataclass(frozen=True)
class Highlight:
    """One rule: all conditions must hold. ``paints`` lists the fields whose cells it colours;
    empty means the whole row from the first to the last known column. ``closed`` adds a
    condition that the live status is not one of the closed words."""

    name: str
    emphasis: Emphasis
    conditions: tuple[str, ...]
    paints: tuple[str, ...] = ()
    unless_closed: bool = False


# A date counts until the end of its day, a date with a time until that time; text in the date
# cell cannot be compared, so there the machine's word stands.
_STILL_PAST = (
    'IF(ISNUMBER({next_action_date}),'
    "IF({next_action_date}=INT({next_action_date}),{next_action_date}<TODAY(),"
    "{next_action_date}<NOW()),TRUE)"
)

HIGHLIGHTS: tuple[Highlight, ...] = (
    Highlight("breached", "breached", (
        'LEFT({response},8)="Breached"', "ISBLANK({first_response_at})",
    ), paints=("response", "received_at", "first_response_at")),
    Highlight("overdue", "overdue", ('LEFT({follow_up},7)="Overdue"', _STILL_PAST),
              unless_closed=True),
    Highlight("today", "today", (
        "ISNUMBER({next_action_date})", "INT({next_action_date})=TODAY()",
        "NOT(ISBLANK({follow_up}))",
    ), paints=("next_action", "next_action_date", "follow_up"), unless_closed=True),
    Highlight("idle", "idle", (
        'OR(LEFT({follow_up},4)="Idle",LEFT({follow_up},4)="None",LEFT({follow_up},9)="Contacted")',
        "NOT(AND(ISNUMBER({next_action_date}),{next_action_date}>=TODAY()))",
    ), paints=("next_action", "next_action_date", "follow_up"), unless_closed=True),
    Highlight("issues", "idle", ("LEN({issues})>0",), paints=("issues",)),
)
"""In order of precedence: the first that applies colours a cell."""

BY_NAME: dict[str, Highlight] = {highlight.name: highlight for highlight in HIGHLIGHTS}
