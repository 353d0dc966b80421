"""From the cells of one field to the typed columns of the leads frame, by the field's type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sheetsync.checks import DATE_HINTS, PHONE_HINTS, email_hint, phone_short, status_hint
from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.known_cells import BLANK, NUMBER, Cells
from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray
from sheetsync.leads.read_known import amounts_of, dates_of
from sheetsync.leads.status import read_status
from sheetsync.schema import Field
from sheetsync.values.currencies import foreign
from sheetsync.values.dates import Dates, read_dates
from sheetsync.values.emails import read_emails
from sheetsync.values.kinds import as_objects, differing, none
from sheetsync.values.numbers import decimal_mark, language_of, read_amounts, read_counts
from sheetsync.values.phones import read_phones
from sheetsync.values.spoken import is_spoken_amount, is_spoken_date
from sheetsync.values.words import SAYS_NOTHING, cell_text, fold, known_words, nearest, texts

Details = Mapping[str, Sequence[Any] | npt.NDArray[Any]]

UNKNOWN_CODES: dict[str, str] = {
    "source": "source-unknown",
    "owner": "owner-unknown",
    "lost_reason": "lost-reason-unknown",
    "priority": "priority-unknown",
    "segment": "segment-unknown",
}
"""The check that reports an unknown word, for the choice fields that have one."""

AMOUNTS, AMOUNTS_IN_LAKHS = "125000, 125,000 or 125k", "125000, 1,25,000 or 1.25 L"
COUNTS = "0, 1 or 2"
"""How numbers that can be read look."""

_NOBODY = frozenset({"nobody", "no one", "none", "unassigned", "not assigned", "open"})


@dataclass
class Reading:
    """What has been read so far: the columns of the frame, and hits for what cannot be read."""

    settings: Settings
    date1904: bool = False
    columns: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    hits: list[Hits] = field(default_factory=list)

    def hit(self, code: str, field_name: str, where: BoolArray, details: Details) -> None:
        """Report a field of the marked leads; ``details`` has one entry for each of them."""
        at = np.flatnonzero(where)
        if len(at):
            self.hits.append(Hits(code, at, field_name, {k: list(v) for k, v in details.items()}))


def read_field(reading: Reading, one: Field, cells: Cells) -> None:
    """Add a field's columns to the reading."""
    _READERS.get(one.name, _BY_TYPE[one.type])(reading, one.name, cells)


def _text(reading: Reading, name: str, cells: Cells) -> None:
    reading.columns[name] = cells.texts(cell_text)


def _status(reading: Reading, name: str, cells: Cells) -> None:
    typed = cells.texts(cell_text)
    found = read_status(typed, reading.settings)
    reading.columns |= {
        name: typed,
        "stage": found.stage,
        "stage_kind": found.kind,
        "stage_rank": found.rank,
    }
    unknown = found.unknown
    near, understood = found.nearest[unknown], found.understood[unknown]
    details: Details = {
        "value": typed[unknown],
        "nearest": near,
        "why": list(map(status_hint, understood, near)),
    }
    reading.hit("status-unknown", name, unknown, details)


def _choice(reading: Reading, name: str, cells: Cells) -> None:
    known = _known(reading.settings, name)
    typed, which = differing(cells.texts(cell_text))
    meant = [_word(text, known, name) for text in typed]
    words = as_objects(meant, len(meant))[which]
    reading.columns[name] = words
    if name in UNKNOWN_CODES and known:
        right = set(known.values())
        strange = [bool(word) and word not in right for word in meant]
        unknown = np.array(strange, dtype=bool)[which]
        near = {word: nearest(word, sorted(right - {""})) for word in set(words[unknown])}
        listed = ", ".join(reading.settings.choices.get(name, ()))
        details = {
            "value": words[unknown],
            "nearest": [near[word] for word in words[unknown]],
            "known": [listed] * int(unknown.sum()),
        }
        reading.hit(UNKNOWN_CODES[name], name, unknown, details)


def _known(settings: Settings, name: str) -> dict[str, str]:
    """Folded spelling → known word of a choice field. The team are the known owners."""
    words = list(settings.choices.get(name, ()))
    spellings = dict(settings.choice_words.get(name, {}))
    if name == "owner":
        words += [person.name for person in settings.team]
        spellings |= {also: person.name for person in settings.team for also in person.also}
    return known_words(words, spellings)


def _word(text: str, known: Mapping[str, str], name: str) -> str:
    word = known.get(fold(text))
    if word is not None:
        return word
    says_nothing = text.casefold() in SAYS_NOTHING
    return "" if says_nothing or (name == "owner" and fold(text) in _NOBODY) else text


def _phone(reading: Reading, name: str, cells: Cells) -> None:
    typed = cells.texts(cell_text)
    found = read_phones(cells.values, reading.settings.phone_region)
    reading.columns |= {name: typed, "phones": found.numbers}
    bad = found.unreadable
    why = [PHONE_HINTS[problem] for problem in found.problem[bad]]
    what = [phone_short(problem) for problem in found.problem[bad]]
    reading.hit("phone-invalid", name, bad, {"value": typed[bad], "what": what, "why": why})


def _email(reading: Reading, name: str, cells: Cells) -> None:
    values = cells.values
    found = read_emails(values)
    first = (addresses[0] if addresses else "" for addresses in found.addresses.tolist())
    reading.columns[name] = as_objects(first, len(values))
    bad = found.unreadable
    why = [email_hint(meant) for meant in found.meant[bad]]
    reading.hit("email-invalid", name, bad, {"value": texts(values[bad]), "why": why})


def _date(reading: Reading, name: str, cells: Cells) -> None:
    settings = reading.settings
    day_of_times = reading.columns.get("received_at") if name == "first_response_at" else None

    def read(values: ObjectArray, at: IntArray) -> Dates:
        days = None if day_of_times is None else day_of_times[at]
        order, zone = settings.date_order, settings.timezone
        return read_dates(values, order, zone, days, date1904=reading.date1904)

    found = dates_of(cells, read)
    reading.columns |= {
        name: found.at,
        f"{name}_has_time": found.has_time,
        f"{name}_by_numbers": found.by_numbers,
    }
    values, bad = cells.values, found.unreadable
    if name == "needed_by":
        bad = _unless_spoken(values, bad, is_spoken_date)
    why = [
        DATE_HINTS[problem].format(meant=meant)
        for problem, meant in zip(found.problem[bad], found.meant[bad], strict=True)
    ]
    reading.hit("date-unreadable", name, bad, {"value": texts(values[bad]), "why": why})


def _money(reading: Reading, name: str, cells: Cells) -> None:
    locale = reading.settings.locale
    mark, language = decimal_mark(locale), language_of(locale)
    found = amounts_of(cells, lambda rest: read_amounts(rest, mark, language), whole=False)
    values, bad = cells.values, found.unreadable
    if name == "budget":
        bad = _unless_spoken(values, bad, lambda text: is_spoken_amount(text, mark, language))
    like = AMOUNTS_IN_LAKHS if locale.endswith("_IN") else AMOUNTS
    _number(reading, name, values, found.value, bad, like)
    _leave_out_foreign(reading, name, cells)


def _leave_out_foreign(reading: Reading, name: str, cells: Cells) -> None:
    """An amount in other money is read by nobody: added to ours it would be another amount."""
    read, own = reading.columns[name], reading.settings.currency
    kind = cells.known.kind
    written = np.flatnonzero((kind != BLANK) & (kind != NUMBER) & ~np.isnan(read))
    other = none(len(read))
    other[written] = foreign(cells.values[written], own)
    reading.columns[name] = np.where(other, np.nan, read)
    details: Details = {"value": texts(cells.values[other]), "own": [own] * int(other.sum())}
    reading.hit("currency-other", name, other, details)


def _count(reading: Reading, name: str, cells: Cells) -> None:
    locale = reading.settings.locale
    mark, language = decimal_mark(locale), language_of(locale)
    found = amounts_of(cells, lambda rest: read_counts(rest, mark, language), whole=True)
    _number(reading, name, cells.values, found.value, found.unreadable, COUNTS)


def _number(
    reading: Reading,
    name: str,
    values: ObjectArray,
    read: npt.NDArray[np.float64],
    bad: BoolArray,
    like: str,
) -> None:
    reading.columns[name] = read
    details: Details = {"value": texts(values[bad]), "like": [like] * int(bad.sum())}
    reading.hit("number-unreadable", name, bad, details)


def _unless_spoken(
    values: ObjectArray, bad: BoolArray, is_spoken: Callable[[str], bool]
) -> BoolArray:
    """What a customer said (*next month*, *5-6 lakh*) is an answer, if not one to reckon with."""
    left = bad.copy()
    left[bad] = [not (isinstance(v, str) and is_spoken(v)) for v in values[bad].tolist()]
    return left


Reader = Callable[[Reading, str, Cells], None]

_BY_TYPE: dict[str, Reader] = {
    "text": _text,
    "choice": _choice,
    "phone": _phone,
    "email": _email,
    "date": _date,
    "datetime": _date,
    "date_or_datetime": _date,
    "money": _money,
    "count": _count,
}
_READERS: dict[str, Reader] = {"status": _status}
