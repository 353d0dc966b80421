"""How Google says no: an HTTP code, a status word, a sentence, sometimes details."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]

STATUS_WORDS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


# Drive says why in a word of its own.
DRIVE_REASONS = {401: "authError", 403: "insufficientFilePermissions", 404: "notFound"}


class ApiError(Exception):
    def __init__(
        self, code: int, message: str, *, details: list[Json] | None = None, retry_after: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details or []
        self.retry_after = retry_after

    def content(self, api: str) -> tuple[str, str]:
        """The reply's text and its type."""
        body = self.drive_body() if api == "drive" else self.body()
        return json.dumps(body, ensure_ascii=False), "application/json; charset=UTF-8"

    def drive_body(self) -> Json:
        reason = DRIVE_REASONS.get(self.code, "backendError")
        error = {"message": self.message, "domain": "global", "reason": reason}
        return {"error": {"code": self.code, "message": self.message, "errors": [error]}}

    def body(self) -> Json:
        error: Json = {
            "code": self.code,
            "message": self.message,
            "status": STATUS_WORDS.get(self.code, "UNKNOWN"),
        }
        if self.details:
            error["details"] = self.details
        return {"error": error}


class UsageLimit(ApiError):
    """Drive's way of saying 429: a 403 that only its reason tells from a missing permission."""

    def __init__(self) -> None:
        super().__init__(403, "User rate limit exceeded.")

    def drive_body(self) -> Json:
        error = {
            "message": self.message,
            "domain": "usageLimits",
            "reason": "userRateLimitExceeded",
        }
        return {"error": {"code": self.code, "message": self.message, "errors": [error]}}


class HtmlError(ApiError):
    """What a machine in front of the API says: no JSON at all."""

    def content(self, api: str) -> tuple[str, str]:
        page = f"<!DOCTYPE html><title>Error {self.code}</title><p>{self.message}</p>"
        return page, "text/html; charset=UTF-8"


class NotEmulated(ApiError):
    """The emulator does not know what Google would do here, and will not guess."""

    def __init__(self, what: str) -> None:
        super().__init__(501, f"The emulator does not implement {what}.")


def invalid(message: str) -> ApiError:
    return ApiError(400, message)


def not_found() -> ApiError:
    return ApiError(404, "Requested entity was not found.")


def no_permission() -> ApiError:
    return ApiError(403, "The caller does not have permission")


def bad_request(violations: list[tuple[str, str]]) -> ApiError:
    """What Google's JSON reader says before any handler sees the request."""
    found = [{"field": field, "description": text} for field, text in violations]
    details = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": found}
    return ApiError(400, "\n".join(text for _, text in violations), details=[details])
