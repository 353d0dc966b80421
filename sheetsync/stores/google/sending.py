"""Send batches, each exactly once: where no answer comes, look whether it was done."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sheetsync.errors import OutcomeUnknown, SheetsyncError, WorkbookChanged
from sheetsync.stores.google import highlights
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.message import (
    Json,
    a1_range,
    metadata_value,
    properties_of,
    sheet_id_of,
    title_of,
)
from sheetsync.stores.google.reading import fields

LAST_WRITE_KEY = "sheetsync.last_write"
"""Developer metadata that each write sets to a word of its own, by which it is known again."""

_MASK = f"replies,updatedSpreadsheet({fields.AFTER_WRITING})"


def new_word() -> str:
    """One that no other write has."""
    return secrets.token_hex(8)


class Sender:
    """Sends to one spreadsheet. ``sent`` counts the batches that were done, and that may be."""

    def __init__(self, connection: Connection, spreadsheet: Json, lead_sheet: Json) -> None:
        self.sent = 0
        self._connection = connection
        self._lead_sheet_id = sheet_id_of(properties_of(lead_sheet))
        self._somewhere = a1_range(title_of(lead_sheet), "A1")
        self._has_word = metadata_value(spreadsheet, LAST_WRITE_KEY) is not None
        self._word = ""

    def send(self, requests: Sequence[Json], ranges: Sequence[str], word: str = "") -> Json:
        """Do a batch; the spreadsheet's message afterwards, with the cells of these ranges. It is
        known again by its ``word``.

        A batch that never arrived is sent again. Raises `OutcomeUnknown` where that one, too, has
        no answer, or where nobody can look whether it arrived; and what the connection raises.
        """
        word = self._word = word or new_word()
        batch = [*requests, self._remember(word)]
        shown = list(ranges) or [self._somewhere]
        try:
            reply = self._answered(batch, shown)
        except OutcomeUnknown:
            self.sent += 1
            raise
        self._has_word = True
        self.sent += 1
        self._give_back(requests, reply.get("replies", ()))
        after: Json = reply["updatedSpreadsheet"]
        return after

    def _answered(self, batch: Sequence[Json], shown: Sequence[str]) -> Json:
        try:
            return self._connection.batch_update(batch, response_ranges=shown, fields=_MASK)
        except OutcomeUnknown as silence:
            found = self._look(shown, silence)
        if metadata_value(found, LAST_WRITE_KEY) == self._word:
            return {"updatedSpreadsheet": found}
        return self._connection.batch_update(batch, response_ranges=shown, fields=_MASK)

    def _look(self, shown: Sequence[str], silence: OutcomeUnknown) -> Json:
        """What stands there after a write without an answer: which outweighs what keeps us from
        looking. A tab that the write was to make may not be there to be looked at."""
        try:
            try:
                return self._connection.get(fields.AFTER_WRITING, shown)
            except WorkbookChanged:
                found = self._connection.get(fields.AFTER_WRITING, [self._somewhere])
        except SheetsyncError as problem:
            raise silence from problem
        if metadata_value(found, LAST_WRITE_KEY) == self._word:
            raise silence
        return found

    def _give_back(self, requests: Sequence[Json], replies: Sequence[Json]) -> None:
        """Put back a colour rule of somebody's that moved under ours. On a report tab none did:
        what people put there is taken away on purpose, once a copy is kept."""
        told = zip(requests, replies, strict=False)
        found = [each for each in told if not self._is_on_a_report(each[0])]
        back = highlights.undone([sent for sent, _ in found], [reply for _, reply in found])
        if back:
            self._connection.batch_update(back)

    def _is_on_a_report(self, request: Json) -> bool:
        removal = request.get("deleteConditionalFormatRule")
        return removal is not None and sheet_id_of(removal) != self._lead_sheet_id

    def _remember(self, word: str) -> Json:
        entry = {"metadataKey": LAST_WRITE_KEY, "metadataValue": word}
        if not self._has_word:
            place = {"location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
            return {"createDeveloperMetadata": {"developerMetadata": {**entry, **place}}}
        change = {
            "dataFilters": [{"developerMetadataLookup": {"metadataKey": LAST_WRITE_KEY}}],
            "developerMetadata": entry,
            "fields": "metadataValue",
        }
        return {"updateDeveloperMetadata": change}
