"""What of a spreadsheet on the emulator bears a mark of ours, and what is other people's."""

from __future__ import annotations

import json

from tests.google.errors import Json
from tests.google.spreadsheet import Sheet, Spreadsheet

LEAD_SHEET = 0
"""The id of the first tab: the leads stand on it, whatever it is called."""


def lead_sheet(book: Spreadsheet) -> Sheet:
    """The tab of leads."""
    return book.sheet(LEAD_SHEET)


def our_tabs(book: Spreadsheet) -> list[Sheet]:
    """Report tabs that say they are ours, from left to right; not duplicates of them."""
    ours = {}
    for entry in book.metadata:
        if entry["metadataKey"] == "sheetsync.tab":
            sheet_id = entry["location"]["sheetId"]
            if json.loads(entry["metadataValue"])["sheet"] == sheet_id:
                ours[sheet_id] = entry
    return [sheet for sheet in book.sheets if sheet.id in ours]


def unfinished_tabs(book: Spreadsheet) -> list[Sheet]:
    """Hidden tabs that grow, or were left when their run died."""
    ids = {
        entry["location"]["sheetId"]
        for entry in book.metadata
        if entry["metadataKey"] == "sheetsync.tab.unfinished"
    }
    return [sheet for sheet in book.sheets if sheet.id in ids]


def copy_tabs(book: Spreadsheet) -> list[Sheet]:
    """The hidden tab with what stood before the last write; once people see it, it is theirs."""
    ids = {
        entry["location"]["sheetId"]
        for entry in book.metadata
        if entry["metadataKey"] == "sheetsync.before"
        and entry["metadataValue"] == str(entry["location"]["sheetId"])
    }
    return [sheet for sheet in book.sheets if sheet.id in ids and sheet.properties.get("hidden")]


def is_ours(rule: Json) -> bool:
    """Whether a colour rule is one of a run's."""
    return "sheetsync:" in json.dumps(rule)
