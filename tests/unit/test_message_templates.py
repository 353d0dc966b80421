"""An owner's own templates, beside the config: used, sandboxed, and left out where they fail."""

from pathlib import Path

import pytest

from sheetsync.messages.render import render

WORDS = {
    "heading": "A heading", "what": ["It <stopped>."], "hint": ["Do this."], "so": "So.",
    "as_at": "Fri 20 Nov 21:00", "sheet": "leads.xlsx", "link": "", "note": "",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "messages"
    made.mkdir()
    return made


def test_ours_are_used_where_there_are_no_others(tmp_path: Path) -> None:
    said = render("alert", WORDS, tmp_path / "messages")
    assert (said.subject, said.note) == ("A heading", "")
    assert "It <stopped>." in said.text
    assert "It &lt;stopped&gt;." in said.html


def test_a_file_of_the_same_name_replaces_ours(folder: Path) -> None:
    (folder / "alert.txt").write_text("Subject: Oh no\n\n{{ what[0] }}", encoding="utf-8")
    said = render("alert", WORDS, folder)
    assert (said.subject, said.text) == ("Oh no", "It <stopped>.\n")
    assert "A heading" in said.html, "the other part stays ours"


def test_a_template_may_change_a_block_of_ours(folder: Path) -> None:
    own = '{% extends "ours/alert.html" %}{% block footer %}Sunrise Kitchens{% endblock %}'
    (folder / "alert.html").write_text(own, encoding="utf-8")
    html = render("alert", WORDS, folder).html
    assert "Sunrise Kitchens" in html
    assert "It &lt;stopped&gt;." in html


def test_without_a_subject_line_the_heading_is_the_subject(folder: Path) -> None:
    (folder / "alert.txt").write_text("{{ what[0] }}", encoding="utf-8")
    assert render("alert", WORDS, folder).subject == "A heading"


def test_no_subject_breaks_the_line(folder: Path) -> None:
    (folder / "alert.txt").write_text("Subject: {{ sheet }}\n\nx", encoding="utf-8")
    said = render("alert", {**WORDS, "sheet": "a\tb " + "c" * 500}, folder)
    assert said.subject.startswith("a b c")
    assert len(said.subject) <= 200


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("alert.html", "one\ntwo {{ oops }\n", "messages/alert.html, line 2: "),
        ("alert.html", "one\n\n{{ nothing_known }}", "messages/alert.html, line 3: "),
        ("alert.txt", "Subject: x\n{{ sheet.upper(1) }}", "messages/alert.txt, line 2: TypeError"),
        ("alert.txt", "{{ what.__class__.__mro__ }}", "messages/alert.txt, line 1: "),
        ("alert.txt", "{{ ''.format.__globals__ }}", "messages/alert.txt, line 1: "),
        ("alert.txt", '{% include "../secret.txt" %}', "messages/alert.txt, line 1: "),
        ("parts.html", "{% macro opening() %}", "messages/parts.html, line 1: "),
    ],
)
def test_a_template_that_fails_is_left_out_and_named_with_its_line(
    file: str, text: str, place: str, folder: Path
) -> None:
    (folder.parent / "secret.txt").write_text("hunter2")
    (folder / file).write_text(text, encoding="utf-8")
    said = render("alert", WORDS, folder)
    assert said.note.startswith(place)
    assert said.note in said.text, "the message says so"
    assert "A heading" in said.html
    assert "hunter2" not in said.text
