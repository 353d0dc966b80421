"""The checks as data: code, how serious, and what is said of it. The functions that find them
are in `sheetsync.rules.checks` and in the reading of cells.

Texts are templates over a hit's details. ``{header}`` is the column's header as the sheet shows
it; ``{value}`` what stands in the cell. ``short`` is what the Issues column says after the
header; it names other leads by id, never by row, so that sorting changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sheetsync.findings import Severity


@dataclass(frozen=True)
class Check:
    """One check. ``plain`` is the hint where a detail that ``hint`` speaks of is not known;
    ``label`` names the kind where ``short`` speaks of one lead."""

    code: str
    severity: Severity
    short: str
    message: str
    hint: str
    plain: str = ""
    label: str = ""


_TABLE: tuple[Check, ...] = (
    # the sheet
    Check("outside-table", "error", "below the table",
          "{rows} below the table {table} and {count}.", "{how}",
          label="rows below the table, not counted"),
    Check("lead-vanished", "warning", "no longer in the sheet",
          "{lead} is no longer in the sheet. When last read, {seen}: {content}.",
          "To put it back: sheetsync restore {lead}. If it was deleted on purpose, do nothing: "
          "this line goes after 30 days.",
          "If it was not deleted on purpose, type it again."),
    # identity
    Check("id-duplicate", "error", "also on another row",
          "{value} is the Lead ID of another row too: one of them was copied.",
          "Empty this cell in the row that is the copy; the next run gives it an id of its own."),
    Check("machine-cell-typed", "warning", "typed by hand",
          "Somebody typed “{value}” into {header}, which sheetsync writes.",
          "Move the text to a column of your own and empty this cell."),
    # contact
    Check("contact-missing", "warning", "no phone or e-mail",
          "There is no phone number and no e-mail address.",
          "Ask for one; without it nobody can answer."),
    Check("phone-invalid", "error", "{what}",
          "{header} “{value}” is not a phone number that can be called.", "{why}",
          "Type the whole number with its country code.", label="not a phone number"),
    Check("email-invalid", "error", "not an address",
          "{header} “{value}” is not an e-mail address.", "{why}",
          "Type one address, such as name@example.com."),
    Check("duplicate-lead", "warning", "same as {other}",
          "{header} is the same as that of {other}, received {other_received}.",
          "If it is the same enquiry, keep one row and mark the other as lost.",
          label="same as another lead"),
    # values
    Check("status-unknown", "error", "unknown word",
          "“{value}” is no step of the pipeline.", "{why}"),
    Check("source-unknown", "warning", "unknown word",
          "“{value}” is no known source.", "Did you mean {nearest}?",
          "Use a known source, or add this one under sources: in config.yaml."),
    Check("owner-unknown", "warning", "not in the team",
          "“{value}” is nobody of the team.", "Did you mean {nearest}?",
          "Name one person of the team, or add this one under team: in config.yaml."),
    Check("lost-reason-unknown", "warning", "unknown word",
          "“{value}” is no known reason.", "Did you mean {nearest}?",
          "Use a known reason, or add this one under lost_reasons: in config.yaml."),
    Check("priority-unknown", "warning", "unknown word",
          "“{value}” is none of {known}, so its reply is timed as Normal.",
          "Did you mean {nearest}?",
          "Use one of the known words, or set priority-unknown: off under checks: in config.yaml."),
    Check("segment-unknown", "warning", "unknown word",
          "“{value}” is none of {known}.", "Did you mean {nearest}?",
          "Use one of the known words, or set segment-unknown: off under checks: in config.yaml."),
    Check("date-unreadable", "error", "not a date",
          "{header} “{value}” cannot be read as a date.", "{why}",
          "Type a full date, with its year."),
    Check("number-unreadable", "error", "not a number",
          "{header} “{value}” cannot be read as one number.",
          "Type one number, such as {like}.", "Type one number."),
    Check("currency-other", "error", "in other money",
          "{header} “{value}” is not in {own}, so it is counted nowhere.",
          "Type the amount in {own}."),
    Check("date-in-future", "error", "in the future",
          "{header} is {value}, which has not come yet.",
          "Check the day, the month and the year."),
    Check("date-order", "error", "before {other}",
          "{header} is {value}, before {other} on {other_value}.",
          "One of the two dates is wrong; check both.", label="before another date"),
    Check("date-maybe-swapped", "warning", "day and month swapped?",
          "{header} is {value}; {meant} may have been meant.",
          "Other dates in this column stand as text such as {text}, as they do when Excel takes "
          "the month first. If {meant} is right, type it with the month's name."),
    Check("amount-negative", "error", "below zero",
          "{header} is {value}, less than nothing.", "Type the amount without the minus."),
    Check("margin-exceeds-order", "error", "above the order value",
          "{header} {value} is more than the order value {other_value}.",
          "Type the margin as an amount, and check both numbers."),
    Check("collected-exceeds-order", "warning", "above the order value",
          "{header} {value} is more than the order value {other_value}.",
          "Check both amounts; if tax or a second order is in it, raise the order value."),
    Check("formula-error", "error", "shows an error",
          "{header} shows {value}.", "Mend its formula, or type the value."),
    Check("formula-uncached", "warning", "no stored result",
          "{header} holds a formula, and the file does not say what it shows.",
          "Open the workbook in Excel or LibreOffice and save it; then its result can be read."),
    # discipline
    Check("received-missing", "warning", "missing",
          "Nobody can tell when this enquiry arrived.", "Type the date and time it arrived."),
    Check("received-without-time", "advice", "no time of day",
          "{header} has a day but no time, so the reply is judged by the day.",
          "Add the time it arrived."),
    Check("source-missing", "advice", "missing",
          "Nobody can tell where this enquiry came from.", "Choose its source."),
    Check("owner-missing", "warning", "missing",
          "Nobody is responsible for this open lead.", "Name the one person responsible."),
    Check("next-action-missing", "warning", "missing",
          "Nothing is planned for this open lead.",
          "Write what happens next, as one concrete step."),
    Check("next-action-date-missing", "warning", "missing",
          "No day is set for the next step.", "Set the day it happens."),
    Check("weak-next-action", "advice", "says too little",
          "“{value}” gives the customer nothing to answer.", "Better: {better}",
          "Write one concrete question or offer."),
    Check("qualification-incomplete", "advice", "not asked yet",
          "Still to ask: {missing}.", "Ask: {question}", "Ask at the next contact."),
    Check("quote-missing", "warning", "missing",
          "The lead is {stage} and has no quote value.", "Type what was quoted."),
    Check("order-value-missing", "warning", "missing",
          "The lead is won and has no order value.", "Type what was ordered."),
    Check("lost-reason-missing", "warning", "missing",
          "The lead is lost and nobody said why.", "Choose the reason it was lost."),
    Check("closed-on-missing", "warning", "missing",
          "The lead is {stage} and has no closing date.", "Type the day it was won or lost."),
    Check("date-pushed-back", "advice", "moved later again and again",
          "{header} was moved later {times} times in a row, with nobody in touch between.",
          "Do the step now, plan one that will happen, or close the lead."),
    Check("idle", "warning", "no contact for too long",
          "Nobody was in touch since {since}, and nothing is planned.", "Next: {better}",
          "Plan the next step and its date."),
)  # fmt: skip

CHECKS: dict[str, Check] = {check.code: check for check in _TABLE}
"""Every check by its code, in the order of the documentation."""

OUTSIDE_HINTS: dict[str, str] = {
    "corner": "In Excel, drag the corner at the bottom right of the table down to row {last}. "
              "In LibreOffice, choose Data ▸ Define Range, then {table}, and let it end there.",
    "totals": "Insert rows above the totals row of the table and move these into them.",
}  # fmt: skip
"""What to do about rows below a table: without and with a totals row in between."""

DATE_HINTS: dict[str, str] = {
    "no_date": "Type a full date, such as 13 Nov 2026.",
    "no_year": "The year is missing; type it too.",
    "no_day": "The day is missing; type it too.",
    "no_such_day": "There is no such day in the calendar; check day and month.",
    "weekday": "{meant}; check the day, then type the date without a weekday.",
    "order": "Day and month are the other way round here. If {meant} was meant, type it so.",
    "order_unclear": "Day and month cannot be told apart; type the month by its name.",
    "year": "Only dates from 1970 to 2119 are read. Check the year, and type all four digits.",
    "zone": "The time zone is not known; type the local time.",
    "time_alone": "There is a time but no day; type both.",
}
"""What to do about a date that could not be read, by the reason."""

PHONE_HINTS: dict[str, str] = {
    "mangled": "Excel shortened the number and its last digits are lost. Format the cell as text "
               "and type the number again.",
    "zero_lost": "Excel may have dropped a leading zero or plus. Format the cell as text and type "
                 "the whole number again.",
    "one_of_two": "One number can be called; check the other.",
    "short": "Digits are missing; type the whole number.",
    "no_such_number": "There is no such number; check its digits and its country code.",
    "email": "This is an e-mail address; move it to its own column.",
    "no_phone": "Type the number in digits, with its country code.",
}  # fmt: skip
"""What to do about a phone cell, by the reason."""

PHONE_SHORTS: dict[str, str] = {
    "mangled": "digits lost by Excel",
    "zero_lost": "not a whole number",
    "one_of_two": "one number is not right",
    "email": "holds an e-mail address",
}
NO_PHONE = "not a phone number"
"""What the Issues column says of a phone cell, by the reason; `NO_PHONE` for the others."""

STATUS_HINTS: dict[str, str] = {
    "won": "It is counted as won. To keep the word, list it under statuses: in config.yaml.",
    "lost": "It is counted as lost. To keep the word, list it under statuses: in config.yaml.",
    "unclear": "It may mean won, lost or open. Say which under statuses: in config.yaml.",
    "": "It is counted as open. Use a known step, or list it under statuses: in config.yaml.",
}
"""What to do about an unknown status, by what it was taken for."""


def codes() -> Iterable[str]:
    """Every code there is, for config and documentation."""
    return CHECKS.keys()


def phone_short(problem: str) -> str:
    """What the Issues column says of a phone cell."""
    return PHONE_SHORTS.get(problem, NO_PHONE)


def status_hint(understood: str, nearest: str) -> str:
    """What to do about an unknown status word."""
    hint = STATUS_HINTS.get(understood, STATUS_HINTS[""])
    return f"Did you mean {nearest}? {hint}" if nearest else hint


def email_hint(meant: str) -> str:
    """What to do about an e-mail cell; ``meant`` is the address probably meant, or ""."""
    if meant:
        return f"Did you mean {meant}?"
    return "Type one address, such as name@example.com."
