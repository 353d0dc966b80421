"""The key ``google:`` of config.yaml: what it may say, and how its mistakes are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sheetsync.config import GoogleSheet, load
from sheetsync.config.google import spreadsheet_id
from sheetsync.config.starter import starter_config
from sheetsync.errors import ConfigError
from sheetsync.stores.google.store import GoogleStore
from sheetsync.stores.open import open_store

ID = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE"
URL = f"https://docs.google.com/spreadsheets/d/{ID}/edit"

Problems = Callable[[str], list[str]]


@pytest.fixture
def problems_of(tmp_path: Path) -> Problems:
    """The problem lines of a whole file, the file's name and the folder taken off."""

    def read(text: str) -> list[str]:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            load(path)
        said = caught.value.what.replace(f"{tmp_path}", "FOLDER").splitlines()
        return [line.removeprefix("config.yaml:") for line in said]

    return read


# What it may say


@pytest.mark.parametrize(
    "written",
    [
        ID,
        URL,
        f"{URL}?gid=0#gid=0",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}/edit#gid=7",
        f"https://docs.google.com/spreadsheets/d/{ID}",
        f"docs.google.com/spreadsheets/d/{ID}/htmlview",
        f"https://drive.google.com/open?id={ID}",
        f"https://docs.google.com/spreadsheet/ccc?key={ID}&usp=sharing",
    ],
)
def test_a_spreadsheet_may_be_named_by_any_address_of_it_or_by_its_id(written: str) -> None:
    assert spreadsheet_id(written) == ID


def test_the_key_file_is_looked_for_beside_the_config(tmp_path: Path) -> None:
    (tmp_path / "key.json").write_text("{}", encoding="utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(f"google:\n  spreadsheet: {URL}\n  credentials: key.json\n", encoding="utf-8")
    settings = load(path)
    assert settings.google == GoogleSheet(ID, tmp_path / "key.json")
    assert settings.google.url == URL
    assert settings.workbook is None


def test_an_address_alone_will_do_where_the_environment_has_the_key(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"google: {URL}\n", encoding="utf-8")
    settings = load(path)
    assert settings.google == GoogleSheet(ID)
    assert isinstance(open_store(settings), GoogleStore)


def test_a_tab_at_google_may_be_called_what_excel_forbids(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    tab = "Leads 2026/27: everything that came in"
    path.write_text(f'google: {ID}\ntab: "{tab}"\n', encoding="utf-8")
    assert load(path).tab == tab


def test_the_starter_config_for_a_spreadsheet_loads(tmp_path: Path) -> None:
    (tmp_path / "key.json").write_text("{}", encoding="utf-8")
    path = tmp_path / "config.yaml"
    for key_file in (Path("key.json"), None):
        text = starter_config("trade", date(2026, 11, 21), google=GoogleSheet(ID, key_file))
        path.write_text(text, encoding="utf-8")
        google = load(path).google
        assert google == GoogleSheet(ID, tmp_path / key_file if key_file else None)


# How its mistakes are told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tab: x\n", "1  workbook: is missing — write workbook: leads.xlsx, or google: and your"),
        (
            f"workbook: a.xlsx\ngoogle: {ID}\n",
            "2  google: the leads are in one place: workbook: or",
        ),
        ("google:\n", "1  google: nothing is written here — write spreadsheet: and its address"),
        ("google: {}\n", "1  google: spreadsheet is missing — write spreadsheet: and its address"),
        ("google: [x]\n", "1  google: a list cannot stand here — write key: value pairs"),
        ("gogle: x\n", "1  gogle: unknown key — did you mean google?"),
        (f"google:\n  spreadsheet: {ID}\n  sheet: x\n", "3  google.sheet: unknown key"),
        ("google: leads.xlsx\n", "1  google: is neither the address nor the id of a Google"),
        (
            "google:\n  spreadsheet: https://docs.google.com/document/d/1\n",
            "2  google.spreadsheet: is the address of a document, not of a spreadsheet",
        ),
        (
            "google: https://docs.google.com/spreadsheets/d/e/2PACX-1vTabcdefghijklmnop/pubhtml\n",
            "1  google: is the address of a published page — open the spreadsheet itself",
        ),
        (
            f"workbook: {URL}\n",
            "1  workbook: is an address at Google — write google: in place of workbook:",
        ),
        (
            f"google:\n  spreadsheet: {ID}\n  credentials: no.json\n",
            f"3  google.credentials: there is no file {Path('FOLDER/no.json')} — save the key",
        ),
        (
            f"google:\n  spreadsheet: {ID}\n  credentials: .\n",
            "3  google.credentials: FOLDER is a folder — name a file you may read",
        ),
        (
            f"google:\n  spreadsheet: {ID}\n  credentials: config.yaml\n",
            f"3  google.credentials: {Path('FOLDER/config.yaml')} is no key file: it is not JSON",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(
    text: str, said: str, problems_of: Problems
) -> None:
    told = problems_of(text)
    assert len(told) == 1, told
    assert told[0].startswith(said)


@pytest.mark.parametrize(
    "written", ["{private_key: hush}", '"{\\"private_key\\": \\"hush\\"}"', "|\n    hush\n    hush"]
)
def test_a_key_written_into_the_config_is_refused_and_not_repeated(
    written: str, problems_of: Problems
) -> None:
    told = problems_of(f"google:\n  spreadsheet: {ID}\n  credentials: {written}\n")
    assert [line.split(" — ")[0] for line in told] == [
        "3  google.credentials: holds the key itself, which does not belong in this file"
    ]
    assert "hush" not in "".join(told)


def test_they_come_with_all_other_problems_at_once(problems_of: Problems) -> None:
    told = problems_of(
        "workbook: a.xlsx\n"
        "google:\n"
        "  spreadsheet: leads\n"
        "  credentials: no.json\n"
        "locale: xx\n"
    )  # fmt: skip
    assert [line.split(": ")[0] for line in told] == [
        "2  google", "3  google.spreadsheet", "4  google.credentials", "5  locale",
    ]  # fmt: skip
