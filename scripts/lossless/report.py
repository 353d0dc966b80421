"""The table and the JSON that say what became of a folder of workbooks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from scripts.lossless.proof import Result, share_written

_ORDER = ("written", "refused", "damaged", "crashed")
_COLOURS = {"written": "green", "refused": "yellow", "damaged": "red", "crashed": "red"}
_PARTICULARS = re.compile(r"\b[A-Z]{1,3}\$?\d+(?::[A-Z]{1,3}\$?\d+)?|\d+|'[^']*'|\([^()]*\)")


def has_damage(results: Sequence[Result]) -> bool:
    """Whether any workbook came out worse than it went in, or was not seen through."""
    return any(each.outcome in ("damaged", "crashed") for each in results)


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """Counts, then each file."""
    return {
        "files": len(results),
        "outcomes": dict(Counter(each.outcome for each in results)),
        "well_formed": sum(each.well_formed for each in results),
        "share_of_well_formed_written": round(share_written(results), 4),
        "results": [each.as_json() for each in sorted(results, key=lambda each: each.file)],
    }


def show(results: Sequence[Result], console: Console) -> None:
    """Print the counts by outcome and reason, then each file that was damaged."""
    table = Table("Outcome", "Files", "Reason")
    for outcome in _ORDER:
        mine = [each for each in results if each.outcome == outcome]
        if outcome == "written" or mine:
            table.add_row(outcome, str(len(mine)), "", style=_COLOURS[outcome])
        for (kind, reason), count in Counter(map(_reason, mine)).most_common():
            if kind or reason:
                table.add_row("", str(count), f"{kind}: {reason}")
    console.print(table)
    for note, count in Counter(
        n for each in results for n in map(_plain, each.notes)
    ).most_common():
        console.print(f"{count:5} written with {note}", highlight=False)
    for each in sorted(results, key=lambda each: each.file):
        for damage in each.damages[:5]:
            console.print(f"{each.file}: {damage}", style="red", markup=False, highlight=False)
        if each.outcome == "crashed":
            said = f"{each.file}: {each.kind}: {each.reason}"
            console.print(said, style="red", markup=False, highlight=False)
    whole = sum(each.well_formed for each in results)
    share = share_written(results)
    console.print(f"{share:.1%} of {whole} well-formed workbooks written.", highlight=False)


def _reason(result: Result) -> tuple[str, str]:
    return result.kind, _plain(result.reason)


def _plain(text: str) -> str:
    """A reason without the particulars of one file, so that equal ones count together."""
    return _PARTICULARS.sub("…", text)[:110]
