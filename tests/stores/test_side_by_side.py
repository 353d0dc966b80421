"""Large workbooks are read ahead, judged and packed beside the run: the same comes of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from jobs import registry, runner, validate_rows
from sheetsync.config import Settings
from sheetsync.errors import TabMissing
from sheetsync.second_process import SWITCH, LostError, begun
from sheetsync.stores.excel.package import packing
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.reading import ahead
from sheetsync.stores.excel.safety import edit_guard
from sheetsync.stores.open import open_store
from tests import builders, fifty_leads

NOW = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    begun(os.getpid) is None, reason="needs a system that copies processes, and two processors"
)


@pytest.fixture
def as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do with fifty leads what is done with fifty thousand."""
    monkeypatch.setattr(ahead, "_LONG", 0)
    monkeypatch.setattr(packing, "_LONG", 0)
    monkeypatch.setattr(runner, "MANY_LEADS", 0)


def settings_of(path: Path) -> Settings:
    """For its workbook."""
    return replace(builders.settings(), workbook=path)


@cache
def the_workbook() -> bytes:
    """One and the same for all: a program notes in it when it was made."""
    with TemporaryDirectory() as folder:
        return fifty_leads.make(Path(folder) / "leads.xlsx").read_bytes()


def after_a_night(folder: Path) -> bytes:
    """The workbook after one nightly run."""
    folder.mkdir()
    path = folder / "leads.xlsx"
    path.write_bytes(the_workbook())
    settings = settings_of(path)
    jobs = registry.select(["nightly"], settings)
    result = runner.run(open_store(settings), jobs, settings, NOW)
    assert result.receipt is not None
    assert result.receipt.cells > 50
    return path.read_bytes()


def in_one_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Likewise, with nothing beside it."""
    monkeypatch.setenv(SWITCH, "1")
    made = after_a_night(folder)
    monkeypatch.delenv(SWITCH)
    return made


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    return in_one_process(tmp_path / "alone", monkeypatch)


def only_here(work: Callable[..., object]) -> Callable[..., object]:
    """That work, which fails in any other process than this."""
    us = os.getpid()

    def failing(*args: object, **named: object) -> object:
        if os.getpid() != us:
            raise MemoryError
        return work(*args, **named)

    return failing


def test_the_workbook_is_the_same_byte_for_byte(
    tmp_path: Path, alone: bytes, as_large: None
) -> None:
    assert after_a_night(tmp_path / "beside") == alone


@pytest.mark.parametrize(
    "part", [(ahead, "arrays_of"), (packing, "packed"), (validate_rows, "run")]
)
def test_it_is_the_same_where_the_work_beside_fails(
    tmp_path: Path,
    alone: bytes,
    as_large: None,
    part: tuple[object, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place, name = part
    monkeypatch.setattr(place, name, only_here(getattr(place, name)))
    assert after_a_night(tmp_path / "beside") == alone


def test_sheets_that_were_packed_and_proved_already_are_not_proved_again(
    tmp_path: Path, as_large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    proved: list[str] = []
    look = edit_guard._look_through

    def noting(written: Package, planned: Package, name: str) -> None:
        if planned.proved(name):
            proved.append(name)
        look(written, planned, name)

    monkeypatch.setattr(edit_guard, "_look_through", noting)
    after_a_night(tmp_path / "beside")
    assert proved == [f"xl/worksheets/sheet{number}.xml" for number in (1, 3, 4, 5)]


PART = "xl/worksheets/sheet1.xml"


def being_packed(content: bytes) -> Package:
    """The workbook with that content for a part, which is still being packed."""
    package = Package(the_workbook(), "leads.xlsx")
    package.replace_by_pieces(PART, lambda: [content], lambda pieces: bool(list(pieces)))
    return package


def saved(package: Package) -> Package:
    """What is written of it."""
    out = BytesIO()
    package.save(out)
    return Package(out.getvalue(), "leads.xlsx")


def test_a_part_that_is_being_packed_reads_as_what_it_becomes(as_large: None) -> None:
    assert being_packed(b"<new/>").read(PART) == b"<new/>"


def test_a_part_that_is_being_packed_is_saved_whenever_that_is_asked_for(as_large: None) -> None:
    assert saved(being_packed(b"<new/>")).read(PART) == b"<new/>"


def test_what_replaces_a_part_that_is_being_packed_counts(as_large: None) -> None:
    package = being_packed(b"<new/>")
    package.replace(PART, b"<newer/>")
    assert saved(package).read(PART) == b"<newer/>"


def test_a_part_that_is_being_packed_can_be_removed(as_large: None) -> None:
    package = being_packed(b"<new/>")
    package.remove(PART)
    assert not saved(package).has(PART)


def test_other_bytes_than_those_proved_are_seen(as_large: None) -> None:
    package = being_packed(b"<new/>")
    package.settle()
    proved = package.proved(PART)
    assert proved is not None
    assert not Package(the_workbook(), "leads.xlsx").holds(PART, proved)
    written = saved(package)
    assert written.holds(PART, proved)
    assert not written.holds(PART, replace(proved, crc=proved.crc ^ 1))
    assert not written.holds(PART, replace(proved, size=proved.size + 1))


@pytest.mark.parametrize("damage", [{"crc": 1}, {"size": 1}, {"pieces": (b"\x03\x00",)}])
def test_what_does_not_unpack_to_what_was_packed_is_not_proved(
    damage: dict[str, Any], as_large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = packing.packed

    def packed(pieces: Iterable[bytes]) -> packing.Packed:
        return replace(sound(pieces), **damage)

    monkeypatch.setattr(packing, "packed", packed)
    with pytest.raises(LostError):
        being_packed(b"<new/>").settle()


def test_a_file_saved_after_reading_began_is_read_anew(tmp_path: Path, as_large: None) -> None:
    path = fifty_leads.make(tmp_path / "leads.xlsx")
    store = open_store(settings_of(path))
    fifty_leads.LEADS, before = 3, fifty_leads.LEADS
    try:
        fifty_leads.make(path)
    finally:
        fifty_leads.LEADS = before
    assert len(store.read()) == 3


def test_a_tab_that_is_not_there_is_said_as_ever(tmp_path: Path, as_large: None) -> None:
    path = fifty_leads.make(tmp_path / "leads.xlsx")
    with pytest.raises(TabMissing):
        open_store(replace(settings_of(path), tab="Enquiries")).read()
