"""`sheetsync forget`: after it, no file of ours holds a byte of the person."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.cli import cli
from sheetsync.stores.own_files import STATE_VARIABLE, state_folder

HEADERS = ["Lead ID", "Received at", "Name", "Company", "Phone", "Email", "Status", "Owner",
           "Next action", "Next action date", "Notes", "Second phone", "Hello"]  # fmt: skip
CONFIG = """\
workbook: leads.xlsx
timezone: Asia/Kolkata
team: [Asha, Ravi]
messages:
  owner: {name: Meera, email: meera@shop.example}
  from: leads@shop.example
  smtp: {host: 127.0.0.1, port: 9, security: none}
acknowledge: {email: true}
"""
HER = ("Zubeida Qureshi-Thorne", "Quillfeather Traders", "98111 22334", "zubeida@quill.example",
       "prefers calls after her mother's surgery")  # fmt: skip
TRACES = (*HER, "9811122334", "811122335", "zubeida", "quillfeather", "surgery")


def lead(number: int, name: str, company: str, phone: str, email: str, notes: str) -> list[Any]:
    received = datetime(2026, 11, 9 + number % 3, 9, 30)
    return [f"L-{number:06d}", received, name, company, phone, email, "Contacted", "Asha",
            f"Ask {name} about the order", datetime(2026, 11, 12), notes, 9811122335,
            f'="Hello "&C{number + 1}']  # fmt: skip


def workbook(path: Path, her: tuple[str, ...]) -> None:
    """Five leads; the third is she."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    sheet.append(HEADERS)
    for number in range(1, 6):
        other = (f"Person {number}", f"Firm {number}", f"98200 0000{number}",
                 f"p{number}@firm.example", f"note number {number} of this shop")  # fmt: skip
        row = lead(number, *(her if number == 3 else other))
        row[11] = 9811122335 if number == 3 else None
        sheet.append(row)
    book.save(path)


class Shop:
    """A folder with a workbook and a config, and nights that pass."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def after_two_nights(cls, folder: Path, her: tuple[str, ...] = HER) -> Shop:
        """The owner's messages wait, for no mail server answers."""
        workbook(folder / "leads.xlsx", her)
        (folder / "config.yaml").write_text(CONFIG)
        shop = cls(folder)
        shop.night(19)
        shop.edit(lambda sheet: sheet.__setitem__("G4", "Quoted"))
        shop.night(20)
        return shop

    def command(self, name: str, *options: str, expect: int = 0) -> Result:
        said = CliRunner().invoke(
            cli, [name, "--config", str(self.folder / "config.yaml"), *options]
        )
        code = getattr(said.exception, "exit_code", said.exit_code)
        assert code == expect, (said.output, said.exception)
        return said

    def night(self, day: int, expect: int = 26) -> dict[str, Any]:
        """A nightly run; no mail server answers, so its messages wait."""
        now = f"2026-11-{day}T21:00"
        said = self.command("run", "nightly", "--now", now, "--json", expect=expect)
        return dict(json.loads(said.stdout))

    def forget(self, *options: str) -> dict[str, Any]:
        now = "2026-11-21T22:00"
        said = self.command("forget", "L-000003", "--yes", "--json", "--now", now, *options)
        return dict(json.loads(said.stdout))

    def edit(self, change: Callable[[Any], None]) -> None:
        book = openpyxl.load_workbook(self.folder / "leads.xlsx")
        change(book["Leads"])
        book.save(self.folder / "leads.xlsx")

    def ours(self) -> Iterator[tuple[str, bytes]]:
        """Every file we own, as it is and unpacked."""
        beside = [path for path in self.folder.iterdir() if path.name.startswith("config.journal")]
        for path in [*beside, *(one for one in state_folder().rglob("*") if one.is_file())]:
            yield from _unpacked(path.name, path.read_bytes())
            if path.suffix == ".db":
                yield from ((path.name, data) for data in _values(path))


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from _unpacked(f"{name}/{member}", archive.read(member))


def _values(path: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(path)) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in database.execute(f"SELECT * FROM {table}"):
                for value in row:
                    yield str(value).encode()
                    if isinstance(value, bytes):
                        yield _inflated(value)


def _inflated(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def codes(run: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in run["findings"]}


def found(shop: Shop, traces: tuple[str, ...] = TRACES) -> set[str]:
    wanted = [trace.casefold() for trace in traces]
    return {
        f"{trace} in {name}"
        for name, data in shop.ours()
        for text in (data.decode("utf-8", "ignore").casefold(),)
        for trace in wanted
        if trace in text
    }


@pytest.fixture(scope="module")
def as_it_was(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder and what sheetsync keeps of it, after two nights."""
    work, kept = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATE_VARIABLE, str(work / "state"))
        (work / "shop").mkdir()
        Shop.after_two_nights(work / "shop")
    shutil.copytree(work, kept / "work")
    return work


@pytest.fixture
def shop(as_it_was: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The same for every test, at the same place."""
    monkeypatch.setenv(STATE_VARIABLE, str(as_it_was / "state"))
    shutil.rmtree(as_it_was)
    shutil.copytree(_kept(as_it_was) / "work", as_it_was)
    return Shop(as_it_was / "shop")


def _kept(work: Path) -> Path:
    return next(work.parent.glob("kept*"))


def test_before_it_she_is_in_the_journal_and_in_backups(shop: Shop) -> None:
    assert {each.rpartition(" in ")[2][:14] for each in found(shop)} >= {"config.journal"}
    assert any("T" in each and ".xlsx" in each for each in found(shop))


def test_after_it_nothing_of_ours_holds_a_byte_of_her(shop: Shop) -> None:
    said = shop.forget()
    assert found(shop) == set()
    assert said["backups"]["rewritten"] + said["backups"]["deleted"] > 0
    assert said["journal"]["lines"] > 0
    assert said["messages"]["others"] > 0


def test_a_backup_keeps_everybody_else(shop: Shop) -> None:
    said = shop.forget()["backups"]
    assert (said["rewritten"], said["deleted"]) == (said["looked_at"], 0)
    for path in (state_folder() / "backups").rglob("*.xlsx"):
        rows = list(openpyxl.load_workbook(path)["Leads"].iter_rows(min_row=2, values_only=True))
        assert [row[0] for row in rows] == ["L-000001", "L-000002", None, "L-000004", "L-000005"]
        assert {row[2] for row in rows} == {"Person 1", "Person 2", None, "Person 4", "Person 5"}


def test_the_row_still_stands_and_that_is_said(shop: Shop) -> None:
    said = shop.forget()
    assert said["still_in_sheet"] == ["leads.xlsx · Leads!A4"]
    assert "delete the row" in said["not_reached"][0]
    assert "lead-vanished" not in codes(shop.night(22))
    assert shop.command("history", "L-000003", "--json").stdout.count("First seen") == 0


def test_after_the_row_is_deleted_no_run_misses_her_or_keeps_what_it_held(shop: Shop) -> None:
    shop.forget()
    shop.night(22)  # reads her again
    shop.edit(lambda sheet: sheet.delete_rows(4))
    assert "lead-vanished" not in codes(shop.night(23))
    assert shop.forget()["still_in_sheet"] == []
    assert found(shop) == set()


def test_after_the_next_run_the_backup_of_the_old_report_tabs_is_emptied_by_id(shop: Shop) -> None:
    shop.edit(lambda sheet: sheet.delete_rows(4))
    shop.forget()
    shop.night(22)
    assert {each for each in found(shop, HER) if "xlsx" in each}
    assert shop.forget()["backups"]["rewritten"] == 1
    assert found(shop) == set()
    assert shop.forget()["backups"]["rewritten"] == 0


def test_somebody_whose_row_is_gone_already_is_forgotten_by_id(shop: Shop) -> None:
    shop.edit(lambda sheet: sheet.delete_rows(4))
    assert "lead-vanished" in codes(shop.night(21))
    assert shop.forget()["journal"]["gone"] == 1
    assert found(shop) == set()
    assert "lead-vanished" not in codes(shop.night(22))


def test_other_leads_with_the_same_phone_are_named_and_left(shop: Shop) -> None:
    shop.edit(lambda sheet: sheet.__setitem__("E6", "+91 98111 22334"))
    shop.night(21)
    assert shop.forget()["same_contact"] == ["L-000005"]
    newest = max((state_folder() / "backups").rglob("*.xlsx"))
    assert openpyxl.load_workbook(newest)["Leads"]["E6"].value == "+91 98111 22334"


def test_it_asks_and_refuses_where_nobody_can_answer(shop: Shop) -> None:
    said = shop.command("forget", "L-000003", expect=2)
    assert "add --yes" in said.output
    assert found(shop)


def test_a_lead_nobody_knows_is_said_to_be_unknown(shop: Shop) -> None:
    shop.command("forget", "L-000999", "--yes", expect=19)


def test_forgetting_twice_is_no_error(shop: Shop) -> None:
    shop.edit(lambda sheet: sheet.delete_rows(4))
    shop.forget()
    assert shop.forget()["journal"]["lines"] == 0


def test_a_journal_that_was_damaged_goes_unread(shop: Shop) -> None:
    aside = shop.folder / "config.journal.damaged-2026-11-01.db"
    aside.write_bytes(HER[3].encode())
    assert shop.forget()["damaged_journals"] == 1
    assert found(shop) == set()


def test_the_lead_is_never_acknowledged_afterwards(shop: Shop) -> None:
    shop.forget()
    with sqlite3.connect(shop.folder / "config.journal.db") as journal:
        kept = journal.execute("SELECT state, whom, body FROM outbox WHERE key = 'ack:L-000003'")
        assert kept.fetchall() == [("withheld", "", None)]


def test_a_backup_whose_pivot_remembers_her_is_deleted(shop: Shop) -> None:
    (path, *_) = sorted((state_folder() / "backups").rglob("*.xlsx"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/pivotCache/records.xml", f"<records><s v='{HER[0]}'/></records>")
    assert shop.forget()["backups"]["deleted"] == 1
    assert found(shop) == set()
    assert not path.exists()


word = st.text("abcdefghijklmnopqrstuvwxyzéßñ&<'\"", min_size=6, max_size=12)


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(word, word, st.integers(7_000_000_000, 9_999_999_999), word)
def test_whoever_it_is_nothing_of_them_is_left(
    tmp_path_factory: pytest.TempPathFactory, name: str, company: str, phone: int, notes: str
) -> None:
    her = (f"q{name}", f"z{company}", str(phone), f"w{phone}@quill.example", f"xy {notes} wish")
    shop = Shop.after_two_nights(tmp_path_factory.mktemp("shop"), her)
    shop.forget()
    assert found(shop, (*her, str(phone)[-9:])) == set()
