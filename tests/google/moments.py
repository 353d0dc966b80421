"""Serial dates: days since 30 December 1899, the time of day as a fraction."""

from __future__ import annotations

from datetime import datetime, timedelta

EPOCH = datetime(1899, 12, 30)


def to_serial(moment: datetime) -> float:
    passed = moment - EPOCH
    return passed.days + passed.seconds / 86_400 + passed.microseconds / 86_400_000_000


def from_serial(serial: float) -> datetime:
    """The moment, to the millisecond: a fraction of a day is not exact."""
    milliseconds = round(serial * 86_400_000)
    return EPOCH + timedelta(milliseconds=milliseconds)
