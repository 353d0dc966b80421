"""Secrets are named in config.yaml, read when they are used, and never shown."""

import os
from pathlib import Path

import pytest

from sheetsync.config.secrets import Secret, SecretUnreadable, secret_place


def test_a_secret_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", " hunter2\n")
    assert Secret("env:MAIL_PASSWORD").read() == "hunter2"


def test_a_file_is_seen_from_the_folder_of_the_config(tmp_path: Path) -> None:
    _private(tmp_path / "pass.txt", "hunter2\n")
    assert Secret("file:pass.txt", tmp_path).read() == "hunter2"


def test_no_secret_shows_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    secret = Secret("env:MAIL_PASSWORD")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps its permissions elsewhere")
def test_a_file_that_others_may_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = _private(tmp_path / "pass.txt", "hunter2")
    path.chmod(0o640)
    with pytest.raises(SecretUnreadable) as refused:
        Secret("file:pass.txt", tmp_path).read()
    assert f"chmod 600 {path}" in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("env:NOT_SET_ANYWHERE", "is not set"),
        ("file:nowhere.txt", "cannot be read"),
        ("file:blank.txt", "says nothing"),
        ("file:bytes.txt", "is not text"),
    ],
)
def test_what_cannot_be_read_says_why_and_names_the_place(
    place: str, said: str, tmp_path: Path
) -> None:
    _private(tmp_path / "blank.txt", "\n")
    _private(tmp_path / "bytes.txt", "").write_bytes(b"\xff\xfe\x00\x9f")
    with pytest.raises(SecretUnreadable, match=said) as refused:
        Secret(place, tmp_path).read()
    assert str(refused.value).startswith(place)


@pytest.mark.parametrize("plain", ["hunter2", "env:", "tgram://bot/chat", 12345])
def test_a_secret_written_plainly_is_refused_and_not_repeated(plain: object) -> None:
    with pytest.raises(ValueError, match="holds the secret itself") as refused:
        secret_place(plain)
    assert str(plain) not in str(refused.value).replace("env:NAME", "")


def _private(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o600)
    return path
