"""How serious a check is in this business: as the table says, unless the config says otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from sheetsync.checks import CHECKS
from sheetsync.config import Settings
from sheetsync.findings import Hits, Severity


def severity_of(code: str, settings: Settings) -> Severity:
    """The severity of a check that is not off."""
    word = settings.checks.get(code, CHECKS[code].severity)
    return CHECKS[code].severity if word == "off" else word


def without_off(hits: Iterable[Hits], settings: Settings) -> tuple[Hits, ...]:
    """The hits of checks that are not switched off."""
    return tuple(hit for hit in hits if settings.checks.get(hit.code) != "off" and len(hit))
