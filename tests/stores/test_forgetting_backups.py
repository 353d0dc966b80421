"""A backup without a person: their cells blank in every tab, all else as it was, or `Unsafe`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from sheetsync.forgetting import Person
from sheetsync.forgetting.blanked import NOWHERE, Unsafe, blanked, read
from sheetsync.forgetting.rows import learned
from tests.builders import settings

SETTINGS = settings()
HEADERS = ["Lead ID", "Name", "Phone", "Email", "Status", "Notes", "Greeting"]
HERS = ["L-000002", "Zubeida Thorne", "+91 98111 22334", "zubeida@quill.example", "New",
        "sells feathers by the kilo"]  # fmt: skip


def made(change: Callable[[Any], None] = lambda _: None) -> bytes:
    """Three leads, the second is she; a tab of the team's own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    sheet.append(HEADERS)
    sheet.append(["L-000001", "Ravi Iyer", "+91 98200 00001", "ravi@home.example", "New", "tea"])
    sheet.append([*HERS, '="Dear "&B3'])
    sheet.append(["L-000003", "Meera Das", "+91 98200 00003", "meera@home.example", "New", "tea"])
    book.create_sheet("Deals").append(["L-000001", 500])
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def without_her(data: bytes) -> Any:
    """The workbook without her, opened."""
    snapshot = read(data, "leads.xlsx", SETTINGS)
    person = learned(Person("L-000002", "IN"), snapshot)
    new = blanked(data, "leads.xlsx", SETTINGS, person)
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        everything = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "ignore")
    assert not [text for text in ("Zubeida", "22334", "quill", "feathers") if text in everything]
    return openpyxl.load_workbook(io.BytesIO(new), rich_text=True)


def rows(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet]


def test_her_cells_are_blank_and_others_as_they_were() -> None:
    before = rows(openpyxl.load_workbook(io.BytesIO(made()))["Leads"])
    after = rows(without_her(made())["Leads"])
    assert after[2] == [None] * 6 + ['="Dear "&B3']
    assert [*after[:2], *after[3:]] == [*before[:2], *before[3:]]


def test_a_name_that_another_lead_has_too_stays_there() -> None:
    def namesake(book: Any) -> None:
        book["Leads"]["B3"] = "Meera Das"

    assert rows(without_her(made(namesake))["Leads"])[3][1] == "Meera Das"


def test_a_row_of_another_tab_that_names_her_lead_is_blank_too() -> None:
    def deal(book: Any) -> None:
        book["Deals"].append(["L-000002", 700])
        book["Deals"].append(["L-0000021", 900])

    assert rows(without_her(made(deal))["Deals"]) == [
        ["L-000001", 500], [None, None], ["L-0000021", 900]
    ]  # fmt: skip


def test_a_row_of_another_tab_with_her_phone_typed_otherwise_is_blank() -> None:
    def call(book: Any) -> None:
        book["Deals"].append(["call 98111-22334", 1])

    assert rows(without_her(made(call))["Deals"])[1] == [None, None]


def test_a_name_whose_letters_look_different_is_found() -> None:
    def rich(book: Any) -> None:
        bold = TextBlock(InlineFont(b=True), "Zub")
        book["Deals"].append([CellRichText(bold, "eida Thorne"), 2])

    assert rows(without_her(made(rich))["Deals"])[1] == [None, None]


def test_links_of_her_row_lead_nowhere() -> None:
    def link(book: Any) -> None:
        book["Leads"]["D3"].hyperlink = "mailto:zubeida@quill.example"
        book["Leads"]["D2"].hyperlink = "mailto:ravi@home.example"

    sheet = without_her(made(link))["Leads"]
    assert sheet["D3"].hyperlink.target == NOWHERE
    assert sheet["D2"].hyperlink.target == "mailto:ravi@home.example"


def test_an_early_backup_knows_her_row_without_its_id_by_how_she_is_reached() -> None:
    def no_ids(book: Any) -> None:
        for row in (2, 3, 4):
            book["Leads"].cell(row, 1).value = None

    known = learned(Person("L-000002", "IN"), read(made(), "leads.xlsx", SETTINGS))
    new = blanked(made(no_ids), "leads.xlsx", SETTINGS, known)
    sheet = openpyxl.load_workbook(io.BytesIO(new))["Leads"]
    assert [sheet.cell(row, 2).value for row in (2, 3, 4)] == ["Ravi Iyer", None, "Meera Das"]


def commented(book: Any) -> None:
    book["Leads"]["F3"].comment = Comment("her mother was rude", "Asha")


def quoting(book: Any) -> None:
    book["Leads"]["G3"] = '=IF(B3="Zubeida Thorne",1,2)'


def renamed(book: Any) -> None:
    book["Leads"].title = "Sheet7"


@pytest.mark.parametrize("change", [commented, quoting, renamed])
def test_where_something_of_hers_would_stay_it_is_unsafe(change: Callable[[Any], None]) -> None:
    known = learned(Person("L-000002", "IN"), read(made(), "leads.xlsx", SETTINGS))
    with pytest.raises(Unsafe):
        blanked(made(change), "leads.xlsx", SETTINGS, known)
