"""Every error a person can meet: what happened, where, and what to do.

Each kind is a class with an exit code of its own, so a scheduler can tell them apart without
reading text. Codes 0, 1 and 2 are taken: done, ``check`` found errors, wrong command line.
"""

from __future__ import annotations

from typing import ClassVar


class SheetsyncError(Exception):
    """Something a person can mend. Never shown as a traceback.

    ``where`` names the file, tab or cell; ``hint`` says what to do next; what `add_note` adds is
    told after it. ``side_file`` is where a run put its report tabs meanwhile, "" for nowhere;
    ``reading`` what it had read (a `jobs.runner.Reading`), where people at work stopped it.
    """

    exit_code: ClassVar[int] = 70
    kind: ClassVar[str] = "error"
    side_file: str = ""
    reading: object = None

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n{self.hint}" if self.hint else head


class ConfigError(SheetsyncError):
    """config.yaml is missing or says something impossible; ``what`` lists every problem."""

    exit_code = 3
    kind = "config"


class WorkbookMissing(SheetsyncError):
    """There is no file where the config says the workbook is."""

    exit_code = 4
    kind = "workbook-missing"


class PermissionRefused(SheetsyncError):
    """The workbook or its folder may not be read or written by this user."""

    exit_code = 5
    kind = "permission"


class NotAWorkbook(SheetsyncError):
    """The file is something other than an Excel workbook."""

    exit_code = 6
    kind = "not-a-workbook"


class EncryptedWorkbook(SheetsyncError):
    """The workbook needs a password to open."""

    exit_code = 7
    kind = "encrypted"


class OldFormat(SheetsyncError):
    """A format we read but never write: .xls, .xlsb, .ods."""

    exit_code = 8
    kind = "old-format"


class BrokenPackage(SheetsyncError):
    """The file is damaged: not a whole zip, or parts missing or unreadable."""

    exit_code = 9
    kind = "broken"


class TabMissing(SheetsyncError):
    """The workbook has no tab of the configured title."""

    exit_code = 10
    kind = "tab-missing"


class HeaderRowMissing(SheetsyncError):
    """No row of the tab reads like the headers of a lead sheet."""

    exit_code = 11
    kind = "header-row-missing"


class ColumnMissing(SheetsyncError):
    """A column without which nothing can be said of a lead is not there."""

    exit_code = 12
    kind = "column-missing"


class ColumnsAmbiguous(SheetsyncError):
    """Two columns claim one field; both are named."""

    exit_code = 13
    kind = "columns-ambiguous"


class WorkbookOpen(SheetsyncError):
    """Somebody has the workbook open; nothing was written."""

    exit_code = 14
    kind = "open"


class WriteFailed(SheetsyncError):
    """The disk is full or the write broke off; the workbook is as it was."""

    exit_code = 15
    kind = "write-failed"


class GuardRefused(SheetsyncError):
    """What was read looks absurd (leads or columns suddenly gone); nothing was written."""

    exit_code = 16
    kind = "guard"


class WorkbookChanged(SheetsyncError):
    """Somebody saved the workbook between our read and our write."""

    exit_code = 17
    kind = "changed"


class EditRefused(SheetsyncError):
    """The edit cannot be made without risk to what people made."""

    exit_code = 18
    kind = "edit-refused"


class LeadUnknown(SheetsyncError):
    """No lead has the given Lead ID."""

    exit_code = 19
    kind = "lead-unknown"


class AlreadyThere(SheetsyncError):
    """A command that never overwrites would have had to."""

    exit_code = 20
    kind = "already-there"


class RunUnknown(SheetsyncError):
    """No job or run of config.yaml has that name."""

    exit_code = 21
    kind = "run-unknown"


class WorkbookJustSaved(SheetsyncError):
    """Somebody saved it a moment ago where that may mean they are still at work."""

    exit_code = 22
    kind = "just-saved"


class GoogleUnreachable(SheetsyncError):
    """Google gave no answer, or asked us to wait, for longer than a run waits."""

    exit_code = 23
    kind = "google-unreachable"


class OutcomeUnknown(SheetsyncError):
    """A write was sent to Google and no answer came: it may be done or not."""

    exit_code = 24
    kind = "outcome-unknown"


class SignInRefused(SheetsyncError):
    """There are no credentials for Google, or it does not take them."""

    exit_code = 25
    kind = "sign-in"


class DeliveryFailed(SheetsyncError):
    """A message did not go out; what the run had to write is written."""

    exit_code = 26
    kind = "delivery-failed"
