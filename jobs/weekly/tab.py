"""The weekly tab: one sentence, tiles, tables with their charts."""

from __future__ import annotations

from collections.abc import Iterable

from jobs.weekly.tables import (
    FEW,
    attainment_blocks,
    lost_reason_blocks,
    owner_blocks,
    source_blocks,
    stage_blocks,
    trend_blocks,
)
from sheetsync.config import Settings
from sheetsync.moments import day_text, duration_text, short_date_text
from sheetsync.rules.money_text import money_text
from sheetsync.rules.rounding import percent_text
from sheetsync.rules.week.breakdown import SMALL
from sheetsync.rules.week.figures import WeekFigures
from sheetsync.rules.week.period import Week
from sheetsync.tabs import Block, Column, Figure, Figures, Note, ReportTab, Table

LOW_ATTAINMENT = 0.5
"""Fewer answered in time than this is coloured as a warning."""


def week_tab(week: WeekFigures, settings: Settings) -> ReportTab:
    """Everything of one week, the most telling first."""
    blocks: Iterable[Block] = (
        Figures((*_flow_tiles(week, settings), *_standing_tiles(week, settings))),
        *_notes(week),
        _leak_table(week),
        *trend_blocks(week),
        *attainment_blocks(week),
        *stage_blocks(week),
        *source_blocks(week),
        *lost_reason_blocks(week),
        *owner_blocks(week),
    )
    return ReportTab(
        key=f"week:{week.week.name}",
        title=f"Week {week.week.name}",
        heading=f"Week {week.week.name} · {_span(week.week)}",
        summary=headline(week, settings),
        blocks=tuple(blocks),
    )


def headline(week: WeekFigures, settings: Settings) -> str:
    """What matters most, in one sentence: the leak with most money in it, or overdue follow-ups
    where they hold more; where nothing leaks, what was won."""
    standing, leak = week.standing, week.standing.leakage.worst
    if standing.overdue and (leak is None or standing.overdue_money > leak.money):
        said = f"{_leads(standing.overdue, 'follow-up')} overdue"
        return f"What matters most: {said}{_in_quotes(standing.overdue_money, settings)}."
    if leak:
        said = f"{_leads(leak.leads, 'open lead')} {leak.phrase}"
        return f"Biggest leak: {said}{_in_quotes(leak.money, settings)}."
    won = f"{_leads(week.flow.won, 'lead')} won, {_leads(week.flow.new, 'new lead')}"
    return f"Nothing leaks. {won}."


def _flow_tiles(week: WeekFigures, settings: Settings) -> tuple[Figure, ...]:
    now, before = week.flow, week.before
    return (
        Figure("New leads", now.new, note=f"{before.new:,} the week before"),
        _attainment_tile(week),
        Figure("Won", now.won, note=_won_note(week), emphasis="good" if now.won else ""),
        Figure("Lost", now.lost, note=f"{before.lost:,} the week before"),
        Figure("Order value won", now.order_value, "money",
               note=f"{money_text(before.order_value, settings)} the week before"),
        Figure("Margin", now.margin, "money",
               note=f"{money_text(before.margin, settings)} the week before"),
        Figure("Collected", now.collected, "money",
               note=f"{money_text(before.collected, settings)} the week before"),
    )  # fmt: skip


def _attainment_tile(week: WeekFigures) -> Figure:
    now, before = week.flow.attainment, week.before.attainment
    notes = [f"{now.met} of {now.judged}" if now.judged else "none to judge"]
    notes += [FEW] if 0 < now.judged < SMALL else []
    median = now.median_wait
    notes += [] if median is None else [f"median wait {duration_text(int(median))}"]
    notes += [f"{percent_text(before.share)} the week before"] if before.share is not None else []
    is_low = now.share is not None and now.judged >= SMALL and now.share < LOW_ATTAINMENT
    return Figure(
        "Answered in time", now.share, "percent", " · ".join(notes), "overdue" if is_low else ""
    )


def _won_note(week: WeekFigures) -> str:
    now = week.flow
    said = f"{week.before.won:,} the week before"
    if now.conversion is None:
        return said
    return f"{percent_text(now.conversion)} of {now.decided} decided · {said}"


def _standing_tiles(week: WeekFigures, settings: Settings) -> tuple[Figure, ...]:
    standing = week.standing
    overdue = money_text(standing.overdue_money, settings)
    return (
        Figure(f"Open pipeline, {short_date_text(standing.day)}", standing.pipeline, "money",
               note=f"{_leads(standing.open, 'open lead')} · {standing.overdue} overdue "
                    f"({overdue})"),
    )  # fmt: skip


def _notes(week: WeekFigures) -> Iterable[Note]:
    yield Note(
        f"Pipeline, overdue, idle and leaks are as at {short_date_text(week.standing.day)}; "
        "everything else is of the week itself.",
        "muted",
    )
    undated = week.undated_won + week.undated_lost
    if undated:
        has, belong = ("has", "belongs") if undated == 1 else ("have", "belong")
        yield Note(
            f"{_leads(undated, 'closed lead')} ({week.undated_won} won, {week.undated_lost} lost) "
            f"{has} no Closed on date and so {belong} to no week: fill it in.",
            "idle",
        )


def _leak_table(week: WeekFigures) -> Table:
    leakage = week.standing.leakage
    rows = tuple((leak.name, leak.leads, leak.money) for leak in leakage.leaks)
    total = ("Each lead once", leakage.leads, leakage.money)
    return Table(
        columns=(
            Column("Leak", width=22),
            Column("Open leads", "count", 12),
            Column("Open quotes", "money", 12),
        ),
        rows=(*rows, total),
        title=f"Where leads leak, {short_date_text(week.standing.day)}",
        emphasis=(*("idle" if leak.leads else "" for leak in leakage.leaks), "strong"),
    )


def _in_quotes(money: float, settings: Settings) -> str:
    return f", {money_text(money, settings)} in quotes" if money else ""


def _leads(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _span(week: Week) -> str:
    return f"{day_text(week.start, week.end.year)} to {day_text(week.end, 0)}"
