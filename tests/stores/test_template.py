"""The empty lead workbook: what an owner finds in it, and that it is always the same."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from sheetsync import highlights
from sheetsync.plan import normal_formula
from sheetsync.schema import FIELDS, FILLED, MACHINE_FIELDS
from sheetsync.stores.excel.template.lead_sheet import (
    build_template,
    dress_row,
    finished,
    preset_settings,
    template_bytes,
    write_template,
)
from tests import builders

ROOT = Path(__file__).parents[2]
COLUMN = {field.name: get_column_letter(number) for number, field in enumerate(FIELDS, 1)}


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(template_bytes(builders.settings())))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def validation(sheet: Any, field: str) -> Any:
    cell = f"{COLUMN[field]}2"
    return next(v for v in sheet.data_validations.dataValidation if cell in v.sqref)


def test_the_template_of_the_project_is_what_the_code_makes() -> None:
    kept = (ROOT / "templates" / "lead_sheet.xlsx").read_bytes()
    assert members(kept) == members(template_bytes(preset_settings("general")))


def test_the_same_settings_give_the_same_bytes(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", builders.settings())
    write_template(tmp_path / "b.xlsx", builders.settings())
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert finished((tmp_path / "a.xlsx").read_bytes()) == (tmp_path / "a.xlsx").read_bytes()


def test_nothing_in_it_names_a_person_or_a_time(book: Any) -> None:
    properties = book.properties
    assert (properties.creator, properties.lastModifiedBy) == ("sheetsync", None)
    assert f"{properties.created:%Y-%m-%d}" == f"{properties.modified:%Y-%m-%d}" == "2026-01-01"


def test_every_field_is_a_column_in_order(book: Any) -> None:
    assert [cell.value for cell in book["Leads"][1]] == [field.header for field in FIELDS]


def test_a_business_has_its_own_headers() -> None:
    own = build_template(builders.settings(columns={"phone": "Mobile"}, tab="Enquiries"))
    assert own["Enquiries"][f"{COLUMN['phone']}1"].value == "Mobile"


def test_it_opens_on_the_leads_with_header_and_name_in_view(book: Any) -> None:
    assert book.sheetnames == ["Leads", "Read me", "Lists"]
    assert book.active.title == "Leads"
    assert book["Leads"].freeze_panes == "E2"


def test_the_leads_are_a_table_with_filters(book: Any) -> None:
    (table,) = book["Leads"].tables.values()
    assert table.ref == f"A1:{COLUMN['follow_up']}201"
    assert table.autoFilter.ref == table.ref
    assert [column.name for column in table.tableColumns] == [field.header for field in FIELDS]


@pytest.mark.parametrize(
    "field", ["source", "priority", "segment", "status", "owner", "lost_reason"]
)
def test_a_choice_is_a_dropdown_that_also_takes_other_words(book: Any, field: str) -> None:
    rule = validation(book["Leads"], field)
    assert (rule.type, rule.errorStyle, rule.showErrorMessage) == ("list", "warning", True)
    letter, first = re.match(r"Lists!\$([A-Z])\$(\d+):INDEX", rule.formula1).groups()  # type: ignore[union-attr]
    words = [cell.value for cell in book["Lists"][letter][int(first) - 1 :] if cell.value]
    assert words == list(builders.CHOICES[field])


def test_a_lead_tab_called_lists_keeps_its_title() -> None:
    named = build_template(builders.settings(tab="Lists"))
    assert named.sheetnames[0] == "Lists"
    assert validation(named["Lists"], "status").formula1.startswith("Lists1!")


def test_dates_money_and_phones_show_as_they_should(book: Any) -> None:
    formats = {
        name: book["Leads"].column_dimensions[letter].number_format
        for name, letter in COLUMN.items()
    }
    assert formats["needed_by"] == "ddd d mmm yyyy"
    assert formats["received_at"] == "d mmm yyyy hh:mm"
    assert formats["quote_value"].startswith('[>=10000000]"₹"##')
    assert formats["phone"] == "@"


def test_prompts_say_what_a_column_is_for(book: Any) -> None:
    for field in FIELDS:
        if field.prompt:
            assert validation(book["Leads"], field.name).prompt == field.prompt


def test_machine_columns_are_shaded_and_marked(book: Any) -> None:
    sheet = book["Leads"]
    for field in MACHINE_FIELDS:
        assert sheet.column_dimensions[COLUMN[field]].fill.fgColor.rgb.endswith("EEF2F6")
        header = sheet[f"{COLUMN[field]}1"].fill.fgColor.rgb
        assert header != sheet[f"{COLUMN['name']}1"].fill.fgColor.rgb


def test_only_what_a_run_fills_today_is_marked_as_filled(book: Any) -> None:
    """Other columns the machine may fill one day are people's until then, in look and in words."""
    sheet, text = book["Leads"], "\n".join(
        str(c.value) for row in book["Read me"].iter_rows() for c in row if c.value
    )  # fmt: skip
    look = {f.name: sheet[f"{COLUMN[f.name]}1"].fill.fgColor.rgb for f in FIELDS}
    filled = {name for name, rgb in look.items() if rgb == look["lead_id"]}
    assert filled == set(FILLED)
    for field in FIELDS:
        said = field.prompt + (text if field.name in FILLED else "")
        assert ("filled by" in said or "fills it" in said) is (field.name in FILLED)


def test_a_first_run_finds_the_highlights_it_would_make(book: Any) -> None:
    columns = {field.name: number for number, field in enumerate(FIELDS, 1)}
    words = highlights.closed_words(builders.settings())
    rules = highlights.resolve(highlights.BY_NAME, columns, 2, words)
    found = {
        (str(area.sqref), normal_formula(rule.formula[0]))
        for area in book["Leads"].conditional_formatting
        for rule in area.rules
    }
    for rule in rules:
        first, last = map(get_column_letter, (rule.first_column, rule.last_column))
        assert (f"{first}2:{last}1048576", normal_formula(rule.formula)) in found


def test_the_read_me_says_what_the_columns_and_colours_mean(book: Any) -> None:
    text = "\n".join(str(c.value) for row in book["Read me"].iter_rows() for c in row if c.value)
    for phrase in ("Red row", "Yellow", "Issues (auto)", "New → Contacted", "Whose column is it?"):
        assert phrase in text


def test_a_row_added_by_a_program_looks_like_one_typed() -> None:
    sheet = build_template(builders.settings())["Leads"]
    dress_row(sheet, 2)
    assert sheet[f"{COLUMN['phone']}2"].number_format == "@"


def test_a_team_nobody_has_named_yet_can_be_written_into_the_lists() -> None:
    alone = replace(builders.settings(), choices={**builders.CHOICES, "owner": ()})
    made = build_template(alone)
    assert "Owner" in [cell.value for cell in made["Lists"][4]]
    assert validation(made["Leads"], "owner").type == "list"
