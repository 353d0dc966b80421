"""Whatever is wrong with the input gets one error of its own kind and an untouched workbook."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from sheetsync import errors
from sheetsync.stores.excel.safety import backups
from sheetsync.stores.excel.store import ExcelStore
from tests import builders, hostile
from tests.stores.test_excel_store import HEADERS, written

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")


def workbook_of(*rows: list[object], title: str = "Leads") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


LEAD: list[object] = ["L-000001", "Asha Rao", "9876543210", "New", None, None, "keep"]
GOOD = workbook_of(list(HEADERS), LEAD, LEAD)


def zip_of(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


def with_flipped_byte() -> bytes:
    """A good workbook with one byte of one part wrong, as a bad disk leaves it."""
    data = bytearray(GOOD)
    data[data.index(b"theme1.xml") + 200] ^= 0xFF
    return bytes(data)


def with_no_letter() -> bytes:
    """A good workbook, but for one byte of a text which begins no letter."""
    parts = hostile.members(GOOD).items()
    return hostile.package((name, part.replace(b"Asha", b"Ash\xff")) for name, part in parts)


FILES: dict[str, tuple[bytes, type[errors.SheetsyncError], str]] = {
    "an empty file": (b"", errors.NotAWorkbook, "empty"),
    "a file of zeros": (bytes(4096), errors.NotAWorkbook, "empty"),
    "a CSV file": (b"Name,Phone\nAsha,98\n", errors.NotAWorkbook, "CSV"),
    "a web page": (b"<html><table></table></html>", errors.NotAWorkbook, "web page"),
    "a PDF": (b"%PDF-1.7\n\0", errors.NotAWorkbook, "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", errors.NotAWorkbook, "picture"),
    "some other zip": (zip_of(notes_dot_txt="hello"), errors.NotAWorkbook, "zip"),
    "a Word document": (
        zip_of(word__document_dot_xml="<w/>", **{"[Content_Types]_dot_xml": "<Types/>"}),
        errors.NotAWorkbook, "Word",
    ),
    "an .xls workbook": (OLE + "Workbook".encode("utf-16-le"), errors.OldFormat, ".xls"),
    "an .xlsb workbook": (
        zip_of(xl__workbook_dot_bin="x", **{"[Content_Types]_dot_xml": "<Types/>"}),
        errors.OldFormat, ".xlsb",
    ),
    "an .ods spreadsheet": (
        zip_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        errors.OldFormat, ".ods",
    ),
    "an encrypted workbook": (
        OLE + "EncryptedPackage".encode("utf-16-le"), errors.EncryptedWorkbook, "password",
    ),
    "a workbook cut short": (GOOD[: len(GOOD) // 2], errors.BrokenPackage, "cut short"),
    "a workbook whose end is damaged": (GOOD[:-40] + bytes(40), errors.BrokenPackage, "cut short"),
    "a damaged part nobody reads": (with_flipped_byte(), errors.BrokenPackage, "theme1.xml"),
    "bytes that are no text": (with_no_letter(), errors.BrokenPackage, "no text"),
    "another tab title": (
        workbook_of(list(HEADERS), LEAD, title="Enquiries"), errors.TabMissing, "Leads",
    ),
    "no header row": (workbook_of(["just", "some"], [1, 2]), errors.HeaderRowMissing, ""),
    "an empty tab": (workbook_of(), errors.HeaderRowMissing, ""),
}  # fmt: skip


def store_of(path: Path) -> ExcelStore:
    return ExcelStore(replace(builders.settings(), workbook=path))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(GOOD)
    return path


class Untouched:
    """Remembers a file and says whether anything about it changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before = self._look()

    def _look(self) -> tuple[object, ...]:
        stat = self.path.stat()
        others = sorted(path.name for path in self.path.parent.iterdir())
        return stat.st_ino, stat.st_mtime_ns, stat.st_mode, self.path.read_bytes(), others

    def __bool__(self) -> bool:
        return self._look() == self.before


@pytest.mark.parametrize("kind", FILES)
def test_a_wrong_file_gets_an_error_of_its_own_kind(kind: str, tmp_path: Path) -> None:
    content, error, said = FILES[kind]
    path = tmp_path / "leads.xlsx"
    path.write_bytes(content)
    untouched = Untouched(path)
    with pytest.raises(error) as refusal:
        store_of(path).read()
    assert type(refusal.value) is error
    assert said in refusal.value.what
    assert "leads.xlsx" in str(refusal.value)
    assert refusal.value.hint
    assert untouched


def test_every_kind_of_error_has_an_exit_code_of_its_own() -> None:
    kinds = errors.SheetsyncError.__subclasses__()
    assert len({kind.exit_code for kind in kinds}) == len(kinds)
    assert not {0, 1, 2} & {kind.exit_code for kind in kinds}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.WorkbookMissing, match=r"none\.xlsx"):
        store_of(tmp_path / "none.xlsx").read()


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(errors.NotAWorkbook, match="folder"):
        store_of(tmp_path).read()


def test_a_link_that_leads_nowhere_is_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "leads.xlsx").symlink_to(tmp_path / "gone.xlsx")
    with pytest.raises(errors.WorkbookMissing):
        store_of(tmp_path / "leads.xlsx").read()


# --- what a write can meet -----------------------------------------------------------------------

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder whose parents everybody may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Root may do anything, so it becomes nobody for a while; others stay who they are."""
    if os.getuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@posix_only
def test_a_file_one_may_not_read_is_refused(shared_folder: Path) -> None:
    path = shared_folder / "leads.xlsx"
    path.write_bytes(GOOD)
    path.chmod(0o000)
    with as_nobody(), pytest.raises(errors.PermissionRefused, match=r"leads\.xlsx"):
        store_of(path).read()


@posix_only
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555)])
def test_without_permission_nothing_is_written(
    shared_folder: Path, file_mode: int, folder_mode: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETSYNC_STATE_DIR", str(shared_folder / "state"))
    folder = shared_folder / "sales"
    folder.mkdir()
    path = folder / "leads.xlsx"
    path.write_bytes(GOOD)
    store = store_of(path)
    plan = written(store.read())
    path.chmod(file_mode)
    folder.chmod(folder_mode)
    untouched = Untouched(path)
    with as_nobody(), pytest.raises(errors.PermissionRefused, match=r"leads\.xlsx"):
        store.apply(plan)
    assert untouched


@posix_only
def test_a_write_that_breaks_off_leaves_the_workbook_as_it_was(good: Path) -> None:
    """A limit on the size of files stands in for a disk that fills while writing."""
    import resource

    store = store_of(good)
    plan = written(store.read())
    untouched = Untouched(good)
    backups.keep(good, GOOD, datetime.fromtimestamp(good.stat().st_mtime, UTC))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        with pytest.raises(errors.WriteFailed, match="as it was"):
            store.apply(plan)  # the copy of the earlier version is there already
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert untouched


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 KiB."""
    if sys.platform != "linux" or os.getuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root on Linux can make a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(filler: Path) -> None:
    """Write until the disk is full."""
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as out:
        while out.write(bytes(4096)):
            pass


def test_a_full_disk_leaves_the_workbook_as_it_was(small_disk: Path) -> None:
    path = small_disk / "leads.xlsx"
    path.write_bytes(GOOD)
    store = store_of(path)
    plan = written(store.read())
    filler = small_disk / "filler"
    fill(filler)
    untouched = Untouched(path)
    with pytest.raises(errors.WriteFailed, match="No space"):
        store.apply(plan)
    assert untouched
    filler.unlink()
    assert store.apply(plan).cells == 2


def test_a_full_disk_for_backups_stops_the_write(
    good: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETSYNC_STATE_DIR", str(small_disk))
    plan = written(store_of(good).read())
    fill(small_disk / "filler")
    untouched = Untouched(good)
    with pytest.raises(errors.WriteFailed, match="copy of the earlier version"):
        store_of(good).apply(plan)
    assert untouched


@pytest.mark.parametrize("mark", ["~$leads.xlsx", ".~lock.leads.xlsx#"])
def test_a_workbook_somebody_has_open_is_untouched(good: Path, mark: str) -> None:
    plan = written(store_of(good).read())
    good.with_name(mark).write_bytes(b"")
    untouched = Untouched(good)
    with pytest.raises(errors.WorkbookOpen, match="somebody"):
        store_of(good).apply(plan)
    assert untouched


# --- ordinary input, however odd -----------------------------------------------------------------

Rows = list[list[object]]


def blank_rows() -> Rows:
    return [[], list(HEADERS), [], LEAD, [], [None] * 7, LEAD]


def title_rows() -> Rows:
    return [["Our leads, all branches"], ["updated weekly"], list(HEADERS), LEAD, LEAD]


def other_scripts() -> Rows:
    return [list(HEADERS), [None, "😀 שלום مرحبا", "९८७", "New"], [None, "‏ليلى‏", None, "New"]]


def uncached_formulas() -> Rows:
    return [list(HEADERS), [None, "=B9&C9", "1", "New"], [None, "Ravi", "=1/0", "New"]]


@pytest.mark.parametrize("rows", [blank_rows, title_rows, other_scripts, uncached_formulas])
def test_odd_but_ordinary_sheets_are_read(rows: Callable[[], Rows], tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(workbook_of(*rows()))
    assert len(store_of(path).read()) >= 1
