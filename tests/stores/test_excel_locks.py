"""Who has the workbook open is read from the marks their programs leave; two runs never meet."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.errors import WorkbookOpen
from sheetsync.stores.excel.safety import backups, lock, surroundings, temporary, this_machine
from sheetsync.stores.excel.safety.synced import synced_by
from sheetsync.stores.kept_files import to_drop

NOW = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(b"")
    return path


def excel_mark(workbook: Path, who: str) -> Path:
    """An owner file as Excel writes it: 165 bytes, the name in ANSI and in UTF-16."""
    ansi = who.encode("cp1252", "replace")[:53]
    content = bytes([len(ansi)]) + ansi.ljust(54)
    content += len(who).to_bytes(2, "little") + who.encode("utf-16-le")
    mark = workbook.with_name(f"~${workbook.name}")
    mark.write_bytes(content.ljust(165, b"\x20"))
    return mark


def office_mark(workbook: Path, who: str, login: str = "priya", host: str = "desk-7") -> Path:
    mark = workbook.with_name(f".~lock.{workbook.name}#")
    mark.write_text(f"{who},{login},{host},21.11.2026 21:58,file:///home/priya/office;")
    return mark


def aged(mark: Path, seconds: float) -> Path:
    then = time.time() - seconds
    os.utime(mark, (then, then))
    return mark


@pytest.mark.parametrize("who", ["Priya", "प्रिया शर्मा", "X"])
def test_excel_says_who_has_it_open(workbook: Path, who: str) -> None:
    excel_mark(workbook, who)
    with pytest.raises(WorkbookOpen, match=rf"leads\.xlsx: {who} \(Excel\) has it open"):
        lock.refuse_if_open(workbook)


def test_libreoffice_says_who_has_it_open(workbook: Path) -> None:
    office_mark(workbook, "Priya Sharma")
    with pytest.raises(WorkbookOpen, match=r"Priya Sharma \(LibreOffice\)"):
        lock.refuse_if_open(workbook)


def test_without_a_full_name_the_login_is_said(workbook: Path) -> None:
    office_mark(workbook, "")
    assert str(lock.holders(workbook)[0]) == "priya (LibreOffice)"


@pytest.mark.parametrize("content", [b"", b"\xff", b"\x05", bytes(165), b"\x90" * 57])
def test_a_mark_that_says_nothing_still_counts(workbook: Path, content: bytes) -> None:
    workbook.with_name("~$leads.xlsx").write_bytes(content)
    with pytest.raises(WorkbookOpen):
        lock.refuse_if_open(workbook)


def test_a_closed_workbook_is_free(workbook: Path) -> None:
    excel_mark(workbook.with_name("other.xlsx"), "Priya")
    lock.refuse_if_open(workbook)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows shows whether the mark is held")
@pytest.mark.parametrize("make", [excel_mark, office_mark])
def test_a_mark_from_elsewhere_counts_for_seven_days(workbook: Path, make: object) -> None:
    mark = aged(make(workbook, "Priya"), 6 * 24 * 3600)  # type: ignore[operator]
    with pytest.raises(WorkbookOpen):
        lock.refuse_if_open(workbook)
    aged(mark, 8 * 24 * 3600)
    lock.refuse_if_open(workbook)
    assert lock.holders(workbook)[0].stale


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_our_own_libreoffice_mark_is_stale_soon_after_a_crash(workbook: Path) -> None:
    if this_machine.may_run(lock._OFFICE_PROCESSES, getpass.getuser()):
        pytest.skip("LibreOffice runs here just now")
    mark = office_mark(workbook, "Me", getpass.getuser(), socket.gethostname())
    assert not lock.holders(workbook)[0].stale
    aged(mark, 700)
    assert lock.holders(workbook)[0].stale


@pytest.mark.parametrize("runs", [True, False])
def test_our_own_libreoffice_mark_counts_no_longer_than_any_other(
    workbook: Path, runs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(this_machine, "may_run", lambda _programs, _user: runs)
    monkeypatch.setattr(this_machine, "started_before", lambda _moment: True)
    mark = office_mark(workbook, "Me", getpass.getuser(), socket.gethostname())
    aged(mark, 40 * 24 * 3600)
    assert lock.holders(workbook)[0].stale
    aged(mark, 24 * 3600)
    assert lock.holders(workbook)[0].stale is not runs


def test_a_colleagues_mark_is_stale_once_their_libreoffice_on_this_machine_has_ended(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(this_machine, "may_run", lambda _programs, user: asked.append(user))
    aged(office_mark(workbook, "Priya", "priya", socket.gethostname()), 700)
    assert lock.holders(workbook)[0].stale
    assert asked == ["priya"]


def test_a_user_this_machine_does_not_know_may_run_anything() -> None:
    assert this_machine.may_run(("soffice.bin",), "nobody-of-that-name")


def test_a_mark_from_before_this_machine_started_is_stale(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = time.time() - 3600
    monkeypatch.setattr(this_machine, "started_before", lambda moment: started < moment)
    mark = office_mark(workbook, "Priya", "priya", socket.gethostname())
    monkeypatch.setattr(this_machine, "may_run", lambda _programs, _user: True)
    aged(mark, 2 * 3600)
    assert lock.holders(workbook)[0].stale
    aged(mark, 1800)
    assert not lock.holders(workbook)[0].stale


def test_a_name_that_many_machines_have_proves_nothing(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "localhost")
    aged(office_mark(workbook, "Me", getpass.getuser(), "localhost"), 3600)
    assert not lock.holders(workbook)[0].stale


@pytest.mark.skipif(sys.platform == "win32", reason="Windows shows whether the mark is held")
def test_an_old_mark_is_named_with_its_age_so_that_people_can_judge(workbook: Path) -> None:
    mark = excel_mark(workbook, "Priya")
    then = datetime(2026, 11, 19, 9, 12, tzinfo=UTC).timestamp()
    os.utime(mark, (then, then))
    if not lock.holders(workbook)[0].stale:
        with pytest.raises(WorkbookOpen) as refused:
            lock.refuse_if_open(workbook, UTC)
        assert refused.value.hint == (
            "Close it there; the next run catches up. If nobody has it open, delete "
            "~$leads.xlsx, made Thu 19 Nov 09:12; a crash may have left it."
        )


def test_two_who_have_it_open_are_both_named_with_their_marks(workbook: Path) -> None:
    excel_mark(workbook, "Priya")
    office_mark(workbook, "Ravi")
    with pytest.raises(
        WorkbookOpen, match=r"Priya \(Excel\) and Ravi \(LibreOffice\) have it"
    ) as no:
        lock.refuse_if_open(workbook)
    assert "~$leads.xlsx" in no.value.hint
    assert ".~lock.leads.xlsx#" in no.value.hint


@pytest.fixture
def link(workbook: Path, tmp_path: Path) -> Path:
    """A link in another folder, under another name, to a link to the workbook."""
    (tmp_path / "desk").mkdir()
    near = tmp_path / "desk" / "near.xlsx"
    near.symlink_to(workbook)
    far = tmp_path / "desk" / "link.xlsx"
    far.symlink_to(near)
    return far


@pytest.mark.parametrize("make", [excel_mark, office_mark])
@pytest.mark.parametrize("opened", ["the link", "the file"])
def test_a_linked_workbook_is_open_when_the_link_or_the_file_is(
    workbook: Path, link: Path, opened: str, make: Any
) -> None:
    mark = make(link if opened == "the link" else workbook, "Priya")
    with pytest.raises(WorkbookOpen, match="Priya") as refused:
        lock.refuse_if_open(link)
    named = mark.name if opened == "the link" else str(mark)
    assert f"delete {named}, made " in refused.value.hint
    assert [line.state for line in surroundings.diagnose(link) if line.subject == "Open"] == [
        "problem"
    ]


def test_somebody_is_named_once_though_the_link_stands_beside_its_file(workbook: Path) -> None:
    excel_mark(workbook, "Priya")
    assert len(lock.holders(workbook)) == 1
    (workbook.parent / "again").symlink_to(workbook.parent)
    assert len(lock.holders(workbook.parent / "again" / workbook.name)) == 1


def test_doctor_finds_the_conflict_copy_of_a_linked_workbook(workbook: Path, link: Path) -> None:
    workbook.with_name("leads (Priya's conflicted copy 2026-11-21).xlsx").touch()
    assert "Conflict copy" in {line.subject for line in surroundings.diagnose(link)}


def test_a_link_that_leads_in_a_circle_is_told_and_nothing_breaks(tmp_path: Path) -> None:
    circle = tmp_path / "circle.xlsx"
    circle.symlink_to(circle)
    assert surroundings.diagnose(circle)[0].state == "problem"
    with lock.our_lock(circle):
        lock.refuse_if_open(circle)


def test_a_second_run_is_refused_while_the_first_holds_the_lock(workbook: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from sheetsync.stores.excel.safety.lock import our_lock\n"
        "with our_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(workbook)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(WorkbookOpen, match="another sheetsync run"), lock.our_lock(workbook, 0.1):
        pass
    other.communicate()
    with lock.our_lock(workbook, 0.1):
        assert lock.lock_path(workbook).parent != workbook.parent


def test_a_link_to_a_workbook_shares_its_lock(workbook: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere.xlsx"
    link.symlink_to(workbook)
    assert lock.lock_path(link) == lock.lock_path(workbook)


# --- backups -------------------------------------------------------------------------------------


def test_hourly_runs_leave_the_newest_five_and_one_a_day_and_one_a_week() -> None:
    times = [NOW - timedelta(hours=hours) for hours in range(24 * 7 * 12)]
    left = sorted(set(times) - to_drop(times, NOW), reverse=True)
    assert left[:5] == times[:5]
    assert {t.date() for t in left} >= {(NOW - timedelta(days=n)).date() for n in range(14)}
    assert {f"{t:%G-%V}" for t in left} >= {f"{NOW - timedelta(weeks=n):%G-%V}" for n in range(8)}
    assert len(left) <= 5 + 15 + 9
    assert min(left) > NOW - timedelta(weeks=8)


@given(st.sets(st.integers(0, 10**6).map(lambda m: NOW - timedelta(minutes=m)), max_size=60))
def test_thinning_never_drops_the_newest_and_is_stable(times: set[datetime]) -> None:
    left = times - to_drop(times, NOW)
    assert left >= set(sorted(times)[-5:])
    assert to_drop(left, NOW) == set()


def test_a_version_is_kept_once_and_two_of_one_second_both(workbook: Path) -> None:
    one = backups.keep(workbook, b"one", NOW)
    assert backups.keep(workbook, b"one", NOW) == one
    two = backups.keep(workbook, b"two", NOW)
    assert {one.read_bytes(), two.read_bytes()} == {b"one", b"two"}
    assert one.name == "2026-11-21T22-00-00Z.xlsx"


def test_old_copies_are_thinned_when_a_new_one_is_kept(workbook: Path) -> None:
    for days in range(120):
        last = backups.keep(workbook, str(days).encode(), NOW + timedelta(days=days))
    assert len(backups.kept(last.parent)) <= 14 + 9


@pytest.mark.skipif(sys.platform == "win32", reason="modes are a POSIX thing")
def test_nobody_else_can_look_into_the_backups(workbook: Path) -> None:
    kept = backups.keep(workbook, b"names and phones", NOW)
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert kept.stat().st_mode & 0o077 == 0


# --- what surrounds the workbook -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - Acme/Sales", "OneDrive"),
        ("Dropbox (Acme)", "Dropbox"),
        ("Library/CloudStorage/GoogleDrive-a@b.in/My Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Documents", ""),
    ],
)
def test_synced_folders_are_known_by_their_names(tmp_path: Path, folder: str, service: str) -> None:
    assert synced_by(tmp_path / folder / "leads.xlsx") == service


def test_a_synced_folder_is_known_by_its_marker_file(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").touch()
    assert synced_by(tmp_path / "sales" / "leads.xlsx") == "Dropbox"


def test_doctor_lists_what_is_not_well(workbook: Path) -> None:
    office_mark(workbook, "Priya")
    workbook.with_name("leads (Priya's conflicted copy 2026-11-21).xlsx").touch()
    found = {line.subject: line for line in surroundings.diagnose(workbook)}
    assert {subject for subject, line in found.items() if line.state == "problem"} == {
        "Open", "Conflict copy", "Contents",
    }  # fmt: skip
    assert found["Backups"].state == "ok"
    assert all(subject[0].isupper() for subject in found)
    assert all(line.remedy for line in found.values() if line.state == "problem")


def test_doctor_tells_a_file_left_over_from_one_being_written(workbook: Path) -> None:
    handle, left = temporary.make(workbook)
    os.close(handle)
    told = {line.subject: line.message for line in surroundings.diagnose(workbook)}
    assert left.name in told["Left over"]
    with lock.our_lock(workbook):
        assert "Left over" not in {line.subject for line in surroundings.diagnose(workbook)}


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="modes are a POSIX thing")
@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ({"file": os.R_OK | os.W_OK, "folder": os.W_OK},
         "this user may not read or write {file}, nor write in the folder {folder}"),
        ({"file": os.W_OK, "folder": 0}, "this user may not write {file}"),
        ({"file": 0, "folder": os.W_OK}, "this user may not write in the folder {folder}"),
    ],
)  # fmt: skip
def test_doctor_says_in_plain_words_what_this_user_may_not_do(
    workbook: Path, refused: dict[str, int], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def access(path: Path, mode: int) -> bool:
        return not mode & refused["folder" if Path(path) == workbook.parent else "file"]

    monkeypatch.setattr(os, "access", access)
    first = surroundings.diagnose(workbook)[0]
    assert first.message == said.format(file=workbook, folder=workbook.parent)


def test_doctor_says_when_there_is_no_workbook(tmp_path: Path) -> None:
    first = surroundings.diagnose(tmp_path / "none.xlsx")[0]
    assert (first.subject, first.state) == ("Workbook", "problem")
