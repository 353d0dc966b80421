"""The key ``acknowledge:``: off unless written, and all that is wrong with it told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetsync.config import load
from sheetsync.config.acknowledge import Acknowledge
from sheetsync.config.secrets import Secret
from sheetsync.errors import ConfigError

MAIL = """
messages:
  owner: {email: meera@shop.example}
  from: leads@shop.example
  smtp: {host: localhost, security: none}
"""


def acknowledge(tmp_path: Path, text: str) -> Acknowledge | None:
    path = tmp_path / "config.yaml"
    path.write_text(f"workbook: leads.xlsx\n{text}", encoding="utf-8")
    return load(path).acknowledge


def test_nobody_is_acknowledged_unless_it_is_written(tmp_path: Path) -> None:
    assert acknowledge(tmp_path, "") is None
    assert acknowledge(tmp_path, f"{MAIL}acknowledge: {{email: false}}") is None


def test_it_may_go_by_mail_and_by_chat(tmp_path: Path) -> None:
    found = acknowledge(tmp_path, f"{MAIL}acknowledge: {{email: true, chat: env:WHATSAPP}}")
    assert found == Acknowledge(True, Secret("env:WHATSAPP", tmp_path), 20)
    assert acknowledge(tmp_path, "acknowledge: {chat: env:WHATSAPP, most_at_once: 5}") == (
        Acknowledge(False, Secret("env:WHATSAPP", tmp_path), 5)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("acknowledge: {email: true}",
         "acknowledge.email: needs a mail server and an address to write from"),
        ("acknowledge: {chat: whatsapp://secret}", "acknowledge.chat: holds the secret itself"),
        ("acknowledge: {most_at_once: 0}", "acknowledge.most_at_once: 0 is not a number of"),
        ("acknowledge: {mail: true}", "acknowledge.mail: unknown key — did you mean email?"),
        ("acknowledge: yes please", "acknowledge:"),
        ("acknowledge:", "acknowledge:"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        acknowledge(tmp_path, text)
    assert f"config.yaml:2  {said}" in refused.value.what
    assert "secret" not in refused.value.what.replace("holds the secret itself", "")
