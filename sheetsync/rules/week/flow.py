"""What came in and went out, week by week: new, answered in time, won, lost, money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.rules.week.period import TREND_WEEKS, Week, weeks_back

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
WeekNumbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Attainment:
    """How soon the enquiries of a week were answered.

    ``unknown`` ones were answered at a time nobody wrote down, ``due`` ones still have time;
    neither counts for or against. ``median_wait`` is the wall-clock wait in seconds, None where
    nobody was answered.
    """

    met: int
    late: int
    breached: int
    unknown: int
    due: int
    median_wait: float | None

    @property
    def judged(self) -> int:
        """How many enquiries can be judged at all."""
        return self.met + self.late + self.breached

    @property
    def share(self) -> float | None:
        """The part of the judged ones answered in time, from 0 to 1."""
        return self.met / self.judged if self.judged else None


@dataclass(frozen=True)
class WeekFlow:
    """One week's movements. Won and lost leads are counted by the day they were closed on."""

    week: Week
    new: int
    attainment: Attainment
    won: int
    lost: int
    order_value: float
    margin: float
    collected: float

    @property
    def decided(self) -> int:
        """Leads won or lost."""
        return self.won + self.lost

    @property
    def conversion(self) -> float | None:
        """The part of the decided leads that was won."""
        return self.won / self.decided if self.decided else None


@dataclass(frozen=True)
class LeadWeeks:
    """How many weeks back each lead arrived, was closed, and paid (see `weeks_back`)."""

    arrived: WeekNumbers
    closed: WeekNumbers
    collected: WeekNumbers

    @classmethod
    def of(cls, frame: pd.DataFrame, week: Week) -> LeadWeeks:
        """Counted back from ``week``."""
        return cls(*(
            weeks_back(frame[field].to_numpy(dtype="datetime64[s]"), week)
            for field in ("received_at", "closed_on", "collected_on")
        ))  # fmt: skip


def flows(
    frame: pd.DataFrame, response: pd.DataFrame, weeks: LeadWeeks, week: Week
) -> tuple[WeekFlow, ...]:
    """The movements of the last weeks, oldest first; the last item is ``week`` itself."""
    kind = frame["stage_kind"].to_numpy(dtype=object)
    won, lost = kind == "won", kind == "lost"
    columns = zip(
        by_week(weeks.arrived).tolist(),
        _attainments(response, weeks.arrived),
        by_week(weeks.closed, won).tolist(),
        by_week(weeks.closed, lost).tolist(),
        by_week(weeks.closed, won, _money(frame, "order_value")).tolist(),
        by_week(weeks.closed, won, _money(frame, "margin")).tolist(),
        by_week(weeks.collected, amounts=_money(frame, "collected")).tolist(),
        strict=True,
    )
    back = [
        WeekFlow(week.before(n), int(new), attained, int(gained), int(gone), *money)
        for n, (new, attained, gained, gone, *money) in enumerate(columns)
    ]
    return tuple(reversed(back))


def by_week(weeks: WeekNumbers, among: Mask | None = None, amounts: Floats | None = None) -> Floats:
    """Leads (or their amounts, to the cent) per week; item 0 is the week itself, item 1 the one
    before."""
    inside = (weeks >= 0) & (weeks < TREND_WEEKS)
    if among is not None:
        inside &= among
    weights = None if amounts is None else amounts[inside]
    sums: Floats = np.bincount(weeks[inside], weights, TREND_WEEKS).astype(np.float64)
    return sums.round(2)


def _attainments(response: pd.DataFrame, arrived: WeekNumbers) -> list[Attainment]:
    state = response["state"].to_numpy(dtype=object)
    counts = {
        name: by_week(arrived, state == name).astype(np.int64).tolist()
        for name in ("met", "late", "breached", "unknown", "due")
    }
    answered = np.isin(state.astype(str), ("met", "late"))
    waits = response["waited_seconds"].to_numpy(dtype=np.float64)
    return [
        Attainment(
            **{name: count[n] for name, count in counts.items()},
            median_wait=median(waits[answered & (arrived == n)]),
        )
        for n in range(TREND_WEEKS)
    ]


def median(values: Floats) -> float | None:
    """The median of the known values; None where there are none."""
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else None


def _money(frame: pd.DataFrame, field: str) -> Floats:
    amounts: Floats = frame[field].to_numpy(dtype=np.float64)
    return np.where(np.isnan(amounts), 0.0, amounts)
