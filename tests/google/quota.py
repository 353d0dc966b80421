"""Google's quotas: so many reads and writes in a minute, for the project and for each user."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.google.errors import ApiError

MINUTE = 60.0


@dataclass
class Quota:
    """Whatever a call holds, it counts as one; a refused call counts too."""

    per_project: int = 300
    per_user: int = 60
    clock: Callable[[], float] = time.monotonic
    _calls: dict[tuple[str, str], deque[float]] = field(default_factory=dict)

    @classmethod
    def unlimited(cls) -> Quota:
        return cls(per_project=10**9, per_user=10**9)

    def spend(self, kind: str, user: str) -> None:
        """One `Read` or `Write`; a 429 where a limit is passed."""
        in_project = self._count((kind, ""))
        if self._count((kind, user)) > self.per_user:
            raise quota_exceeded(kind, f"{kind} requests per minute per user", self.per_user)
        if in_project > self.per_project:
            raise quota_exceeded(kind, f"{kind} requests per minute", self.per_project)

    def _count(self, key: tuple[str, str]) -> int:
        now = self.clock()
        calls = self._calls.setdefault(key, deque())
        calls.append(now)
        while calls[0] <= now - MINUTE:
            calls.popleft()
        return len(calls)


def quota_exceeded(kind: str, limit: str, value: int, retry_after: str = "") -> ApiError:
    metadata = {
        "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
        "quota_limit": limit.title().replace(" ", ""),
        "quota_limit_value": str(value),
        "service": "sheets.googleapis.com",
        "consumer": "projects/100000000000",
    }
    details = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": metadata,
    }
    return ApiError(
        429,
        f"Quota exceeded for quota metric '{kind} requests' and limit '{limit}' of service "
        "'sheets.googleapis.com' for consumer 'project_number:100000000000'.",
        details=[details],
        retry_after=retry_after,
    )
