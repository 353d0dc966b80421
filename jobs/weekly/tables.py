"""The tables of the weekly tab, each with its chart.

No table is wider than eight narrow columns, so that every chart can stand beside its numbers.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sheetsync.rules.week.breakdown import SMALL
from sheetsync.rules.week.figures import WeekFigures
from sheetsync.tabs import Block, Chart, Column, Kind, Mark, Shape, Table

FEW = "few leads"
"""Stands beside a share worked out over fewer than `SMALL` leads."""

_TREND, _ANSWERS = "The last eight weeks", "First replies, week by week"
_PIPELINE, _COHORT = "Open pipeline by stage", "Where the last eight weeks' enquiries stand"
_REASONS = "Why leads were lost"
_OWNERS_NOW, _OWNERS_WEEK = "By owner, as it stands", "By owner, this week"
_SOURCES_WEEK, _SOURCES_RECENT = "By source, this week", "By source, eight weeks"


def trend_blocks(week: WeekFigures) -> tuple[Block, ...]:
    """New, won, lost and money of eight weeks."""
    table = Table(
        columns=_columns("Week", New="count", Won="count", Lost="count", Conversion="percent",
                         Order_value="money", Collected="money"),
        rows=tuple(
            (flow.week.short_name, flow.new, flow.won, flow.lost, flow.conversion,
             flow.order_value, flow.collected)
            for flow in week.trend
        ),
        title=_TREND,
    )  # fmt: skip
    chart = _chart("New, won and lost by week", _TREND, "Week", ("New", "Won", "Lost"), "column")
    return _with(table, chart, any(flow.new or flow.decided for flow in week.trend))


def attainment_blocks(week: WeekFigures) -> tuple[Block, ...]:
    """How the enquiries of eight weeks were answered."""
    answers = [(flow.week.short_name, flow.attainment) for flow in week.trend]
    table = _sampled(Table(
        columns=_columns("Week", Met="count", Late="count", Breached="count", Due="count",
                         Not_known="count", In_time="percent", Sample="text"),
        rows=tuple(
            (name, one.met, one.late, one.breached, one.due, one.unknown, one.share,
             _few(one.judged))
            for name, one in answers
        ),
        title=_ANSWERS,
    ))  # fmt: skip
    series = ("Met", "Late", "Breached", "Due")
    chart = _chart("First replies by week", _ANSWERS, "Week", series, "stacked")
    return _with(table, chart, any(one.judged for _, one in answers))


def stage_blocks(week: WeekFigures) -> tuple[Block, ...]:
    """Where open leads stand, and how far the recent enquiries came."""
    pipeline = week.stages[week.stages["is_open"]]
    table = Table(
        columns=_columns("Stage", Open="count", Overdue="count", Idle="count", Quotes="money"),
        rows=_rows(pipeline, ("leads", "overdue", "idle", "pipeline")),
        title=_PIPELINE,
    )
    # Where one stage alone holds quotes, how many leads stand where says more.
    series = "Quotes" if (pipeline["pipeline"] > 0).sum() > 1 else "Open"
    chart = _chart(f"{_CHARTED[series]} by stage", _PIPELINE, "Stage", (series,))
    return (*_with(table, chart, bool(pipeline["leads"].sum())), *_cohort_blocks(week))


_CHARTED = {"Quotes": "Open quotes", "Open": "Open leads"}


def _cohort_blocks(week: WeekFigures) -> tuple[Block, ...]:
    total = int(week.stages["recent"].sum())
    table = Table(
        columns=_columns("Stage", Enquiries="count", Share="percent"),
        rows=tuple(
            (str(stage), int(leads), _share(leads, total))
            for stage, leads in week.stages["recent"].items()
        ),
        title=_COHORT,
    )
    series = ("Enquiries",)
    chart = _chart("Enquiries of eight weeks by stage", _COHORT, "Stage", series, "column")
    return _with(table, chart, bool(total))


def source_blocks(week: WeekFigures) -> tuple[Block, ...]:
    """What each source brought, this week and over eight weeks."""
    now = week.sources[(week.sources[_WEEK_MEASURES] != 0).any(axis=1)]
    table = _week_table("Source", now, _SOURCES_WEEK, "No enquiry arrived and none was closed.")
    chart = _chart("New leads by source", _SOURCES_WEEK, "Source", ("New",))
    recent = _sampled(Table(
        columns=_columns("Source", New="count", Won="count", Lost="count", Conversion="percent",
                         Sample="text"),
        rows=tuple(
            (str(name), int(one["new_recent"]), int(one["won_recent"]), int(one["lost_recent"]),
             _share(one["won_recent"], one["won_recent"] + one["lost_recent"]),
             _few(one["won_recent"] + one["lost_recent"]))
            for name, one in week.sources.sort_values("new_recent", ascending=False, kind="stable")
            .iterrows()
        ),
        title=_SOURCES_RECENT,
        empty="No enquiry arrived and none was closed in eight weeks.",
    ))  # fmt: skip
    series = ("New", "Won")
    longer = _chart("New and won of eight weeks by source", _SOURCES_RECENT, "Source", series)
    return (
        *_with(table, chart, bool(now["new"].sum())),
        *_with(recent, longer, bool(week.sources["new_recent"].sum())),
    )


def lost_reason_blocks(week: WeekFigures) -> tuple[Block, ...]:
    """The reasons given, this week and over eight weeks."""
    total = float(week.lost_reasons["recent"].sum())
    table = Table(
        columns=(
            Column("Reason", width=22),
            Column("This week", "count", 12),
            Column("8 weeks", "count", 12),
            Column("Share", "percent", 12),
            Column("Quotes lost", "money", 12),
        ),
        rows=tuple(
            (str(reason), int(one["this_week"]), int(one["recent"]),
             _share(one["recent"], total), float(one["money"]))
            for reason, one in week.lost_reasons.iterrows()
        ),
        title=_REASONS,
        empty="No lead was lost in eight weeks.",
    )  # fmt: skip
    series = ("8 weeks",)
    chart = _chart("Lost leads of eight weeks by reason", _REASONS, "Reason", series)
    return _with(table, chart, len(week.lost_reasons) > 0)


def owner_blocks(week: WeekFigures) -> tuple[Block, ...]:
    """What each owner has open, and did this week."""
    table = Table(
        columns=_columns("Owner", Open="count", Overdue="count", Idle="count", Quotes="money"),
        rows=_rows(week.owners, ("open", "overdue", "idle", "pipeline")),
        title=_OWNERS_NOW,
        empty="There are no leads yet.",
    )
    series = ("Open", "Overdue")
    chart = _chart("Open and overdue by owner", _OWNERS_NOW, "Owner", series)
    now = week.owners[(week.owners[_WEEK_MEASURES] != 0).any(axis=1)]
    quiet = "No enquiry arrived and none was closed."
    return (
        *_with(table, chart, bool(week.owners["open"].sum())),
        _week_table("Owner", now, _OWNERS_WEEK, quiet),
    )


_WEEK_MEASURES = ["new", "won", "lost", "order_value"]


def _week_table(first: str, groups: pd.DataFrame, title: str, empty: str) -> Table:
    """What the leads of each source or owner did in the week itself."""
    return _sampled(Table(
        columns=_columns(first, New="count", In_time="percent", Won="count", Lost="count",
                         Order_value="money", Sample="text"),
        rows=tuple(
            (str(name), int(one["new"]), _share(one["met"], one["judged"]), int(one["won"]),
             int(one["lost"]), float(one["order_value"]), _few(one["judged"]))
            for name, one in groups.sort_values("new", ascending=False, kind="stable").iterrows()
        ),
        title=title,
        empty=empty,
    ))  # fmt: skip


def _sampled(table: Table) -> Table:
    """The same without its last column, Sample, where that says nothing in any row."""
    if any(row[-1] for row in table.rows):
        return table
    rows = tuple(row[:-1] for row in table.rows)
    return replace(table, columns=table.columns[:-1], rows=rows)


def _chart(
    title: str, table: str, first: str, series: tuple[str, ...], shape: Shape = "bar"
) -> Chart:
    """A chart whose series have the colours of what they mean."""
    return Chart(title, table, first, series, shape, tuple(_MARKS.get(name, "") for name in series))


_MARKS: dict[str, Mark] = {
    "New": "open",
    "Open": "open",
    "Due": "open",
    "Won": "good",
    "Met": "good",
    "Late": "late",
    "Breached": "bad",
    "Overdue": "bad",
    "Lost": "gone",
    "8 weeks": "gone",
}


def _columns(first: str, **kinds: Kind) -> tuple[Column, ...]:
    """A column of names and columns of figures; an underscore in a name stands for a blank."""
    figures = (Column(name.replace("_", " "), kind, 12) for name, kind in kinds.items())
    return (Column(first, width=22), *figures)


def _rows(table: pd.DataFrame, columns: tuple[str, ...]) -> tuple[tuple[str | float, ...], ...]:
    """The index and those columns of a table as plain values."""
    values = [table[column].tolist() for column in columns]
    return tuple(zip(map(str, table.index), *values, strict=True))


def _with(table: Table, chart: Chart, worth_drawing: bool) -> tuple[Block, ...]:
    return (table, chart) if worth_drawing else (table,)


def _share(part: float, whole: float) -> float | None:
    return float(part / whole) if whole else None


def _few(leads: float) -> str | None:
    return FEW if 0 < leads < SMALL else None
