"""What formulas come to. A few functions only: any other one is refused aloud when it is read,
unless the script that typed the formula said what it shows."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from tests.google.a1 import Area
from tests.google.cells import FormulaError, as_number
from tests.google.errors import ApiError, NotEmulated
from tests.google.formula_syntax import (
    Call,
    Node,
    Number,
    Operation,
    Parser,
    Reference,
    SyntaxWrong,
    Text,
)
from tests.google.locales import locale_named
from tests.google.moments import to_serial
from tests.google.spreadsheet import Formula, Sheet, Spreadsheet, Value

# A range as values, row by row; single values are not wrapped.
Result = Any


class Range(list[Any]):
    """Values row by row, and where each stands first."""

    @cached_property
    def places(self) -> dict[tuple[int, Any], int]:
        found: dict[tuple[int, Any], int] = {}
        for place, value in enumerate(_flat((self,)), 1):
            if value is not None:
                found.setdefault(_rank(value), place)
        return found


class Calculator:
    """The values of one spreadsheet as they are now; made anew for each reply."""

    def __init__(self, spreadsheet: Spreadsheet, now: datetime) -> None:
        self._spreadsheet = spreadsheet
        self._locale = locale_named(spreadsheet.locale)
        self._now = now
        self._known: dict[tuple[int, int, int], Value] = {}
        self._ranges: dict[tuple[int, ...], Range] = {}

    def value(self, sheet: Sheet, row: int, column: int) -> Any:
        """What stands in a cell, formulas worked out; None where it is blank."""
        entered = sheet.cell(row, column).value
        if not isinstance(entered, Formula):
            return entered
        if entered.shows is not None:
            return entered.shows
        place = (sheet.id, row, column)
        if place not in self._known:
            self._known[place] = FormulaError("#REF!")  # what a circle of references gives
            self._known[place] = self.evaluate(sheet, entered.text)
        return self._known[place]

    def evaluate(self, sheet: Sheet, formula: str) -> Any:
        try:
            result = self._node(sheet, Parser(formula[1:], self._locale).parse())
        except SyntaxWrong:
            return FormulaError("#ERROR!")
        while isinstance(result, list):
            result = result[0] if result else None
        return 0 if result is None else result

    def range_values(self, sheet: Sheet, reference: str) -> list[Any]:
        """The values of a range as a dropdown names it: `=Lists!$A$1:$A$9`."""
        return _flat((self._reference(sheet, reference.removeprefix("=")),))

    def _node(self, sheet: Sheet, node: Node) -> Result:
        if isinstance(node, Number):
            return as_number(node.number)
        if isinstance(node, Text):
            return node.text
        if isinstance(node, Reference):
            return self._reference(sheet, node.place)
        if isinstance(node, Operation):
            return self._operation(sheet, node)
        return self._call(sheet, node)

    def _reference(self, sheet: Sheet, place: str) -> Result:
        bare = place.replace("$", "")
        is_name = "!" not in bare and ":" not in bare and not bare[-1].isdigit()
        try:
            where, area = self._spreadsheet.resolve(
                bare if is_name or "!" in bare else _on(sheet, bare)
            )
        except ApiError:
            return FormulaError("#NAME?" if is_name else "#REF!")
        if len(area.rows) == len(area.columns) == 1:
            return self.value(where, area.top, area.left)
        return self._range(where, area)

    def _range(self, where: Sheet, area: Area) -> Result:
        """Kept where it holds no formula: a thousand cells may look something up in one column."""
        key = (where.id, *area)
        if key not in self._ranges:
            rows = [[self.value(where, r, c) for c in area.columns] for r in area.rows]
            if any(isinstance(cell.value, Formula) for _, _, cell in where.filled(area)):
                return Range(rows)
            self._ranges[key] = Range(rows)
        return self._ranges[key]

    def _operation(self, sheet: Sheet, node: Operation) -> Result:
        left, right = (_single(self._node(sheet, side)) for side in (node.left, node.right))
        for side in (left, right):
            if isinstance(side, FormulaError):
                return side
        if node.sign == "&":
            return _as_text(left) + _as_text(right)
        if node.sign in COMPARISONS:
            return COMPARISONS[node.sign](_rank(left), _rank(right))
        return _arithmetic(node.sign, left, right)

    def _call(self, sheet: Sheet, call: Call) -> Result:
        if call.name == "IF":
            return self._if(sheet, call.arguments)
        if call.name == "TODAY":
            return int(to_serial(self._now))
        if call.name == "NOW":
            return to_serial(self._now)
        if call.name not in FUNCTIONS:
            raise NotEmulated(f"the function {call.name} in a formula")
        arguments = [self._node(sheet, argument) for argument in call.arguments]
        first_error = next((a for a in arguments if isinstance(a, FormulaError)), None)
        if first_error is not None and call.name != "IFERROR":
            return first_error
        return FUNCTIONS[call.name](*arguments)

    def _if(self, sheet: Sheet, arguments: list[Node]) -> Result:
        test = _single(self._node(sheet, arguments[0]))
        if isinstance(test, FormulaError):
            return test
        chosen = arguments[1:2] if test else arguments[2:3]
        return self._node(sheet, chosen[0]) if chosen else False


def _on(sheet: Sheet, cells: str) -> str:
    title = sheet.title.replace("'", "''")
    return f"'{title}'!{cells}"


def _single(result: Result) -> Any:
    while isinstance(result, list):
        result = result[0]
    return result


def _flat(arguments: tuple[Result, ...]) -> list[Any]:
    flat: list[Any] = []
    for argument in arguments:
        flat.extend(_flat(tuple(argument)) if isinstance(argument, list) else [argument])
    return flat


def _numbers(*arguments: Result) -> list[float]:
    return [v for v in _flat(arguments) if isinstance(v, int | float) and not isinstance(v, bool)]


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(as_number(value)) if isinstance(value, int | float) else str(value)


def _rank(value: Any) -> tuple[int, Any]:
    """Numbers before texts before truths; texts without case; blank is nought."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, value.lower()
    return 0, value or 0


def _arithmetic(sign: str, left: Any, right: Any) -> Any:
    try:
        a, b = float(left or 0), float(right or 0)
        return as_number(ARITHMETIC[sign](a, b))
    except ZeroDivisionError:
        return FormulaError("#DIV/0!")
    except ValueError:
        return FormulaError("#VALUE!")


def _match(wanted: Any, where: Result, kind: float = 1) -> Any:
    if kind != 0:
        raise NotEmulated("MATCH over a sorted range")
    places = where.places if isinstance(where, Range) else Range([where]).places
    wanted = _single(wanted)
    if isinstance(wanted, str) and (pattern := _wildcards(wanted.lower())):
        fits = [p for rank, p in places.items() if rank[0] == 1 and pattern.fullmatch(rank[1])]
        return min(fits) if fits else FormulaError("#N/A")
    return places.get(_rank(wanted), FormulaError("#N/A"))


def _wildcards(text: str) -> re.Pattern[str] | None:
    """A text with `?` or `*` as a pattern; a tilde before them takes their meaning away."""
    if not re.search(r"[?*~]", text):
        return None
    parts = {"?": ".", "*": ".*"}
    tokens = re.findall(r"~[~?*]|.", text, re.DOTALL)
    return re.compile("".join(parts.get(t) or re.escape(t[-1]) for t in tokens), re.DOTALL)


def _average(*arguments: Result) -> Any:
    numbers = _numbers(*arguments)
    return sum(numbers) / len(numbers) if numbers else FormulaError("#DIV/0!")


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}

ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "SUM": lambda *a: sum(_numbers(*a)),
    "COUNT": lambda *a: len(_numbers(*a)),
    "COUNTA": lambda *a: sum(v is not None for v in _flat(a)),
    "MIN": lambda *a: min(_numbers(*a), default=0),
    "MAX": lambda *a: max(_numbers(*a), default=0),
    "AVERAGE": _average,
    "AND": lambda *a: all(v for v in _flat(a)),
    "OR": lambda *a: any(v for v in _flat(a)),
    "NOT": lambda a: not _single(a),
    "N": lambda a: a if isinstance(_single(a), int | float) else 0,
    "LEN": lambda a: len(_as_text(_single(a))),
    "CONCATENATE": lambda *a: "".join(_as_text(v) for v in _flat(a)),
    "HYPERLINK": lambda link, label=None: _single(link if label is None else label),
    "IFERROR": lambda a, b="": b if isinstance(_single(a), FormulaError) else a,
    "ISBLANK": lambda a: _single(a) is None,
    "MATCH": _match,
}
