"""The last eight weeks as one small picture, legible on a phone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from sheetsync.rules.week.flow import WeekFlow
from sheetsync.tabs import looks

INCHES = (4.6, 5.2)
DOTS = 220
BAR = 0.27


def draw(trend: Sequence[WeekFlow]) -> bytes:
    """A PNG: new, won and lost by week, and below it how the enquiries were answered."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=INCHES, dpi=DOTS, facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1)
    weeks = [flow.week.short_name for flow in trend]
    _beside(above, [
        ("New", [flow.new for flow in trend], "open"),
        ("Won", [flow.won for flow in trend], "good"),
        ("Lost", [flow.lost for flow in trend], "gone"),
    ])  # fmt: skip
    _stacked(below, [
        ("In time", [flow.attainment.met for flow in trend], "good"),
        ("Late", [flow.attainment.late for flow in trend], "late"),
        ("No reply", [flow.attainment.breached for flow in trend], "bad"),
    ])  # fmt: skip
    _dress(above, weeks, "New, won and lost")
    _dress(below, weeks, "First replies")
    figure.get_layout_engine().set(hspace=0.08, w_pad=0.12, h_pad=0.12)  # type: ignore[union-attr, call-arg]
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


Series = list[tuple[str, list[int], str]]


def _beside(axes: Any, series: Series) -> None:
    for number, (name, values, mark) in enumerate(series):
        at = np.arange(len(values)) + (number - 1) * BAR
        axes.bar(at, values, BAR * 0.92, label=name, color=f"#{looks.SERIES_MARK[mark]}")


def _stacked(axes: Any, series: Series) -> None:
    below = np.zeros(len(series[0][1]), dtype=int)
    for name, values, mark in series:
        at = np.arange(len(values))
        colour = f"#{looks.SERIES_MARK[mark]}"
        axes.bar(at, values, 0.62, bottom=below, label=name, color=colour)
        below = below + np.array(values, dtype=int)


def _dress(axes: Any, weeks: list[str], title: str) -> None:
    """Little ink: a title, weeks, a few whole numbers, faint lines behind the bars."""
    from matplotlib.ticker import MaxNLocator

    axes.set_title(
        title, loc="left", fontsize=11, fontweight="bold", color=f"#{looks.ACCENT_DARK}", pad=22
    )
    axes.legend(
        loc="lower left", bbox_to_anchor=(-0.012, 0.985), ncols=3, frameon=False, fontsize=9.5,
        labelcolor=f"#{looks.QUIET}", handlelength=0.9, handleheight=0.9, columnspacing=1.3,
        handletextpad=0.4, borderaxespad=0,
    )  # fmt: skip
    axes.set_xticks(range(len(weeks)), weeks)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.tick_params(length=0, labelsize=9.5, labelcolor=f"#{looks.QUIET}")
    axes.grid(axis="y", color=f"#{looks.RULE_LINE}", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(f"#{looks.RULE_LINE}")
