"""The keys of ``messages:``: who gets a message, through which server, and when not."""

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sheetsync.config import Recipient, Secret, Settings, load
from sheetsync.config.messages import Mailbox, QuietHours, Smtp
from sheetsync.errors import ConfigError

ZONE = ZoneInfo("Asia/Kolkata")
WHOLE = """\
messages:
  owner: {name: Meera, email: meera@example.com, chat: env:OWNER_CHAT}
  from: "Sunrise Kitchens <leads@example.com>"
  smtp: {host: smtp.example.com, user: leads, password: file:mail.txt}
  team: false
  quiet: "21:00-08:00"
  most_a_day: 3
  link: https://example.com/leads
"""


def _load(folder: Path, text: str) -> Settings:
    path = folder / "config.yaml"
    path.write_text(f"workbook: leads.xlsx\n{text}", encoding="utf-8")
    return load(path)


def _problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        _load(folder, text)
    return refused.value.what.splitlines()


def test_without_the_key_nobody_is_written_to(tmp_path: Path) -> None:
    assert _load(tmp_path, "").messages is None


def test_all_keys_are_read(tmp_path: Path) -> None:
    found = _load(tmp_path, WHOLE).messages
    assert found is not None
    chat = Secret("env:OWNER_CHAT", tmp_path)
    assert found.owner == Recipient("Meera", "meera@example.com", chat)
    assert found.sender == Mailbox("leads@example.com", "Sunrise Kitchens")
    password = Secret("file:mail.txt", tmp_path)
    assert found.smtp == Smtp("smtp.example.com", 587, "starttls", "leads", password)
    assert (found.team, found.most_a_day, found.link) == (False, 3, "https://example.com/leads")
    assert found.quiet == QuietHours(time(21), time(8))


def test_people_of_the_team_can_be_reached(tmp_path: Path) -> None:
    team = "team: [Ravi, {name: Asha, email: Asha@Example.com, chat: file:asha.txt}]\n"
    ravi, asha = _load(tmp_path, team).team
    assert (ravi.email, ravi.chat) == ("", None)
    assert (asha.email, str(asha.chat)) == ("Asha@example.com", "file:asha.txt")


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_kind_of_security_has_its_usual_port(security: str, port: int, tmp_path: Path) -> None:
    text = f"""\
messages:
  owner: {{email: me@example.com}}
  from: me@example.com
  smtp: {{host: mail, security: {security}}}
"""
    messages = _load(tmp_path, text).messages
    assert messages is not None
    assert messages.smtp == Smtp("mail", port, security)  # type: ignore[arg-type]


def test_all_problems_come_at_once_with_line_and_hint(tmp_path: Path) -> None:
    text = """\
messages:
  owner: {nam: X, email: me}
  form: "Shop <a@b.co>"
  smtp: {host: "smtp.example.com:587", password: hunter2, securty: tls}
  quiet: "9-9"
  most_a_day: 0
"""
    found = _problems(tmp_path, text)
    assert [line.split(" ", 1)[0] for line in found] == [
        f"config.yaml:{number}" for number in (3, 3, 4, 5, 5, 5, 6, 7)
    ]
    said = "\n".join(found)
    assert "messages.owner.nam: unknown key — did you mean name?" in said
    assert "messages.form: unknown key — did you mean from?" in said
    assert "messages.smtp.securty: unknown key — did you mean security?" in said
    assert "write env:NAME" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("messages:\n", "messages: nothing is written here"),
        ("messages: {team: true}\n", "nobody is named who gets a message"),
        ("messages: {owner: {name: Meera}}\n", "messages.owner: has no address"),
        ("messages: {owner: {email: a@b.co}, from: a@b.co}\n", "smtp is missing"),
        ("messages: {owner: {email: a@b.co}, smtp: {host: m}}\n", "from is missing"),
        (
            "messages: {owner: {email: a@b.co}, from: a@b.co, smtp: {host: m, user: u}}\n",
            "has a user but no password",
        ),
        (
            "messages: {owner: {email: a@b.co}, from: a@b.co, smtp: {host: m, password: env:P}}\n",
            "has a password but no user",
        ),
        (
            "messages: {owner: {email: a@b.co}, from: a@b.co, "
            "smtp: {host: m, user: u, password: env:P, security: none}}\n",
            "would send the password for all to read",
        ),
    ],
)
def test_what_does_not_go_together_is_told(text: str, said: str, tmp_path: Path) -> None:
    assert any(said in line for line in _problems(tmp_path, text))


def test_chat_alone_needs_no_mail_server(tmp_path: Path) -> None:
    assert _load(tmp_path, "messages: {owner: {chat: env:CHAT}}\n").messages is not None


@pytest.mark.parametrize(
    ("now", "over"),
    [
        ("2026-11-20T20:59", None),
        ("2026-11-20T21:00", "2026-11-21T08:00"),
        ("2026-11-20T23:59", "2026-11-21T08:00"),
        ("2026-11-21T00:00", "2026-11-21T08:00"),
        ("2026-11-21T07:59", "2026-11-21T08:00"),
        ("2026-11-21T08:00", None),
    ],
)
def test_quiet_hours_may_go_past_midnight(now: str, over: str | None) -> None:
    quiet = QuietHours(time(21), time(8))
    found = quiet.over_at(datetime.fromisoformat(now).replace(tzinfo=ZONE), ZONE)
    assert found == (datetime.fromisoformat(over).replace(tzinfo=ZONE) if over else None)


def test_quiet_hours_are_those_of_the_business_wherever_the_machine_is() -> None:
    noon_in_london = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/London"))
    quiet = QuietHours(time(13), time(18))  # it is 17:30 in Kolkata
    assert quiet.over_at(noon_in_london, ZONE) == datetime(2026, 11, 20, 18, tzinfo=ZONE)
