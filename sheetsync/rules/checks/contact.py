"""Leads nobody can reach, and enquiries that stand in the sheet twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.leads import Leads
from sheetsync.rules.facts import (
    Shown,
    by_formula,
    day_word,
    empty,
    hits,
    id_order,
    is_open,
    moments,
    unread,
    words,
)
from sheetsync.values.kinds import as_objects

SAME_ENQUIRY_DAYS = 30
"""A customer who comes back later than this, after the first enquiry closed, makes a new one."""

_CONTACTS = ("phone", "email")
_PLACEHOLDER = re.compile(
    r"\+\d{1,3}?(\d)\1{6,}|\+\d*1234567890?|(?:no|na|none|noemail|nomail|test|abc|xyz|dummy)@.*"
)
"""Numbers and addresses typed only to fill the cell: not one person's."""


def without_contact(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Open leads with neither a phone number nor an e-mail address."""
    there = [field for field in _CONTACTS if field in leads.fields]
    if not there:
        return
    nobody = is_open(leads)
    for field in there:
        nobody &= ~_is_there(leads, field) & ~unread(leads, field) & ~by_formula(leads, field)
    yield from hits("contact-missing", there[0], nobody)


def _is_there(leads: Leads, field: str) -> BoolArray:
    if field == "phone":
        return np.asarray(words(leads, "phones").astype(bool), dtype=bool)
    return ~empty(leads, field)


def enquired_twice(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Leads with the phone or e-mail of an earlier one, where both are open or both were received
    within 30 days.

    The later one is reported and names the earlier: by the day received, then by id, never by
    row, so that sorting changes nothing. A copied row counts once; it is reported as a copy.
    """
    seen = np.zeros(len(leads), dtype=bool)
    for field in _CONTACTS:
        at, contact = _contacts(leads, field)
        pairs = _pairs(leads, at, contact)
        fresh = pairs[~seen[pairs["later"].to_numpy()]].drop_duplicates("later")
        later, earlier = fresh["later"].to_numpy(), fresh["earlier"].to_numpy()
        seen[later] = True
        order = np.argsort(later)
        yield from _reported(leads, field, later[order], earlier[order])


def _contacts(leads: Leads, field: str) -> tuple[npt.NDArray[np.intp], ObjectArray]:
    """Every contact in normal form, and the position of the lead it is of."""
    if field == "email":
        return np.arange(len(leads)), words(leads, field)
    several = words(leads, "phones").tolist()
    counts = np.fromiter(map(len, several), dtype=np.intp, count=len(several))
    flat = as_objects(chain.from_iterable(several), int(counts.sum()))
    return np.repeat(np.arange(len(several)), counts), flat


def _pairs(leads: Leads, at: npt.NDArray[np.intp], contact: ObjectArray) -> pd.DataFrame:
    """``later`` and ``earlier`` positions of leads that are one enquiry."""
    group, names = pd.factorize(contact)
    alike = np.bincount(group, minlength=len(names)) > 1
    alike[alike] = [bool(n) and not _PLACEHOLDER.fullmatch(n) for n in names[alike].tolist()]
    kept = alike[group]
    at, group = at[kept], group[kept]
    received = moments(leads, "received_at")[at]
    order = np.lexsort((id_order(leads, at), _last_if_unknown(received), group))
    at, group = at[order], group[order]
    once = ~_is_copy(group, words(leads, "lead_id")[at])
    at, group, received = at[once], group[once], received[order][once]
    return _neighbours(at, group, received, is_open(leads)[at])


def _is_copy(group: npt.NDArray[np.intp], ids: ObjectArray) -> BoolArray:
    """Further rows of one id among those that share a contact."""
    table = pd.DataFrame({"group": group, "id": pd.factorize(ids)[0]})
    return np.asarray(table.duplicated() & (ids != ""), dtype=bool)


def _neighbours(
    at: npt.NDArray[np.intp],
    group: npt.NDArray[np.intp],
    received: npt.NDArray[np.datetime64],
    still_open: BoolArray,
) -> pd.DataFrame:
    place = np.arange(len(at))
    table = pd.DataFrame({"at": at, "group": group, "place": place})
    before = table.groupby("group")["place"].shift(1)
    open_before = table["place"].where(still_open).groupby(table["group"]).ffill()
    open_before = open_before.groupby(table["group"]).shift(1).where(still_open)
    near = np.zeros(len(at), dtype=bool)
    known = before.notna().to_numpy()
    earlier = before[known].to_numpy(dtype=np.intp)
    gap = received[known] - received[earlier]
    near[known] = gap <= np.timedelta64(SAME_ENQUIRY_DAYS, "D")
    chosen = open_before.fillna(before.where(near))
    found = chosen.notna().to_numpy()
    earlier = chosen[found].to_numpy(dtype=np.intp)
    pairs = pd.DataFrame({"later": at[found], "earlier": at[earlier]})
    return pairs[pairs["later"] != pairs["earlier"]]


def _last_if_unknown(received: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
    return np.where(np.isnat(received), np.iinfo(np.int64).max, received.astype(np.int64))


def _reported(
    leads: Leads, field: str, later: npt.NDArray[np.intp], earlier: npt.NDArray[np.intp]
) -> Iterable[Hits]:
    where = np.zeros(len(leads), dtype=bool)
    where[later] = True
    other = [name or "another lead" for name in words(leads, "lead_id")[earlier].tolist()]
    received = Shown(day_word, moments(leads, "received_at")[earlier])
    yield from hits("duplicate-lead", field, where, other=other, other_received=received)
