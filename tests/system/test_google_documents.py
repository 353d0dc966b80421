"""What the documents say of Google is what happens: followed line by line against the emulator."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result

from jobs.cli import cli
from sheetsync.config import load
from sheetsync.stores.google.credentials import NEW_KEY
from sheetsync.stores.google.refusal_table import (
    NO_ANSWER,
    NO_TOKEN,
    REFUSALS,
    REFUSED,
    UNKNOWN,
    Refusal,
)
from tests.google.loopback import redirect
from tests.google.person import Person
from tests.google.quota import Quota
from tests.google.server import GoogleServer
from tests.google.world import File
from tests.system.test_documents import AT_GOOGLE, DOCUMENTS, commands

Said = list[tuple[str, Result]]
Follow = Callable[[Path], Said]

STANDS_FOR = {
    "account": "robot@…",
    "url": "the spreadsheet",
    "link": "the link",
    "message": "…",
    "minutes": "a minute",
}
"""How the page writes what a refusal fills in."""
NEW_KEY_THERE = (
    "Make one [as above](#1-a-robot-and-its-key-once), and name the file in config.yaml (google: "
    "credentials:)."
)


pytestmark = pytest.mark.usefixtures("state_dir")


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleServer]:
    """A server that every session begun from now on is led to."""
    begin = requests.Session.__init__

    def begin_here(self: requests.Session, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        redirect(self, server.url)

    with GoogleServer(quota=Quota.unlimited()) as server:
        monkeypatch.setattr(requests.Session, "__init__", begin_here)
        yield server


@pytest.fixture
def file(google: GoogleServer) -> File:
    """A blank spreadsheet, its locale and time zone set as the page says."""
    file = google.spreadsheet("Our leads")
    file.spreadsheet.locale, file.spreadsheet.time_zone = "en_IN", "Asia/Kolkata"
    return file


@pytest.fixture
def follow(
    google: GoogleServer, file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Follow:
    """Do what the shell blocks of a document say of Google, one line after another."""
    key = tmp_path / "key.json"
    key.write_bytes(google.key_file().read_bytes())
    key.chmod(0o644)
    address = f"https://docs.google.com/spreadsheets/d/{file.id}/edit"

    def follow_it(document: Path) -> Said:
        folder, said = tmp_path, []
        for line in lines(document):
            line = line.replace('"https://docs.google.com/spreadsheets/d/…/edit"', address)
            program, *words = shlex.split(line.replace("ADDRESS", address))
            if program == "cd":
                folder /= words[0]
            elif program == "chmod":
                (folder / words[1]).chmod(int(words[0], 8))
            else:
                assert program == "sheetsync", f"nobody follows {line}"
                if words[0] == "plan":
                    type_leads(google.person(file))
                monkeypatch.chdir(folder)
                said.append((line, CliRunner().invoke(cli, words)))
        return said

    return follow_it


def lines(document: Path) -> Iterator[str]:
    """The lines of its shell blocks; of a page about more than Google, of those that name it."""
    text = document.read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        if document == AT_GOOGLE or "--google" in block:
            shown = (line.partition("#")[0].strip() for line in block.splitlines())
            yield from filter(None, shown)


def type_leads(person: Person) -> None:
    """What a person does at the sheet before the first run. Rows nobody needs go, as the emulator
    takes long to tell of every cell."""
    person.delete_rows("Leads", 51, 950)
    headers = person.sees("Leads")[0]
    column = {header: chr(ord("A") + at) for at, header in enumerate(headers)}
    for row, name in ((2, "Asha Traders"), (3, "Kaveri Foods")):
        person.type(f"Leads!{column['Name']}{row}", name)
        person.type(f"Leads!{column['Phone']}{row}", f"98200 1234{row}")


def ids(file: File, google: GoogleServer) -> list[str]:
    return [row[0] for row in google.person(file).sees("Leads")[1:] if row]


def test_the_page_leads_from_nothing_to_the_first_run(
    follow: Follow, google: GoogleServer, file: File, tmp_path: Path
) -> None:
    said = follow(AT_GOOGLE)
    for line, done in said:
        assert done.exit_code == 0, f"{line}\n{done.output}{done.exception!r}"
    assert [line.split()[1] for line, _ in said] == [
        "init", "doctor", "plan", "run", "undo", "run",
    ]  # fmt: skip
    told = dict(said)
    assert "Prepared “Our leads”" in said[0][1].output
    assert "put back" in told["sheetsync undo"].output.casefold()
    assert ids(file, google) == ["L-000003", "L-000004"]  # no number is used twice
    assert "Overdue" in [sheet.title for sheet in file.spreadsheet.sheets]
    assert load(tmp_path / "shop" / "config.yaml").google is not None
    the_doctor_says_what_the_page_shows(told["sheetsync doctor"].output.splitlines())


def the_doctor_says_what_the_page_shows(said: list[str]) -> None:
    """In the same order; where the page has dots, anything."""
    text = AT_GOOGLE.read_text(encoding="utf-8")
    shown = [line for line in text.splitlines() if line.startswith("✓ ")]
    patterns = [".*".join(map(re.escape, line.split("…"))) for line in shown]
    found = [
        next((at for at, line in enumerate(said) if re.fullmatch(pattern, line)), -1)
        for pattern in patterns
    ]
    assert len(found) == 13
    assert -1 not in found, dict(zip(shown, found, strict=True))
    assert found == sorted(found)


def test_every_line_of_other_documents_that_names_google_works(follow: Follow) -> None:
    others = [document for document in DOCUMENTS if document != AT_GOOGLE]
    for document in others:
        for line, done in follow(document):
            assert done.exit_code == 0, f"{line}\n{done.output}{done.exception!r}"
    inline = {line for each in others for line in commands(each) if "--google" in line}
    followed = {line for each in others for line in lines(each)}
    assert inline <= followed


def test_the_page_knows_every_refusal_word_for_word() -> None:
    text = AT_GOOGLE.read_text(encoding="utf-8")
    refusals: list[Refusal] = [
        *(refusal for _, refusal in NO_TOKEN),
        *(refusal for _, refusal in REFUSALS),
        *NO_ANSWER.values(), UNKNOWN, REFUSED,
    ]  # fmt: skip
    for refusal in refusals:
        hint = refusal.hint.replace(NEW_KEY, NEW_KEY_THERE)
        row = f"| {refusal.what} | {hint} |".format(**STANDS_FOR)
        assert row in text
