"""Which column holds which field: what is taken, what is left alone, and what is asked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.score_headers import judge, refused, score
from sheetsync import snapshot
from sheetsync.cells import Location
from sheetsync.errors import ColumnMissing, ColumnsAmbiguous, HeaderRowMissing
from sheetsync.headers import HeaderMap, match, read
from sheetsync.headers.aliases import MONEY, UNSURE, all_aliases, spellings
from sheetsync.headers.row import find
from sheetsync.headers.words import read_header
from sheetsync.lead_tab import TableRange
from sheetsync.schema import FIELDS, MACHINE_FIELDS
from tests.builders import HEADERS, lead_tab, seen, settings

SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "header-sets.json"
WHERE = Location("leads.xlsx", "Leads")


def fields(headers: str, **columns: str) -> dict[str, str]:
    """What each header of a row written with bars is taken for, where it is taken for anything."""
    found = match([cell.strip() for cell in headers.split("|")], 1, columns, WHERE)
    return {match.header: name for name, match in found.columns.items()}


def field_of(header: str) -> str | None:
    """What one header is taken for in a row that says nothing else."""
    return next(iter(read([header], 1, {}).map.columns), None)


def test_our_own_headers_are_all_known_by_name() -> None:
    found = match(HEADERS, 1, {}, WHERE)
    assert {name: m.column for name, m in found.columns.items()} == {
        field.name: at for at, field in enumerate(FIELDS, start=1)
    }
    assert {m.how for m in found.columns.values()} == {"name"}
    assert not found.unknown


@pytest.mark.parametrize(
    "header",
    ["Next action date", "NEXT ACTION DATE", "next_action_date", "nextActionDate", " Next  action "
     "date: ", "Next-Action Date*", "🗓 Next action date", "Next Action Date (dd/mm/yyyy)"],
)  # fmt: skip
def test_case_signs_emoji_and_units_make_no_difference(header: str) -> None:
    assert field_of(header) == "next_action_date"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Mobile No.", "phone"), ("☎ Contact", "phone"), ("Ph. No", "phone"), ("📞", "phone"),
        ("E-mail ID", "email"), ("Customer Email", "email"), ("Value (AUD)", "quote_value"),
        ("Offer $", "quote_value"), ("Date of Enquiry", "received_at"), ("Lead #", "lead_id"),
        ("#Times Contacted", "follow_ups"), ("what_is_your_budget?", "budget"),
        ("Status (open / won / lost)", "status"), ("Téléphone", "phone"), ("Telefono", "phone"),
        ("Nächster Schritt", "next_action"), ("Wiedervorlage", "next_action_date"),
        ("Prochaine relance", "next_action_date"), ("Próximo contato", "next_action_date"),
        ("Motivo de pérdida", "lost_reason"), ("Opmerkingen", "notes"), ("No. HP", "phone"),
        ("Имя", "name"), ("Ответственный", "owner"), ("الحالة", "status"), ("Trạng thái", "status"),
        ("Telefon numarası", "phone"), ("Kundentyp", "segment"), ("मोबाइल नंबर", "phone"),
        ("电话", "phone"), ("担当者名", "name"), ("Submitted At UTC", "received_at"),
    ],
)  # fmt: skip
def test_people_head_their_columns_in_many_words_and_languages(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nächste Aktion am", "next_action_date"), ("Nächster Schritt am", "next_action_date"),
        ("Nächste Maßnahme bis", "next_action_date"), ("Datum nächste Aktion", "next_action_date"),
        ("Nächster Schritt (Datum)", "next_action_date"), ("Rückruf am", "next_action_date"),
        ("Datum der nächsten Aktivität", "next_action_date"),
        ("Nächste Wiedervorlage am", "next_action_date"), ("Wieder anrufen am", "next_action_date"),
        ("Nächster Anruf am", "next_action_date"), ("Nächstes Follow-up am", "next_action_date"),
        ("Letzter Anruf am", "last_contact_at"), ("Letzte Kontaktaufnahme am", "last_contact_at"),
        ("Erste Reaktion am", "first_response_at"), ("Beantwortet am", "first_response_at"),
        ("Erhalten am", "received_at"), ("Angefragt am", "received_at"),
        ("Anfrage eingegangen am", "received_at"), ("Gewünscht bis", "needed_by"),
        ("Gezahlt am", "collected_on"), ("Gewonnen am", "closed_on"), ("Verloren am", "closed_on"),
        ("Volgende actie op", "next_action_date"), ("Prossima azione il", "next_action_date"),
        ("Próxima ação em", "next_action_date"), ("Fecha del próximo paso", "next_action_date"),
        ("Date de la prochaine étape", "next_action_date"), ("Nächste Aktion", "next_action"),
    ],
)  # fmt: skip
def test_what_happens_next_and_a_word_for_when_is_its_date(header: str, field: str) -> None:
    assert field_of(header) == field


def test_an_action_and_its_date_stand_side_by_side_in_german() -> None:
    found = fields("Name | Telefon | Status | Nächste Aktion | Nächste Aktion am")
    assert found["Nächste Aktion"] == "next_action"
    assert found["Nächste Aktion am"] == "next_action_date"


def test_am_is_no_date_in_english() -> None:
    assert fields("Name | Phone | Status | Assigned AM | Next action").get("Assigned AM") is None


@pytest.mark.parametrize(
    "header",
    ["Follow-up", "Follow up", "Issues", "Response", "Owner Name", "Owner Phone", "Email Status",
     "Invoice Status", "Payment Status", "RECEIVER_MOBILE", "Weighted Value", "Pending Amount",
     "Income Bracket", "Balance", "Expected Close Date", "Lead Score", "Website", "Country",
     "State", "Estado", "Data", "Phone (agent)", "Phone 2", "Follow Up 1", "Amount", "Area (sq ft)",
     "Margin %", "Quoted?", "Email?", "No contact", "Contract", "Quality", "Last Updated", "S.No",
     "Customer ID", "Job Title", "First response time", "Order Date", "Quote No", "Days open"],
)  # fmt: skip
def test_false_friends_are_left_alone(header: str) -> None:
    assert field_of(header) is None


@pytest.mark.parametrize(
    "header",
    ["Industry", "Sector", "Vertical", "Niche", "Branche", "Sektor", "Secteur", "Industrie",
     "Rubro", "Giro", "Industria", "Setor", "Ramo", "Settore", "Bedrijfstak", "Industri", "Sektör",
     "Ngành nghề", "Отрасль", "القطاع", "Branża", "Business sector", "Ramo de atividade"],
)  # fmt: skip
def test_an_industry_is_no_segment(header: str) -> None:
    assert field_of(header) is None
    assert header not in fields(f"Name | Phone | Status | {header}")


def test_estado_is_a_status_in_spanish_and_a_state_in_portuguese() -> None:
    assert fields("Nombre | Teléfono | Estado | Notas")["Estado"] == "status"
    assert "Estado" not in fields("Nome | Telefone | Cidade | Estado | Status | Observações")
    assert "Estado" not in fields("Nombre | Teléfono | Ciudad | Estado | Estatus")


@pytest.mark.parametrize("name", MACHINE_FIELDS)
def test_a_machine_column_is_ours_only_to_the_letter(name: str) -> None:
    header = next(field.header for field in FIELDS if field.name == name)
    assert field_of(f"  {header} ") == name
    for other in (header.lower(), header.replace(" (auto)", ""), header.replace("(auto)", "auto")):
        assert field_of(other) is None


@pytest.mark.parametrize("header", ["Onwer", "Next actoin", "Lead IDD", "Recieved at"])
def test_a_column_the_machine_fills_is_never_taken_by_close_spelling(header: str) -> None:
    assert field_of(header) is None


@pytest.mark.parametrize(
    ("header", "field"),
    [("Staus", "status"), ("Compnay", "company"), ("Quote vlaue", "quote_value"),
     ("Lost reson", "lost_reason"), ("Emial", "email"), ("Remraks", "notes")],
)  # fmt: skip
def test_a_typing_slip_is_understood_and_reported(header: str, field: str) -> None:
    found = read([header], 1, {}).map.columns[field]
    assert found.how == "close"
    assert 70 < found.score < 100


def test_a_better_spelling_has_the_field_and_the_other_column_stays_unknown() -> None:
    row = "Phone | WhatsApp | Alternate phone | Stage | Status | Budget Min | Budget Max"
    assert fields(row) == {"Phone": "phone", "Status": "status", "Budget Max": "budget"}
    assert fields("Name | Mobile | WhatsApp")["Mobile"] == "phone"
    assert fields("Name | Stage | Mobile 2 | Mobile 1")["Mobile 1"] == "phone"


@pytest.mark.parametrize(
    ("row", "field"),
    [("Company | Contact | Stage", "name"), ("Customer | Contact | Stage", "phone"),
     ("Name | Phone | Contact", None)],
)  # fmt: skip
def test_contact_is_what_the_row_still_lacks(row: str, field: str | None) -> None:
    assert fields(row).get("Contact") == field


def test_a_due_date_is_the_next_action_s_where_there_is_a_next_action() -> None:
    assert fields("Name | Next action | Due date")["Due date"] == "next_action_date"
    assert "Due date" not in fields("Name | Invoice | Due date")


@pytest.mark.parametrize(
    ("row", "parts"),
    [("First name | Last name | Phone", (1, 2)), ("Last name | First name", (2, 1)),
     ("Nom | Prénom | Statut", (2, 1)), ("Nombre | Apellidos", (1, 2)),
     ("Vorname | Name | Telefon", (1, 2)), ("First name | Middle name | Surname", (1, 2, 3))],
)  # fmt: skip
def test_first_and_last_name_make_one_name(row: str, parts: tuple[int, ...]) -> None:
    found = match(row.split(" | "), 1, {}, WHERE)
    assert found.parts == {"name": parts}
    assert found.column("name") == parts[0]
    assert not {*parts} & {*found.unknown}


def test_a_full_name_needs_no_parts() -> None:
    found = match(["First name", "Last name", "Full name"], 1, {}, WHERE)
    assert found.column("name") == 3
    assert not found.parts
    assert set(found.unknown) == {1, 2}


def test_a_name_in_parts_goes_before_weaker_words_for_a_name() -> None:
    found = fields("First name | Last name | Customer | Client | Parent name | Lead | Phone")
    assert found == {"First name": "name", "Phone": "phone"}


@pytest.mark.parametrize(
    "row",
    ["Name | Phone | phone", "Name | Status | Status", "Full name | Full name | Phone",
     "Name | Lead status | Deal status"],
)  # fmt: skip
def test_two_columns_that_claim_one_field_equally_are_an_error(row: str) -> None:
    with pytest.raises(ColumnsAmbiguous) as raised:
        fields(row)
    first, second = (cell for cell in ("A1", "B1", "C1") if cell in str(raised.value))
    assert first < second
    assert "leads.xlsx · Leads" in str(raised.value)


def test_the_error_says_which_line_settles_it_and_the_line_does() -> None:
    row = "Name | Lead status | Deal status"
    with pytest.raises(ColumnsAmbiguous, match='columns:\n  status: "Lead status"'):
        fields(row)
    assert fields(row, status="Deal status")["Deal status"] == "status"


def test_the_config_comes_first_and_takes_the_column_from_others() -> None:
    found = fields("Name | Phone | Kontakt 2", phone="kontakt_2", company="Phone")
    assert found == {"Name": "name", "Phone": "company", "Kontakt 2": "phone"}


def test_the_config_can_say_that_there_is_no_such_column() -> None:
    assert fields("Name | Phone | Source", source="") == {"Name": "name", "Phone": "phone"}


def test_a_configured_header_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ColumnMissing, match='Status is "Stand"'):
        fields("Name | Phone | Bearbeitungsstand", status="Stand")


def test_machine_columns_cannot_be_configured_onto_a_person_s_column() -> None:
    found = fields("Name | Problems | Issues (auto)", issues="Problems")
    assert found == {"Name": "name", "Issues (auto)": "issues"}


def header_row(rows: list[list[object]], **options: object) -> HeaderMap:
    return find(lead_tab(rows, **options), {}, "leads.xlsx")  # type: ignore[arg-type]


def test_the_header_row_is_found_below_titles_and_instructions() -> None:
    title: list[object] = ["Leads of the shop, November 2026"]
    found = header_row([title, [], ["Fill in every column", None, "Name of status"],
                        [None, "Name", "Phone", "Status"], [None, "Asha", 98, "New"]])  # fmt: skip
    assert found.row == 4
    assert found.column("phone") == 3


def test_the_row_with_most_headers_wins_over_a_small_summary_above() -> None:
    found = header_row([["Name", "Status", "Value"], ["Asha", "Won", 4], [],
                        ["Name", "Phone", "Status", "Owner", "Source"]])  # fmt: skip
    assert found.row == 4


def test_of_a_header_row_and_its_repetition_the_first_is_taken() -> None:
    row: list[object] = ["Name", "Phone", "Status"]
    assert header_row([row, ["Asha", 98, "New"], row]).row == 1


@pytest.mark.parametrize(
    "row",
    [["Asha", "+91 98765 43210", "Website", "Status"], ["Phone", "Email", "a@b.co", "Status"],
     ["Asha", "Website", "Phone", "Contacted", "Priya"], ["Name", 5, 6, 7, "Phone"]],
)  # fmt: skip
def test_a_row_of_data_is_never_the_header(row: list[object]) -> None:
    with pytest.raises(HeaderRowMissing) as raised:
        header_row([row])
    assert "leads.xlsx · Leads" in str(raised.value)


@pytest.mark.parametrize("days", [range(1, 32), [date(2026, 11, day) for day in range(1, 31)]])
def test_numbers_and_dates_may_be_headers_beside_known_ones(days: list[object]) -> None:
    found = header_row([["Name", "Phone", "Status", *days], ["Asha", 98, "New"]])
    assert (found.row, set(found.columns)) == (1, {"name", "phone", "status"})


def test_a_header_row_that_lacks_who_the_lead_is_is_found_and_the_column_missed() -> None:
    without_who = [h for h in HEADERS if h not in ("Name", "Company", "Phone", "Email")]
    with pytest.raises(ColumnMissing, match="who the lead is"):
        snapshot.build(lead_tab([without_who]), seen(), settings())


def test_a_row_of_data_does_not_pass_for_headers_where_these_lack_who_the_lead_is() -> None:
    found = header_row([["Source", "Segment", "Status", "Owner", "Notes", "City"],
                        ["Phone", "Customer"]])  # fmt: skip
    assert found.row == 1


def test_a_title_block_that_names_the_shop_is_not_the_header() -> None:
    found = header_row([["ABC Traders"], ["Phone: 98765 43210"], ["Email: a@b.co"],
                        ["Owner", "Asha"], ["Status", "Active"], [],
                        ["NAME", "MOBILE NO.", "BUDGET (₹)", "STATUS"]])  # fmt: skip
    assert found.row == 7
    assert set(found.columns) == {"name", "phone", "budget", "status"}


@pytest.mark.parametrize(
    "row",
    [["Name\n", "Phone\u00a0no.", "  Lead\n status ", "Assigned\r\nto"],
     ["\ufeffName", "Ph\u200bone", "\u200eStatus\u200f", "Ow\u00adner"],
     ["👤 Name", "📞", "📊 Status", "Owner*"]],
)  # fmt: skip
def test_what_nobody_sees_in_a_header_makes_no_difference(row: list[object]) -> None:
    assert set(header_row([row, ["Asha", 98, "New"]]).columns) == {
        "name", "phone", "status", "owner",
    }  # fmt: skip


def test_a_machine_column_is_known_behind_an_unseen_mark() -> None:
    assert match(["\ufeffIssues (auto)"], 1, {}, WHERE).column("issues") == 1


def test_headers_under_merged_group_titles_are_found() -> None:
    found = header_row([["Contact", None, "Deal", None], ["Name", "Phone", "Status", "Value (₹)"]])
    assert found.row == 2
    assert found.column("quote_value") == 4


def test_an_empty_tab_has_no_header_row() -> None:
    with pytest.raises(HeaderRowMissing):
        header_row([])


def test_a_table_s_own_header_row_counts_and_what_stands_beside_it_does_not() -> None:
    rows: list[list[object]] = [["Name", "Phone"], [], ["Wer?", "Name", "Status", "Email"]]
    found = header_row(rows, table=TableRange("T", 3, 9, 2, 3))
    assert found.row == 3
    assert found.column("status") == 3
    assert "email" not in found


def test_a_table_of_something_else_is_passed_over() -> None:
    rows: list[list[object]] = [["Name", "Phone", "Status", None, "Fruit"], ["Asha", 98, "New"]]
    assert header_row(rows, table=TableRange("T", 1, 2, 5, 5)).column("status") == 3


def test_the_table_read_at_once_says_what_each_of_its_spellings_says_alone() -> None:
    for spelling, alias in zip(spellings(), all_aliases(), strict=True):
        header = read_header(spelling.text.strip(MONEY + UNSURE))
        assert (alias.words, False, False) == (header.words, header.money, header.question)


def test_no_spelling_stands_for_two_fields_of_one_language() -> None:
    first: dict[tuple[str, str, bool], str] = {}
    for alias in all_aliases():
        key = (alias.language, "".join(alias.words), alias.money)
        assert first.setdefault(key, alias.field) == alias.field, key


def test_no_spelling_of_another_field_hides_behind_one_of_our_own_headers() -> None:
    own = {read_header(field.header).key: field.name for field in FIELDS}
    for alias in all_aliases():
        assert own.get("".join(alias.words), alias.field) == alias.field


CELLS = st.one_of(st.sampled_from(HEADERS), st.text(max_size=12), st.none(), st.integers())


@given(st.lists(CELLS))
def test_every_column_means_one_thing_at_most(cells: list[object]) -> None:
    reading = read(cells, 1, {})
    used = [m.column for m in reading.map.columns.values()]
    assert len(used) == len(set(used))
    assert not {*used} & {*reading.map.unknown}


@given(st.permutations(HEADERS))
def test_the_order_of_columns_means_nothing(headers: list[str]) -> None:
    found = match(headers, 1, {}, WHERE)
    assert {m.header: name for name, m in found.columns.items()} == {
        field.header: field.name for field in FIELDS
    }


@pytest.mark.skipif(not SAMPLES.exists(), reason="no labelled header rows here")
def test_real_header_rows_are_read_right_and_hardly_ever_wrong() -> None:
    judged = list(judge(json.loads(SAMPLES.read_text(encoding="utf-8"))))
    rows = len({j.set_id for j in judged})
    assert score(j for j in judged if j.origin == "sheet").right_share >= 0.85
    assert score(judged).wrong_share < 0.01
    assert len(refused(judged)) <= rows * 0.05
