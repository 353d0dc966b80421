"""Stores keep locks and backups; tests keep them out of the home of whoever runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetsync.stores.excel.places import STATE_VARIABLE


@pytest.fixture(autouse=True)
def state_dir(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's locks and backups go."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv(STATE_VARIABLE, str(folder))
    return folder
