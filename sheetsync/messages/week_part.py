"""The week's figures as a message shows them: a few numbers beside the week before, a picture."""

from __future__ import annotations

from dataclasses import dataclass

from sheetsync.config import Settings
from sheetsync.messages.week_picture import draw
from sheetsync.moments import day_text, duration_text
from sheetsync.rules.money_text import money_text
from sheetsync.rules.rounding import percent_text
from sheetsync.rules.week.figures import WeekFigures
from sheetsync.rules.week.flow import WeekFlow

PICTURE_ID = "week"


@dataclass(frozen=True)
class WeekLine:
    """One figure, and what it was the week before."""

    label: str
    now: str
    before: str


@dataclass(frozen=True)
class WeekPart:
    """A week in words; ``picture`` is a PNG, ``described`` says what it shows."""

    name: str
    span: str
    headline: str
    lines: tuple[WeekLine, ...]
    picture: bytes
    described: tuple[str, ...]


def week_part(week: WeekFigures, headline: str, settings: Settings) -> WeekPart:
    """A week's figures; ``headline`` is what matters most in them."""
    year = week.week.end.year
    return WeekPart(
        name=week.week.name,
        span=f"{day_text(week.week.start, year)} to {day_text(week.week.end, year)}",
        headline=headline,
        lines=_lines(week, settings),
        picture=draw(week.trend),
        described=_described(week.trend),
    )


def _lines(week: WeekFigures, settings: Settings) -> tuple[WeekLine, ...]:
    now, before = _figures(week.flow, settings), _figures(week.before, settings)
    return tuple(WeekLine(label, said, before[label]) for label, said in now.items())


def _figures(flow: WeekFlow, settings: Settings) -> dict[str, str]:
    answers = flow.attainment
    share = "–" if answers.share is None else percent_text(answers.share)
    median = answers.median_wait
    return {
        "New leads": f"{flow.new:,}",
        "Answered in time": f"{share} ({answers.met} of {answers.judged})"
        if answers.judged
        else share,
        "Median wait": "–" if median is None else duration_text(int(median)),
        "Won": f"{flow.won:,}",
        "Lost": f"{flow.lost:,}",
        "Order value won": money_text(flow.order_value, settings),
        "Margin": money_text(flow.margin, settings),
        "Collected": money_text(flow.collected, settings),
    }


def _described(trend: tuple[WeekFlow, ...]) -> tuple[str, ...]:
    """The picture in words, a line a week."""
    return tuple(
        f"{flow.week.short_name}: {flow.new} new, {flow.won} won, {flow.lost} lost; first replies "
        f"{flow.attainment.met} in time, {flow.attainment.late} late, "
        f"{flow.attainment.breached} missing"
        for flow in trend
    )
