"""One Google spreadsheet, open: the three calls a store makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from google.auth.credentials import Credentials
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL, SPREADSHEET_VALUES_BATCH_URL
from requests import Response

from sheetsync.config import GoogleSheet
from sheetsync.stores.google.credentials import robot_address, sign_in
from sheetsync.stores.google.http import GaveUp, Pace, PatientClient
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.refusals import told
from sheetsync.stores.google.retries import Trouble


class Connection:
    """The spreadsheet ``sheet`` as the account of its credentials sees it.

    Nothing is looked for or asked until it is used; then each call raises what `sign_in` and
    `told` raise.
    """

    def __init__(self, sheet: GoogleSheet, pace: Pace | None = None) -> None:
        self.sheet = sheet
        self._pace = pace or Pace()
        self._title = ""
        self._sent: Counter[str] = Counter()

    @cached_property
    def robot(self) -> str:
        """The address the spreadsheet must be shared with; "" for a person's own account."""
        return robot_address(self._credentials)

    @cached_property
    def _credentials(self) -> Credentials:
        return sign_in(self.sheet)

    @cached_property
    def _client(self) -> PatientClient:
        return PatientClient(self._credentials, pace=self._pace, sent=self._sent)

    @property
    def name(self) -> str:
        """The spreadsheet's title once it was read; before, enough of its id to know it by."""
        return self._title or f"Google spreadsheet {self.sheet.id[:8]}…"

    @property
    def writes(self) -> int:
        """How many writes were sent, answered or not."""
        return self._sent["write"]

    def get(self, fields: str, ranges: Sequence[str] = ()) -> Json:
        """What ``fields`` names of the spreadsheet; of its cells only those in ``ranges``, where
        there are some. One read."""
        params = {"fields": fields, "ranges": list(ranges)}
        said = self._call("get", SPREADSHEET_URL, params=params)
        self._title = said.get("properties", {}).get("title", self._title)
        return said

    def values(self, ranges: Sequence[str], *, formulas: bool = False) -> list[list[list[Any]]]:
        """The rows of each range, days as serial numbers; what is empty at the end of a row or
        range is left out. With ``formulas``, those instead of what they come to. One read."""
        params = {
            "ranges": list(ranges),
            "valueRenderOption": "FORMULA" if formulas else "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
            "majorDimension": "ROWS",
        }
        said = self._call("get", SPREADSHEET_VALUES_BATCH_URL, params=params)
        return [found.get("values", []) for found in said["valueRanges"]]

    def batch_update(
        self,
        requests: Sequence[Json],
        *,
        response_ranges: Sequence[str] = (),
        fields: str = "",
        safe_twice: bool = False,
    ) -> Json:
        """Do all of it or nothing; one write. The reply shows the cells of ``response_ranges`` as
        they are afterwards, as far as ``fields`` names them.

        With ``safe_twice`` it is sent again where no answer came; else `OutcomeUnknown` is raised.
        """
        body: Json = {"requests": list(requests)}
        if response_ranges:
            body["includeSpreadsheetInResponse"] = True
            body["responseIncludeGridData"] = True
            body["responseRanges"] = list(response_ranges)
        params = {"fields": fields} if fields else {}
        url = SPREADSHEET_BATCH_UPDATE_URL
        return self._call("post", url, params=params, json=body, safe_twice=safe_twice)

    def _call(self, method: str, url: str, *, safe_twice: bool = False, **what: Any) -> Json:
        with told(self.sheet, self.name, self.robot):
            endpoint = url % self.sheet.id
            reply = self._client.request(method, endpoint, safe_twice=safe_twice, **what)
            return _said(reply, is_write=method != "get")


def _said(reply: Response, *, is_write: bool) -> Json:
    try:
        said: Json = reply.json()
    except ValueError as error:
        raise GaveUp(Trouble("lost", "a torn answer"), error, unknown=is_write) from error
    return said
