"""Imported by the process that others are forked from: one run and one look with every reader,
so that what is set up at first use is set up once for all of them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from unittest import mock

from sheetsync.stores.own_files import STATE_VARIABLE
from tests import fifty_leads, steps
from tests.outbox import a_night_shift, a_sender

__all__ = ["a_night_shift", "a_sender", "steps"]

with (
    tempfile.TemporaryDirectory() as _folder,
    mock.patch.dict(os.environ, {STATE_VARIABLE: _folder}),
):
    fifty_leads.run(fifty_leads.make(Path(_folder) / "leads.xlsx"))
