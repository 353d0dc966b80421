"""`demo --mail`: two evenings, a day's work between them, and the mail that came of it."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
import pytest

from tests.system.conftest import Run, sheetsync

FRIDAY_EVENING = "2026-11-20T21:00"


@pytest.fixture(scope="module")
def mailed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `demo --mail` ran at a known moment. Read only."""
    folder = tmp_path_factory.mktemp("mail")
    words = ("demo", str(folder / "demo"), "--mail", "--now", FRIDAY_EVENING)
    said = sheetsync(*words, cwd=folder, state=folder / "state").stdout
    (folder / "demo" / "said.txt").write_text(said, encoding="utf-8")
    return folder / "demo"


def test_the_owners_message_is_shown_with_what_changed_and_the_week(mailed: Path) -> None:
    said = (mailed / "said.txt").read_text(encoding="utf-8")
    assert "To:      Meera <meera@sunrise.example>" in said
    for part in ("Since Thu 19 Nov 21:00", "newly overdue", "3 mended", "Week 2026-W47"):
        assert part in said


def test_every_file_it_names_is_there(mailed: Path) -> None:
    lines = (mailed / "said.txt").read_text(encoding="utf-8").splitlines()
    named = [Path(line.strip()) for line in lines if line.startswith("  /")]
    assert {path.name for path in named} >= {"owner.html", "owner.eml", "Overdue 2026-11-21.xlsx"}
    assert all(path.is_file() for path in named)


def test_the_html_shows_its_picture_without_the_mail_around_it(mailed: Path) -> None:
    html = (mailed / "mail" / "owner.html").read_text(encoding="utf-8")
    assert html.count("src=") == html.count('src="data:image/png;base64,') == 1


def test_the_mail_has_text_html_picture_and_workbook(mailed: Path) -> None:
    data = (mailed / "mail" / "owner.eml").read_bytes()
    mail = message_from_bytes(data, policy=policy.SMTP)
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert [kind.partition("/")[2].rpartition(".")[2] for kind in kinds] == [
        "plain", "html", "png", "sheet",
    ]  # fmt: skip


def test_the_attached_workbook_holds_the_overdue_tab(mailed: Path) -> None:
    book = openpyxl.load_workbook(mailed / "mail" / "Overdue 2026-11-21.xlsx")
    assert book.sheetnames == ["Overdue"]
    assert book["Overdue"].max_row > 40


def test_each_of_the_team_gets_their_own_leads(mailed: Path) -> None:
    asha = (mailed / "mail" / "asha.html").read_text(encoding="utf-8")
    rohan = (mailed / "mail" / "rohan.html").read_text(encoding="utf-8")
    assert "Your leads for Sat 21 Nov" in asha
    assert asha != rohan


def test_mail_that_is_there_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "demo" / "mail").mkdir(parents=True)
    said = run("demo", str(tmp_path / "demo"), "--mail", expect=20)
    assert "already there" in said.stderr
    assert not (tmp_path / "demo" / "leads.xlsx").exists()
