"""Moments as the journal keeps them: UTC, as ISO texts, so that they sort as texts do."""

from __future__ import annotations

from datetime import UTC, datetime


def stored(moment: datetime) -> str:
    """``2026-11-21T14:30:00+00:00``; whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()


def aware(text: str) -> datetime:
    """The moment again."""
    return datetime.fromisoformat(text)
