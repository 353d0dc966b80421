"""What every test shares: a state folder of its own, so that no run of a test meets another's."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def state_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Locks and backups go here instead of to the user's own folder."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("SHEETSYNC_STATE_DIR", str(folder))
    return folder
