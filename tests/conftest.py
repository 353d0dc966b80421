"""What every test shares: a state folder of its own, so that no run of a test meets another's.

Tests on a live spreadsheet share that, and so run one after the other.
"""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def state_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Locks and backups go here instead of to the user's own folder."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("SHEETSYNC_STATE_DIR", str(folder))
    return folder


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """No workers beside this process where `-m live` asks for those tests."""
    wanted = str(config.option.markexpr)
    return 0 if "live" in wanted and "not live" not in wanted else None
