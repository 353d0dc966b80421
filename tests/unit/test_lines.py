"""Lines for people: the same words whether rich prints them or nobody watches."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.markup import render

from jobs.terminal.lines import Lines, escape, plain

TEXTS = st.text(st.sampled_from("ab1 /#@[]\\:=.\t\r\nN\u00e9"), max_size=30)


@given(TEXTS)
def test_what_was_escaped_is_shown_as_it_stands_with_and_without_rich(text: str) -> None:
    line = f"  [bold]{escape(text)}[/] [dim]end[/]"
    assert plain(line) == render(line, emoji=False).plain
    if not text.endswith("\\") and "\\[" not in text and "\r" not in text:
        assert plain(line) == f"  {text} end"


@given(TEXTS)
def test_a_line_that_is_data_alone_says_the_same(text: str) -> None:
    assert plain(escape(text)) == render(escape(text), emoji=False).plain


def test_where_nobody_watches_marks_are_left_out_and_rich_is_not_loaded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    Lines().print("[green]✓[/] leads.xlsx: 3 leads")
    Lines(stderr=True).print("[bold red]✗[/] gone")
    Lines(quiet=True).print("not said")
    assert capsys.readouterr() == ("✓ leads.xlsx: 3 leads\n", "✗ gone\n")


def test_colour_can_be_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    Lines().print("[green]✓[/] done")
    assert "\x1b[32m✓" in capsys.readouterr().out
