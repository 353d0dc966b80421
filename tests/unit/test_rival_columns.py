"""Two columns that could be one field: what is an error, what gives way, and what is said of it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from jobs.cli import cli
from jobs.doctor.diagnose import diagnose
from scripts.score_headers import judge, refused, score
from sheetsync.errors import ColumnsAmbiguous
from sheetsync.headers import HeaderMap
from sheetsync.headers.aliases import BY_ORDER
from sheetsync.headers.rivals import lines_of_passed_over
from sheetsync.headers.row import find
from sheetsync.lead_tab import TableRange
from sheetsync.schema import FIELD
from tests.builders import lead_tab


def sheet(*rows: list[Any], columns: dict[str, str] | None = None, **options: Any) -> HeaderMap:
    """The columns of a tab whose header row is the first."""
    return find(lead_tab(rows, **options), columns or {}, "leads.xlsx")


def taken(found: HeaderMap, field: str) -> str:
    """The header of the column taken for a field."""
    return found.columns[field].header


EQUALS = [
    ("phone", "Mobile no.", "Contact number"), ("phone", "Mobile", "Telephone"),
    ("status", "Lead status", "Stage"), ("owner", "Assigned to", "Sales rep"),
    ("owner", "Handled by", "Counsellor"), ("email", "Email ID", "Email address"),
    ("name", "Customer name", "Client name"), ("received_at", "Created at", "Date added"),
    ("next_action_date", "Next follow up", "Next call date"), ("priority", "Urgency", "Temp"),
    ("quote_value", "Quote amount", "Proposal value"), ("order_value", "PO value", "Final value"),
    ("last_contact_at", "Last contacted", "Latest contact date"), ("status", "Staus", "Statsu"),
]  # fmt: skip


def row_of(field: str, *headers: str) -> list[Any]:
    """A header row that has what a lead sheet needs beside some headers for one field."""
    others = [FIELD[name].header for name in ("company", "need", "status") if name != field]
    return [*others, *headers]


@pytest.mark.parametrize(("field", "first", "second"), EQUALS)
def test_two_other_names_for_one_field_are_an_error_that_names_both_and_the_way_out(
    field: str, first: str, second: str
) -> None:
    header = row_of(field, first, second)
    values = ["x"] * len(header)
    with pytest.raises(ColumnsAmbiguous) as raised:
        sheet(header, values)
    error = raised.value
    assert error.exit_code == 13
    assert error.where == "leads.xlsx · Leads"
    letters = "ABCDEFG"
    for text in (first, second):
        assert f'"{text}" ({letters[header.index(text)]}1)' in error.what
    assert f'columns:\n  {field}: "{first}"' in error.hint
    assert taken(sheet(header, values, columns={field: second}), field) == second


@pytest.mark.parametrize(("field", "first", "second"), EQUALS)
def test_the_line_in_the_config_is_enough_and_ends_all_talk_of_the_other(
    field: str, first: str, second: str
) -> None:
    header = row_of(field, first, second)
    found = sheet(header, ["x"] * len(header), columns={field: first})
    assert taken(found, field) == first
    assert second in found.unknown.values()
    assert not found.passed_over


def test_all_disputes_come_at_once_with_a_line_each_that_can_be_copied() -> None:
    header = ["Name", 'Mobile "new"', "Mobile no", "Contact no", "Lead status", "Stage"]
    with pytest.raises(ColumnsAmbiguous) as raised:
        sheet(header, ["x"] * 6)
    said = YAML(typ="safe").load(raised.value.hint.partition("\n")[2])
    assert said == {"columns": {"phone": "Mobile no", "status": "Lead status"}}
    assert taken(sheet(header, ["x"] * 6, columns=said["columns"]), "status") == "Lead status"


def test_of_two_spellings_apart_in_case_the_config_can_name_one() -> None:
    rows = ["Name", "name", "Status"], ["Asha", "asha", "New"]
    with pytest.raises(ColumnsAmbiguous, match='name: "Name"'):
        sheet(*rows)
    assert sheet(*rows, columns={"name": "name"}).column("name") == 2


def test_of_one_header_twice_another_header_helps() -> None:
    with pytest.raises(ColumnsAmbiguous, match="Give one of them another header"):
        sheet(["Name", "Phone", "Status", "Phone"], ["Asha", 98, "New", 97])


def test_or_the_field_does_without_a_column() -> None:
    rows = ["Name", "Status", "Date", "Remarks", "Remarks"], ["Asha", "New", None, "busy", "keen"]
    with pytest.raises(ColumnsAmbiguous, match=r'(?s)another header.*notes: ""'):
        sheet(*rows)
    assert "notes" not in sheet(*rows, columns={"notes": ""})


@pytest.mark.parametrize("blank", [None, "", "  ", "\n", "\u00a0"])
@pytest.mark.parametrize(("field", "first", "second"), EQUALS[:4])
def test_a_column_in_which_nothing_stands_gives_way(
    field: str, first: str, second: str, blank: str | None
) -> None:
    header = row_of(field, first, second)
    found = sheet(header, [*["x"] * (len(header) - 2), blank, "x"], [])
    assert taken(found, field) == second
    (line,) = lines_of_passed_over(found)
    assert f'"{first}"' in line
    assert line.endswith("is empty)")


def test_of_one_header_twice_the_filled_column_is_taken() -> None:
    found = sheet(["Name", "Phone", "Status", "Phone"], ["Asha", None, "New", 97])
    assert found.column("phone") == 4
    configured = sheet(["Name", "Phone", "Status", "Phone"], ["Asha", None, "New", 97],
                       columns={"phone": "Phone"})  # fmt: skip
    assert configured.column("phone") == 4


def test_of_three_columns_the_filled_two_are_in_dispute() -> None:
    with pytest.raises(ColumnsAmbiguous, match="both") as raised:
        sheet(["Name", "Mobile", "Telephone", "Contact no", "Status"], ["Asha", 98, None, 97])
    assert "Telephone" not in str(raised.value)


def test_where_both_are_empty_a_person_is_still_asked() -> None:
    with pytest.raises(ColumnsAmbiguous):
        sheet(["Name", "Mobile", "Telephone", "Status"], ["Asha", None, None, "New"])


def test_a_formula_is_not_empty_even_where_it_shows_nothing() -> None:
    with pytest.raises(ColumnsAmbiguous):
        sheet(["Name", "Mobile", "Telephone", "Status"], ["Asha", 98, None], formulas=[(2, 3)])


def test_a_header_said_again_further_down_is_no_value() -> None:
    header = ["Name", "Mobile", "Telephone", "Status"]
    assert taken(sheet(header, ["Asha", 98], header, ["Ravi", 97]), "phone") == "Mobile"


def test_what_stands_below_a_table_does_not_fill_its_columns() -> None:
    rows = ["Name", "Mobile", "Telephone"], ["Asha", 98, None], ["Total", 1, 2]
    assert taken(sheet(*rows, table=TableRange("T", 1, 2, 1, 3, True)), "phone") == "Mobile"


def test_a_machine_column_twice_is_an_error_though_one_is_empty_tonight() -> None:
    with pytest.raises(ColumnsAmbiguous, match="another header"):
        sheet(["Name", "Status", "Issues (auto)", "Issues (auto)"], ["Asha", "New", "x", None])


WEAKER = [
    ("phone", "Phone", "Mobile"), ("status", "Status", "Stage"), ("owner", "Owner", "Assigned to"),
    ("phone", "Mobile no.", "WhatsApp"), ("email", "Email ID", "Personal email"),
    ("status", "Lead status", "Disposition"), ("received_at", "Enquiry date", "Date"),
    ("next_action_date", "Next follow-up", "Follow up date"), ("owner", "Assigned to", "Agent"),
    ("status", "Stage", "Staus"), ("source", "Lead source", "Platform"),
    ("notes", "Remarks", "Comments"), ("need", "Product", "Service"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "better", "weaker"), WEAKER)
@pytest.mark.parametrize("filled", [True, False])
def test_a_firmer_name_has_the_field_and_the_other_column_is_told(
    field: str, better: str, weaker: str, filled: bool
) -> None:
    for pair in permutations((better, weaker)):
        header = row_of(field, *pair)
        values = ["x" if filled or text != better else None for text in header]
        found = sheet(header, values)
        assert taken(found, field) == better
        (line,) = lines_of_passed_over(found)
        assert line.startswith(f'"{better}"')
        assert f'"{weaker}"' in line
        assert line.endswith("is empty)") is not filled


def test_a_column_that_lost_one_field_and_has_another_is_no_rival() -> None:
    found = sheet(["Customer", "Contact", "Stage"], ["Asha", 98, "New"])
    assert taken(found, "phone") == "Contact"
    assert not found.passed_over


def test_fields_that_only_describe_a_lead_never_stop_a_run_for_two_names_of_one_rank() -> None:
    assert {"source", "need", "notes", "city"} <= BY_ORDER
    assert not {"name", "phone", "status", "owner", "next_action_date", "order_value"} & BY_ORDER


def doctor(folder: Path, *rows: list[Any]) -> list[tuple[str, str, str]]:
    """What the doctor notes of the columns of a workbook, with the remedies."""
    book = openpyxl.Workbook(write_only=True)
    tab = book.create_sheet("Leads")
    for row in rows:
        tab.append(row)
    book.save(folder / "leads.xlsx")
    config = folder / "config.yaml"
    config.write_text(
        "workbook: leads.xlsx\ntimezone: Asia/Kolkata\nhours:\n  mon: 09:00-18:00\n",
        encoding="utf-8",
    )
    lines = diagnose(config, None)
    return [(d.subject, d.message, d.remedy) for d in lines if d.state != "ok"]


@pytest.mark.usefixtures("state_dir")
def test_the_doctor_names_both_columns_and_the_line_that_settles_it(tmp_path: Path) -> None:
    said = doctor(tmp_path, ["Name", "Phone", "Mobile", "Status"], ["Asha", 98, 97, "New"])
    (message, remedy) = next((m, r) for subject, m, r in said if subject == "Phone")
    assert message == '"Phone" (B1) is Phone; "Mobile" (C1), which could be it too, was left alone'
    assert 'phone: "Phone" to keep' in remedy
    assert 'phone: "Mobile" to change' in remedy


@pytest.mark.usefixtures("state_dir")
def test_the_doctor_says_what_to_do_about_an_empty_column_of_the_same_name(tmp_path: Path) -> None:
    said = doctor(tmp_path, ["Name", "Phone", "Phone", "Status"], ["Asha", 98, None, "New"])
    (message, remedy) = next((m, r) for subject, m, r in said if subject == "Phone")
    assert '"Phone" (C1) is empty' in message
    assert "another header" in remedy


@pytest.mark.usefixtures("state_dir")
@pytest.mark.parametrize("command", [["check"], ["run", "nightly"]])
def test_with_v_a_check_and_a_run_say_which_column_was_read(
    tmp_path: Path, command: list[str]
) -> None:
    doctor(tmp_path, ["Name", "Phone", "Mobile", "Status"], ["Asha", "98765 43210", 97, "New"])
    options = [*command, "--config", str(tmp_path / "config.yaml")]
    loud, plain = (CliRunner().invoke(cli, [*options, *more]).output for more in (["-v"], []))
    assert '"Phone" (B1) is Phone; "Mobile" (C1)' in loud
    assert "Mobile" not in plain


def test_the_score_counts_columns_in_dispute_as_missed_and_never_as_wrong() -> None:
    labels = {"Name": "name", "Mobile": "phone", "Telephone": None, "Stage": "status"}
    row = {"id": "one", "origin": "sheet", "headers": [*labels], "map": labels}
    judged = list(judge([row]))
    assert score(judged).missed == 2
    assert score(judged).wrong == 0
    assert refused(judged) == ["one"]
