"""The spreadsheet the environment gives: whether it may be used, and leaving it as blank as it was.

with cleared(connection):
    ...  # whatever appears in it meanwhile is removed
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sheetsync.config import GoogleSheet
from sheetsync.config.google import spreadsheet_id
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.copy_before import KEY as COPIES
from sheetsync.stores.google.message import Json, metadata_value, properties_of, sheet_id_of
from sheetsync.stores.google.report_tabs.marker import KEY as REPORT
from sheetsync.stores.google.report_tabs.marker import UNFINISHED
from sheetsync.stores.google.template import blank

SPREADSHEET = "SHEETSYNC_LIVE_SPREADSHEET"
KEY = "SHEETSYNC_LIVE_KEY"
COLLEAGUE_KEY = "SHEETSYNC_LIVE_COLLEAGUE_KEY"

MARK = "sheetsync.live"
"""Developer metadata on the tabs that tests make, so that those of a test which died are known."""

_FIELDS = f"developerMetadata,{blank.FIELDS}"


def given(key: str = KEY) -> GoogleSheet:
    """The spreadsheet, and the key to open it with. Skips the test where there is none."""
    address = os.environ.get(SPREADSHEET)
    if not address:
        pytest.skip(f"set {SPREADSHEET} to the address of a blank spreadsheet, and {KEY}")
    if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1:
        pytest.fail("these tests share a spreadsheet: run them with -n0", pytrace=False)
    file = os.environ.get(key)
    if key == COLLEAGUE_KEY and not file:
        pytest.skip(f"set {COLLEAGUE_KEY} to the key of a second robot")
    path = Path(file).expanduser() if file else None
    return GoogleSheet(spreadsheet_id(address), path)


@contextmanager
def cleared(connection: Connection) -> Iterator[None]:
    """Blank at the beginning, or the test fails and nothing is touched; blank again at the end."""
    before = connection.get(_FIELDS)
    _refuse_content(before)
    _remove(connection, before, _left_over(before))
    kept = _ids(before) - _left_over(before)
    try:
        yield
    finally:
        after = connection.get(_FIELDS)
        _remove(connection, after, _ids(after) - kept)


def new_tab(title: str) -> tuple[int, list[Json]]:
    """The id a marked tab will have, and the requests that make it."""
    sheet_id = secrets.randbelow(2**31 - 1)
    entry = {"metadataKey": MARK, "metadataValue": title, "location": {"sheetId": sheet_id}}
    return sheet_id, [
        {"addSheet": {"properties": {"sheetId": sheet_id, "title": title}}},
        {"createDeveloperMetadata": {"developerMetadata": {**entry, "visibility": "DOCUMENT"}}},
    ]


def _refuse_content(spreadsheet: Json) -> None:
    left_over = _left_over(spreadsheet)
    others = [sheet for sheet in spreadsheet["sheets"] if _id(sheet) not in left_over]
    holds = blank.content({**spreadsheet, "sheets": others})
    if holds:
        title = spreadsheet["properties"]["title"]
        pytest.fail(
            f"{title} holds something that these tests did not make, on the tab {holds}. They "
            "remove what they find, so give them a blank spreadsheet that is for them alone.",
            pytrace=False,
        )


def _left_over(spreadsheet: Json) -> set[int]:
    """The tabs of a test that died: its own, and the reports that were written beside it."""
    sheets: list[Json] = spreadsheet["sheets"]
    own = {_id(sheet) for sheet in sheets if _is_marked(sheet, MARK)}
    beside = {_id(s) for s in sheets if any(_is_marked(s, k) for k in (REPORT, UNFINISHED, COPIES))}
    return own | beside if own else set()


def _is_marked(sheet: Json, key: str) -> bool:
    return metadata_value(sheet, key) is not None


def _remove(connection: Connection, spreadsheet: Json, tabs: set[int]) -> None:
    """The tabs, and what runs noted about the whole spreadsheet."""
    noted = {entry["metadataKey"] for entry in spreadsheet.get("developerMetadata", ())}
    lookups = [{"metadataKey": key, "locationType": "SPREADSHEET"} for key in sorted(noted)]
    requests: list[Json] = [
        *({"deleteSheet": {"sheetId": each}} for each in sorted(tabs)),
        *(
            {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": each}}}
            for each in lookups
            if each["metadataKey"].startswith("sheetsync.")
        ),
    ]
    if requests:
        connection.batch_update(requests, fields="spreadsheetId", safe_twice=True)


def _ids(spreadsheet: Json) -> set[int]:
    return {_id(sheet) for sheet in spreadsheet["sheets"]}


def _id(sheet: Json) -> int:
    return sheet_id_of(properties_of(sheet))
