"""Why a reply differs from the recorded one: every difference has its reason here."""

from __future__ import annotations

from tests.google.recordings import Exchange

UNEXPLAINED = "unexplained: a defect of the emulator until it is shown to be something else"

UPLOAD = "uploading a file through Drive (gspread's import_csv) is not emulated: we never do"
AFTER_UPLOAD = "the spreadsheet was filled by that upload before"
WIDTHS = (
    "autoResizeDimensions measures letters in Google's fonts; the emulator guesses 7 pixels each"
)


def explain(exchange: Exchange, status: int) -> str:
    if "/upload/" in exchange.uri:
        return UPLOAD
    if exchange.scenario.endswith("import_csv"):
        return AFTER_UPLOAD
    if "columnMetadata" in exchange.uri and exchange.scenario.endswith("auto_resize_columns"):
        return WIDTHS
    return UNEXPLAINED
