"""Phone cells: one number, two in a cell, with words around them, or mangled by Excel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np

from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.values import kinds
from sheetsync.values.kinds import as_objects
from sheetsync.values.phone_rules import (
    Region,
    is_surely_none,
    library_e164,
    quick_e164,
    region,
)
from sheetsync.values.words import says_nothing

FEWEST_DIGITS = 7
"""Fewer digits beside a number are an extension or a remark, not a second number."""

_NO_PHONE = frozenset({
    "no", "no phone", "no number", "no mobile", "not shared", "no contact", "0", "not given",
})  # fmt: skip
_DELETED = {ord(c): None for c in " \t-.()[]–—‐‑·\u00a0\u202f\u200b\u200e\u200f\u202a\u202c\ufeff"}
_LABEL = re.compile(r"^\s*(?:[plf]|ph|tel|mob|mobile|phone|whatsapp|wa|cell)\s*[:.]\s*", re.I)
_MANGLED = re.compile(r"(\d)(?:[.,](\d+))?e\+?(\d{1,2})", re.I)
_RUN = re.compile(r"[+(]*\d(?:[ \t().\-–—‐‑·\u00a0\u202f\u200b\u200e\u200f\[\]]*\d)+")
_MOST = 1e15
"""From here on a number cell has lost digits."""
_NO_PHONE_KINDS = (kinds.TRUTH, kinds.MOMENT, kinds.DAY, kinds.TIME, kinds.SPAN)
_BETWEEN = re.compile(r"[\s\-–—]+")
_TRUNK_IN_BRACKETS = re.compile(r"\(0\)")
_ADDRESS = re.compile(r"\S+@\S+\.\S+")


@dataclass(frozen=True)
class Phones:
    """One entry a cell: a tuple of E.164 numbers, and "" or why something in it is no number (a
    key of `sheetsync.checks.PHONE_HINTS`)."""

    numbers: ObjectArray
    problem: ObjectArray

    @property
    def unreadable(self) -> BoolArray:
        """Which cells hold something that is no phone number."""
        return np.asarray(self.problem != "", dtype=bool)


Found = tuple[tuple[str, ...], str]
_NOTHING: Found = ((), "")


def read_phones(values: ObjectArray, region_name: str) -> Phones:
    """Read a column; numbers without a country code are of the region."""
    kind = kinds.kinds(values)
    home = region(region_name)
    numbers = as_objects([()] * len(values), len(values))
    problem = np.full(len(values), "", dtype=object)
    is_number = kind == kinds.NUMBER
    hard = _read_common(numbers, values, (kind == kinds.TEXT) | is_number, home)
    groups: tuple[tuple[BoolArray, Callable[[Any], Found]], ...] = (
        (hard & ~is_number, lambda value: read_phone(value, region_name, home)),
        (hard & is_number, lambda value: _read_number(value, region_name, home)),
        (np.isin(kind, _NO_PHONE_KINDS), lambda value: ((), "no_phone")),
    )
    for group, read in groups:
        found = kinds.per_distinct(values[group], read)
        numbers[group] = as_objects((one for one, _ in found), len(found))
        problem[group] = [why for _, why in found]
    return Phones(numbers, problem)


def _read_common(
    numbers: ObjectArray, values: ObjectArray, where: BoolArray, home: Region | None
) -> BoolArray:
    """Read the ordinary shapes and return which of the marked cells are left."""
    at = np.flatnonzero(where)
    if home is None or not len(at):
        return where
    texts = [v if type(v) is str else _digits(v) for v in values[at].tolist()]
    line = home.line
    found = kinds.per_line(texts, lambda lines: line.findall(lines.translate(_DELETED)))
    fits = np.fromiter(map(bool, found), bool, len(texts))
    full = [c if c[0] == "+" else f"+{home.code}{c}" for c in compress(found, fits)]
    numbers[at[fits]] = as_objects(zip(full), len(full))
    left = where.copy()
    left[at[fits]] = False
    return left


def _digits(value: float) -> str:
    """A number cell as the digits it stands for; "" where it has a fraction or too many."""
    return str(int(value)) if 0 < value < _MOST and value == int(value) else ""


def _read_number(value: float, region_name: str, home: Region | None) -> Found:
    """A number cell. Excel keeps 15 digits and drops a plus and leading zeros."""
    if not 0 < value < float("inf") or value != int(value):
        return (), "" if value == 0 else "no_phone"
    if value >= _MOST:
        return (), "mangled"
    numbers, problem = read_phone(str(int(value)), region_name, home)
    return numbers, "zero_lost" if problem == "no_such_number" else problem


def read_phone(text: str, region_name: str, home: Region | None) -> Found:
    """The numbers in one text, first the one to call."""
    compact = text.translate(_DELETED)
    if home and (quick := quick_e164(compact, home)):
        return (quick,), ""
    text = _LABEL.sub("", text.strip())
    if says_nothing(text) or text.casefold() in _NO_PHONE:
        return _NOTHING
    if mangled := _MANGLED.fullmatch(text.replace(" ", "")):
        return _unmangled(mangled, region_name, home)
    numbers, bad = _numbers_in(text, region_name, home)
    if numbers:
        return tuple(dict.fromkeys(numbers)), "one_of_two" if bad else ""
    if _ADDRESS.search(text):
        return (), "email"
    return (), _why(text)


def _unmangled(mangled: re.Match[str], region_name: str, home: Region | None) -> Found:
    """``9.87654E+09``: the digits after the last one shown are lost, unless all are shown."""
    shown = mangled[1] + (mangled[2] or "")
    if len(shown) <= int(mangled[3]):
        return (), "mangled"
    return read_phone(shown[: int(mangled[3]) + 1], region_name, home)


def _numbers_in(text: str, region_name: str, home: Region | None) -> tuple[list[str], list[str]]:
    """The valid numbers of a text in order, and the runs of digits that should have been one."""
    numbers: list[str] = []
    bad: list[str] = []
    for run in _RUN.findall(_TRUNK_IN_BRACKETS.sub("", text)):
        found = list(_numbers_of(run, region_name, home))
        numbers += found
        if not found and sum(c.isdecimal() for c in run) >= FEWEST_DIGITS:
            bad.append(run)
    return numbers, bad


def _numbers_of(run: str, region_name: str, home: Region | None) -> Iterator[str]:
    """The number a run of digits is; or the two it is when it breaks in two valid ones."""
    if whole := _e164(run, region_name, home):
        yield whole
        return
    for gap in _BETWEEN.finditer(run):
        pair = (run[: gap.start()], run[gap.end() :])
        if min(sum(c.isdecimal() for c in part) for part in pair) >= FEWEST_DIGITS:
            both = [_e164(part, region_name, home) for part in pair]
            if both[0] and both[1]:
                yield both[0]
                yield both[1]
                return


def _e164(run: str, region_name: str, home: Region | None) -> str | None:
    compact = run.translate(_DELETED)
    if home and (quick := quick_e164(compact, home)):
        return quick
    if home and is_surely_none(compact, home):
        return None
    return library_e164(run, region_name)


def _why(text: str) -> str:
    digits = sum(c.isdecimal() for c in text)
    if digits == 0:
        return "no_phone"
    return "short" if digits < FEWEST_DIGITS + 1 else "no_such_number"
