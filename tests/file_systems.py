"""File systems that can do less than Linux's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from sheetsync.stores.excel.safety import exchange

WAYS = ["exchanging", "replacing", "replacing without hard links"]
"""How the new version comes into place, by what the file system can do."""


@contextmanager
def able_to(way: str) -> Iterator[None]:
    """On a file system that can do no more than this."""
    with ExitStack() as stack:
        if way != WAYS[0]:
            cannot = mock.patch.object(exchange, "_exchange_natively", return_value=False)
            stack.enter_context(cannot)
        if way == WAYS[2]:
            stack.enter_context(mock.patch.object(os, "link", side_effect=PermissionError))
        yield
