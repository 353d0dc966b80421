"""A formula as a tree. Arguments are parted by `;`, and by `,` where that is not the decimal sign:
Google takes the semicolon in every locale."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.google.locales import Locale


class SyntaxWrong(Exception):
    pass


class Number(NamedTuple):
    number: float


class Text(NamedTuple):
    text: str


class Reference(NamedTuple):
    place: str


class Call(NamedTuple):
    name: str
    arguments: list[Node]


class Operation(NamedTuple):
    sign: str
    left: Node
    right: Node


Node = Number | Text | Reference | Call | Operation

_TITLE = r"(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d*"
_COLUMNS = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}"
REFERENCE = (
    rf"(?:{_TITLE})?(?:{_CELL}:{_CELL}|{_CELL}:\$?[A-Za-z]{{1,3}}|{_CELL}|{_COLUMNS})(?![\w(])"
)

LEVELS = (("=", "<>", "<=", ">=", "<", ">"), ("&",), ("+", "-"), ("*", "/"), ("^",))


class Parser:
    def __init__(self, text: str, locale: Locale) -> None:
        self._separator = ";" if locale.decimal == "," else "[,;]"
        decimal = re.escape(locale.decimal)
        self._number = re.compile(rf"\d+(?:{decimal}\d+)?(?:[eE][-+]?\d+)?")
        self._decimal = locale.decimal
        self._text = text
        self._at = 0

    def parse(self) -> Node:
        node = self._level(0)
        if self._peek():
            raise SyntaxWrong(self._text)
        return node

    def _peek(self) -> str:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._text[self._at : self._at + 2]

    def _take(self, pattern: str | re.Pattern[str]) -> str | None:
        self._peek()
        match = re.compile(pattern).match(self._text, self._at)
        if not match:
            return None
        self._at = match.end()
        return match[0]

    def _level(self, level: int) -> Node:
        if level == len(LEVELS):
            return self._unary()
        node = self._level(level + 1)
        while sign := next((s for s in LEVELS[level] if self._peek().startswith(s)), None):
            # `<` must not swallow half of `<=`: longer signs come first in their level.
            longer = next((s for s in LEVELS[level] if len(s) == 2 and self._peek() == s), sign)
            self._at += len(longer)
            node = Operation(longer, node, self._level(level + 1))
        return node

    def _unary(self) -> Node:
        if self._take("-"):
            return Operation("-", Number(0), self._unary())
        if self._take(r"\+"):
            return self._unary()
        node = self._atom()
        while self._take("%"):
            node = Operation("/", node, Number(100))
        return node

    def _atom(self) -> Node:
        if self._take(r"\("):
            node = self._level(0)
            self._close()
            return node
        if (text := self._take(r'"(?:[^"]|"")*"')) is not None:
            return Text(text[1:-1].replace('""', '"'))
        if place := self._take(REFERENCE):
            return Reference(place)
        if number := self._take(self._number):
            return Number(float(number.replace(self._decimal, ".")))
        if name := self._take(r"[A-Za-z_][\w.]*"):
            return self._call(name.upper())
        raise SyntaxWrong(self._text)

    def _call(self, name: str) -> Node:
        if not self._take(r"\("):
            if name in ("TRUE", "FALSE"):
                return Call(name, [])
            return Reference(name)
        arguments: list[Node] = []
        while not self._take(r"\)"):
            if arguments and not self._take(self._separator):
                raise SyntaxWrong(self._text)
            arguments.append(self._level(0))
        return Call(name, arguments)

    def _close(self) -> None:
        if not self._take(r"\)"):
            raise SyntaxWrong(self._text)
