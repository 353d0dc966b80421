"""The proof over other people's workbooks; and that it notices damage when there is some."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[2]))

from scripts import prove_lossless
from scripts.lossless import pool, proof
from scripts.lossless.damage import Damage
from scripts.lossless.night import Nights, two_nights
from scripts.lossless.pool import Limits, prove_all
from scripts.lossless.proof import Result, judged, share_written, usual_settings
from scripts.lossless.report import has_damage
from scripts.lossless.verify import verify, verify_both, verify_repeat
from sheetsync.stores.excel.package.package import Package

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "xlsx"
ABOUT_TWENTY = 20
LEADS, NOTES = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
REPORT = "xl/worksheets/sheet3.xml"


def a_workbook() -> bytes:
    """A table with rules, prompts, comments and formulas; a second tab with a chart and more."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    bold, odd = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFEEDD"})
    leads, notes = book.add_worksheet("Leads"), book.add_worksheet("Notes")
    headers = ("Name", "Value", "Since", "Remark", "Double")
    leads.add_table(0, 0, 9, 4, {"name": "People", "columns": [{"header": h} for h in headers]})
    for row in range(1, 10):
        leads.write_string(row, 0, f"Person {row}")
        leads.write_number(row, 1, row * 10)
        leads.write_datetime(row, 2, date(2026, 11, row), day)
        leads.write_formula(row, 4, f"=B{row + 1}*2", odd, row * 20)
    leads.write_rich_string(12, 0, "plain ", bold, "bold")
    leads.set_row(4, 40)
    leads.set_column(0, 0, 25)
    leads.conditional_format("B2:B10", {"type": "data_bar", "data_bar_2010": True})
    leads.conditional_format("B2:B10", {"type": "cell", "criteria": ">", "value": 5, "format": odd})
    leads.data_validation("D2:D10", {"validate": "list", "source": ["Yes", "No"]})
    leads.write_comment("A3", "Met at the fair")
    leads.add_sparkline("H12", {"range": "Leads!B2:B10"})
    notes.write_column(0, 0, [5, 3, 8])
    notes.write_formula(4, 0, "=SUM(Leads!B2:B10)", None, 450)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Notes!$A$1:$A$3"})
    notes.insert_chart("C2", chart)
    book.define_name("Rate", "=Notes!$A$1")
    book.close()
    return spoilt(out.getvalue(), swap("xl/workbook.xml", ' fullCalcOnLoad="1"', ""))


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """The workbook before and after two runs."""
    folder = tmp_path_factory.mktemp("nights")
    os.environ["SHEETSYNC_STATE_DIR"] = str(folder / "state")
    path = folder / "people.xlsx"
    path.write_bytes(a_workbook())
    try:
        return two_nights(path, usual_settings())
    finally:
        del os.environ["SHEETSYNC_STATE_DIR"]


def spoilt(data: bytes, spoil: Callable[[Package], None]) -> bytes:
    """A workbook after something went wrong with it; all other members keep their raw bytes."""
    package = Package(data, "people.xlsx")
    spoil(package)
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


def swap(part: str, old: str, new: str) -> Callable[[Package], None]:
    """Write something else in place of a text that must be there."""

    def spoil(package: Package) -> None:
        xml = package.read(part)
        assert old.encode() in xml, f"{old} is not in {part}"
        package.replace(part, xml.replace(old.encode(), new.encode(), 1))

    return spoil


def cut(part: str, start: str, end: str) -> Callable[[Package], None]:
    """Take out what stands from one text to the end of another."""

    def spoil(package: Package) -> None:
        xml = package.read(part)
        at = xml.index(start.encode())
        until = xml.index(end.encode(), at) + len(end)
        package.replace(part, xml[:at] + xml[until:])

    return spoil


def drop(part: str) -> Callable[[Package], None]:
    """Lose a part, as a careless program would: whatever points at it stays."""
    return lambda package: package._drop(part)


def deflated_again(package: Package) -> None:
    """The same content, not the same bytes."""
    package.replace("xl/theme/theme1.xml", package.read("xl/theme/theme1.xml") + b"\n")


def renumbered(package: Package) -> None:
    """The first two cell formats change places."""
    xml = package.read("xl/styles.xml")
    at = xml.index(b"<cellXfs")
    first = xml.index(b"<xf ", at)
    second = xml.index(b"<xf ", first + 1)
    third = xml.index(b"<xf ", second + 1)
    package.replace(
        "xl/styles.xml", xml[:first] + xml[second:third] + xml[first:second] + xml[third:]
    )


def last_extensions(package: Package) -> None:
    """The sheet's own extensions, not those inside a rule."""
    xml = package.read(LEADS)
    package.replace(LEADS, xml[: xml.rindex(b"<extLst>")] + b"</worksheet>")


def unlisted(package: Package) -> None:
    """The report's sheet has no content type any more."""
    cut("[Content_Types].xml", f'<Override PartName="/{REPORT}"', "/>")(package)


SPOILS: dict[str, tuple[Callable[[Package], None], str]] = {
    "a chart part is lost": (drop("xl/charts/chart1.xml"), "xl/charts/chart1.xml: is gone"),
    "a comment part is lost": (drop("xl/comments1.xml"), "xl/comments1.xml: is gone"),
    "a drawing leads to no chart": (drop("xl/charts/chart2.xml"), "lost its chart"),
    "an untouched part is packed again": (deflated_again, "theme1.xml: changed, and no edit"),
    "a cell of another tab changes": (swap(NOTES, "<v>3</v>", "<v>4</v>"), "Notes!A2: calamine"),
    "a neighbouring cell changes": (
        swap(LEADS, "<v>50</v>", "<v>51</v>"), "Leads!B6: changed, and no edit asked for it",
    ),
    "a cell loses its look": (swap(LEADS, '<c r="C5" s="1"', '<c r="C5"'), "Leads!C5: changed"),
    "a formula loses its result": (swap(LEADS, "<v>100</v>", ""), "cached value"),
    "a formula becomes its result": (cut(LEADS, "<f>B6", "</f>"), "Leads!E6"),
    "a conditional format is lost": (
        cut(LEADS, "<conditionalFormatting", "</conditionalFormatting>"), "conditionalFormatting",
    ),
    "the x14 extensions are lost": (last_extensions, "extLst"),
    "sparklines are lost": (
        cut(LEADS, "<x14:sparklineGroups", "</x14:sparklineGroups>"), "sparkline",
    ),
    "a validation is lost": (
        cut(LEADS, "<dataValidation ", "</dataValidation>"), "dataValidation",
    ),
    "a row loses its height": (swap(LEADS, ' ht="39.75"', ""), "row 5 lost"),
    "rich text is flattened": (
        cut("xl/sharedStrings.xml", "<rPr>", "</rPr>"), "sharedStrings.xml: changed",
    ),
    "a defined name is lost": (
        cut("xl/workbook.xml", '<definedName name="Rate"', "</definedName>"), "definedName",
    ),
    "looks are renumbered": (renumbered, "cellXfs[0] is another than before"),
    "the table was not grown": (
        swap("xl/tables/table1.xml", ' ref="A1:I10"', ' ref="A1:E10"'), "do not sort with it",
    ),
    "the table's columns are miscounted": (
        cut("xl/tables/table1.xml", '<tableColumn id="7"', "/>"), "lists 8 columns",
    ),
    "the new columns do not filter": (
        swap("xl/tables/table1.xml", '<autoFilter ref="A1:I10"', '<autoFilter ref="A1:E10"'),
        "its filter does not reach",
    ),
    "a relationship leads nowhere": (
        swap("xl/_rels/workbook.xml.rels", "worksheets/sheet3.xml", "worksheets/sheet9.xml"),
        "leads to xl/worksheets/sheet9.xml, which is not there",
    ),
    "an id dangles": (cut(f"xl/worksheets/_rels/{REPORT[14:]}.rels", "<Relationship ", "/>"),
                      "which its relationships lack"),
    "a part has no content type": (unlisted, f"{REPORT}: has no content type"),
    "XML breaks off": (swap(LEADS, "</worksheet>", ""), "not well-formed XML"),
    "a cell wears a look there is not": (
        swap(REPORT, '<c r="B1" s="', '<c r="B1" s="999'), "cell format 999",
    ),
    "formulas are not recalculated": (
        swap("xl/workbook.xml", ' fullCalcOnLoad="1"', ""), "reads an edited cell",
    ),
    "an edit did not arrive": (swap(LEADS, "<v>98765.4321</v>", "<v>1</v>"), "reads 1"),
    "columns lose their width": (
        swap(LEADS, 'width="25', 'width="5'), "width or look of column 1",
    ),
    "the tab order changes": (
        swap("xl/workbook.xml", 'name="Notes"', 'name="Notes 2"'), "Notes",
    ),
}  # fmt: skip


def said(damages: Sequence[Damage]) -> str:
    return "\n".join(map(str, damages))


def test_an_undamaged_workbook_is_called_so(nights: Nights) -> None:
    assert said(judged(nights)) == ""
    assert [edit.kind for edit in nights.edits] == ["text", "number", "date", "blank"]
    assert list(nights.expected.new_columns.values()) == [
        "Lead ID", "Issues (auto)", "Response (auto)", "Follow-up (auto)",
    ]  # fmt: skip


@pytest.mark.parametrize("what", SPOILS)
def test_damage_is_noticed(nights: Nights, what: str) -> None:
    spoil, expected = SPOILS[what]
    damaged = spoilt(nights.once, spoil)
    assert damaged != nights.once, "nothing was spoilt"
    damages = said(verify(nights.before, damaged, nights.expected))
    assert damages, "the damage went unnoticed"
    assert expected in damages


def test_a_truncated_file_is_noticed(nights: Nights) -> None:
    damages = verify(nights.before, nights.once[: len(nights.once) // 2], nights.expected)
    assert "cannot be read any more" in said(damages)


def test_a_second_run_that_touches_the_leads_is_noticed(nights: Nights) -> None:
    touched = spoilt(nights.twice, swap(LEADS, "</worksheet>", " </worksheet>"))
    damages = verify_both(nights.before, nights.once, touched, nights.expected)
    assert f"repeat · {LEADS}: changed on the second run" in said(damages)


def test_writing_again_what_is_there_must_change_nothing(nights: Nights) -> None:
    touched = spoilt(nights.again, swap(REPORT, "</worksheet>", " </worksheet>"))
    assert REPORT in said(verify_repeat(nights.twice, touched))


def test_manual_calculation_is_left_so(nights: Nights) -> None:
    by_hand = swap("xl/workbook.xml", "<calcPr ", '<calcPr calcMode="manual" ')
    before, after = spoilt(nights.before, by_hand), spoilt(nights.once, by_hand)
    assert "calculated by hand" in said(verify(before, after, nights.expected))


def test_the_script_tells_written_from_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "people.xlsx").write_bytes(a_workbook())
    (tmp_path / "list.xlsx").write_text("Name,Phone\n")
    (tmp_path / "~$people.xlsx").write_bytes(b"\5Priya")
    assert prove_lossless.main([str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    outcomes = {each["file"]: (each["outcome"], each.get("kind")) for each in told["results"]}
    assert outcomes == {
        "deep/people.xlsx": ("written", None), "list.xlsx": ("refused", "not-a-workbook"),
    }  # fmt: skip
    assert told["share_of_well_formed_written"] == 1.0


def test_the_script_exits_1_when_a_file_was_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def careless(path: Path, settings: object) -> Nights:
        found = two_nights(path, usual_settings())
        once = spoilt(found.once, drop("xl/charts/chart1.xml"))
        return Nights(**{**vars(found), "once": once})

    (tmp_path / "people.xlsx").write_bytes(a_workbook())
    monkeypatch.setattr(proof, "two_nights", careless)
    if sys.platform != "linux":
        pytest.skip("the patch reaches forked processes only")
    assert prove_lossless.main([str(tmp_path)]) == 1
    assert "xl/charts/chart1.xml: is gone" in capsys.readouterr().out


def test_a_crash_and_a_long_wait_count_as_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(a_workbook())
    if sys.platform != "linux":
        pytest.skip("the patches reach forked processes only")
    monkeypatch.setattr(pool, "prove", lambda *_: time.sleep(60))
    (late,) = prove_all([(path, "people.xlsx")], 1, Limits(seconds=0.1), None)
    monkeypatch.setattr(proof, "two_nights", lambda *_: [][0])
    crashed = proof.prove(path, "people.xlsx")
    assert (late.outcome, late.kind) == ("crashed", "time")
    assert (crashed.outcome, "IndexError" in crashed.reason) == ("crashed", True)
    assert has_damage([late])
    assert has_damage([crashed])


def proven(files: Sequence[Path]) -> list[Result]:
    return list(prove_all([(path, path.name) for path in files], 2, Limits(), None))


def corpus() -> list[Path]:
    files = sorted(CORPUS.glob("*")) if CORPUS.is_dir() else []
    return files or pytest.skip("the corpus is not on this machine")


def test_a_handful_of_other_peoples_workbooks_come_out_whole() -> None:
    files = corpus()
    results = proven(files[:: len(files) // ABOUT_TWENTY])
    bad = [each for each in results if each.outcome in ("damaged", "crashed")]
    assert bad == []
    assert sum(each.outcome == "written" for each in results) > len(results) // 2


@pytest.mark.slow
def test_no_workbook_of_the_corpus_is_damaged() -> None:
    results = proven(corpus())
    bad = [each for each in results if each.outcome in ("damaged", "crashed")]
    assert bad == []
    assert share_written(results) >= 0.98
