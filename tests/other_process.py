"""Processes that are forked from one that has imported everything already, so that a test can start
hundreds; where a system cannot fork, each is started anew."""

from __future__ import annotations

import multiprocessing
import sys
from typing import Any

CAN_FORK = sys.platform != "win32"
CONTEXT: Any = multiprocessing.get_context("forkserver" if CAN_FORK else "spawn")
if CAN_FORK:
    CONTEXT.set_forkserver_preload(["pytest", "python_calamine", "tests.warmed_up"])
