"""Time against rows, both on logarithmic axes, as a small SVG drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 860, 440, 70, 40, 300, 50
COLOURS = ("#1F6FEB", "#58A6FF", "#C0392B", "#6E7781", "#B0B8C0", "#8250DF")
_PAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
    'font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#24292F">'
    '<rect width="100%" height="100%" fill="white"/>{body}</svg>\n'
)


def draw(lines: Mapping[str, Points], out: Path) -> Path:
    """Draw named lines of (rows, seconds) and return the file; PNG where matplotlib is there."""
    if out.suffix == ".png":
        try:
            return _by_matplotlib(lines, out)
        except ImportError:
            out = out.with_suffix(".svg")
    out.write_text(svg(lines), encoding="utf-8")
    return out


def svg(lines: Mapping[str, Points]) -> str:
    """The drawing itself: whole decades on both axes, each line named at its end."""
    rows = _decades([row for points in lines.values() for row, _ in points])
    seconds = _decades([second for points in lines.values() for _, second in points])

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * _share(value, rows)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * _share(value, seconds)

    body = [_text(LEFT, 22, "Seconds by number of leads (both logarithmic)")]
    for power in range(seconds[0], seconds[1] + 1):
        at = y(10.0**power)
        body.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#D0D7DE"/>')
        body.append(_text(LEFT - 8, at + 4, f"{10.0**power:g} s", "end"))
    for power in range(rows[0], rows[1] + 1):
        body.append(_text(x(10.0**power), HEIGHT - BOTTOM + 22, f"{10**power:,}", "middle"))
    labels = _apart([y(points[-1][1]) + 4 for points in lines.values()])
    for colour, at, (name, points) in zip(COLOURS, labels, lines.items(), strict=False):
        path = " ".join(f"{x(row):.1f},{y(second):.1f}" for row, second in points)
        body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        body += [f'<circle cx="{x(row):.1f}" cy="{y(second):.1f}" r="3.5" fill="{colour}"/>'
                 for row, second in points]  # fmt: skip
        words = f"{name}: {points[-1][1]:.1f} s"
        body.append(_text(WIDTH - RIGHT + 10, at, words, colour=colour))
    return _PAGE.format(width=WIDTH, height=HEIGHT, body="".join(body))


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _share(value: float, decades: tuple[int, int]) -> float:
    return (log10(value) - decades[0]) / (decades[1] - decades[0])


def _apart(heights: Sequence[float], least: float = 17) -> list[float]:
    """Labels moved down until none covers another."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed, last = list(heights), float("-inf")
    for number in order:
        placed[number] = last = max(heights[number], last + least)
    return placed


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = "") -> str:
    fill = f' fill="{colour}"' if colour else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{fill}>{escape(words)}</text>'


def _by_matplotlib(lines: Mapping[str, Points], out: Path) -> Path:
    from matplotlib import pyplot  # type: ignore[import-not-found,unused-ignore]

    for name, points in lines.items():
        pyplot.loglog(*zip(*points, strict=True), marker="o", label=name)
    pyplot.xlabel("leads")
    pyplot.ylabel("seconds")
    pyplot.legend()
    pyplot.savefig(out, dpi=150)
    return out
