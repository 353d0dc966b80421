"""Time `sheetsync run nightly` beside the usual script and the least any tool must do.

    python benchmarks/nightly.py --rows 100000
    python benchmarks/nightly.py --rows 1000 10000 100000 --plot benchmarks/nightly.svg

Each round runs every contestant once, one after the other, as whole processes on a fresh copy of
the same workbook; ratios are taken within a round, so a busy machine hits both sides alike.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.plot import draw  # noqa: E402 - the project is in reach only now
from benchmarks.process_cost import Cost, cost_of  # noqa: E402

SEED = 7
NOW = "2026-11-21T22:00"
PLOTTED = (1_000, 10_000, 100_000)

NAMES = {
    "first": "sheetsync run nightly, first fill",
    "second": "sheetsync run nightly, nothing to do",
    "first_alone": "first fill, --no-journal",
    "second_alone": "nothing to do, --no-journal",
    "baseline": "pandas and openpyxl script",
    "floor": "floor: read, inflate, copy, deflate",
    "reading": "reading alone",
    "help": "sheetsync --help",
}
RATIOS = (
    ("baseline", "first", "times as fast as the script"),
    ("first", "floor", "times the floor"),
    ("second", "reading", "times reading, when there is nothing to do"),
    ("first", "first_alone", "times as long for the journal, first fill"),
    ("second", "second_alone", "times as long for the journal, nothing to do"),
)

Round = dict[str, Cost]


def measured(rows: int, runs: int, folder: Path) -> list[Round]:
    """So many rounds over a workbook of so many leads."""
    workbook = cached(rows, folder)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return [one_round(workbook, Path(place), turn) for turn in range(runs)]


def cached(rows: int, folder: Path) -> Path:
    """The workbook of this size, built when it is not there yet. In a process of its own: what
    this one holds would count for every process it starts."""
    builder = HERE / "workbook.py"
    mark = hashlib.sha256(builder.read_bytes()).hexdigest()[:8]
    path = folder / f"leads-{rows}-{SEED}-{mark}.xlsx"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new.xlsx")
        words = [str(new), "--rows", str(rows), "--seed", str(SEED)]
        subprocess.run([sys.executable, str(builder), *words], check=True)
        new.replace(path)
    return path


def one_round(workbook: Path, place: Path, turn: int) -> Round:
    """Every contestant once; who comes first changes from round to round."""
    environment = _environment(place)

    def run(*words: str) -> Cost:
        return cost_of([sys.executable, *words], environment, place)

    found: Round = {}
    contestants: list[Callable[[], dict[str, Cost]]] = [
        lambda: _sheetsync(run, workbook, place),
        lambda: _without_journal(run, workbook, place),
        lambda: _script(run, workbook, place),
        lambda: _floor(run, workbook, place),
    ]
    for number in range(len(contestants)):
        found |= contestants[(number + turn) % len(contestants)]()
    return found


def _environment(place: Path) -> dict[str, str]:
    """Compiled files are kept, as on any machine where the tool is installed, but apart."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "PYTHONPATH": str(HERE.parent),
        "PYTHONPYCACHEPREFIX": str(place.parent / "compiled"),
        "PYTHONWARNINGS": "ignore",
        "SHEETSYNC_STATE_DIR": str(place / "state"),
    }


def _sheetsync(run: Callable[..., Cost], workbook: Path, place: Path, *more: str) -> Round:
    copy = Path(shutil.copyfile(workbook, place / "leads.xlsx"))
    config = place / "config.yaml"
    config.write_text((HERE / "config.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    nightly = ("-m", "jobs.cli", "run", "nightly", "--config", str(config), "--now", NOW, *more)
    (place / "config.journal.db").unlink(missing_ok=True)
    found = {"first": run(*nightly)}
    written = copy.read_bytes()
    found["second"] = run(*nightly)
    if copy.read_bytes() != written:
        raise SystemExit("the second run changed the workbook")
    return found | {"help": run("-m", "jobs.cli", "--help")}


def _without_journal(run: Callable[..., Cost], workbook: Path, place: Path) -> Round:
    """The same without what the journal costs, in a folder of its own."""
    folder = place / "alone"
    folder.mkdir(exist_ok=True)
    found = _sheetsync(run, workbook, folder, "--no-journal")
    return {f"{name}_alone": found[name] for name in ("first", "second")}


def _script(run: Callable[..., Cost], workbook: Path, place: Path) -> Round:
    copy = shutil.copyfile(workbook, place / "script.xlsx")
    return {"baseline": run(str(HERE / "baseline.py"), str(copy))}


def _floor(run: Callable[..., Cost], workbook: Path, place: Path) -> Round:
    floor = str(HERE / "floor.py")
    return {
        "floor": run(floor, str(workbook), str(place / "floor.xlsx")),
        "reading": run(floor, str(workbook)),
    }


def summary(rows: int, rounds: Sequence[Round]) -> dict[str, Any]:
    """Medians with their range, and the medians of the ratios within each round."""
    return {
        "rows": rows,
        "costs": {
            name: {
                "seconds": _spread([one[name].seconds for one in rounds]),
                "processor": _spread([one[name].processor for one in rounds]),
                "megabytes": _spread([one[name].megabytes for one in rounds]),
            }
            for name in NAMES
        },
        "ratios": {
            f"{one}/{other}": {
                unit: _spread([_ratio(each, one, other, unit) for each in rounds])
                for unit in ("seconds", "processor", "megabytes")
            }
            for one, other, _ in RATIOS
        },
        "rounds": [{name: asdict(cost) for name, cost in one.items()} for one in rounds],
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {"median": median(values), "least": min(values), "most": max(values)}


def _ratio(costs: Round, one: str, other: str, unit: str) -> float:
    below = getattr(costs[other], unit)
    return getattr(costs[one], unit) / below if below else 0.0


def told(found: dict[str, Any]) -> str:
    """The figures of one size as a person reads them."""
    lines = [f"{found['rows']:,} leads, {len(found['rounds'])} rounds: median (least-most)", ""]
    lines.append(f"{'':38}{'seconds':>20}{'processor':>12}{'memory':>10}")
    for name, words in NAMES.items():
        cost = found["costs"][name]
        lines.append(
            f"{words:38}{_said(cost['seconds']):>20}{cost['processor']['median']:>10.2f} s"
            f"{cost['megabytes']['median']:>7.0f} MB"
        )
    lines.append("")
    for one, other, words in RATIOS:
        ratio = found["ratios"][f"{one}/{other}"]
        lines.append(
            f"{_said(ratio['seconds']):>18} {words}; by processor time "
            f"{ratio['processor']['median']:.1f}, in memory {ratio['megabytes']['median']:.1f}"
        )
    return "\n".join(lines)


def _said(spread: dict[str, float]) -> str:
    return f"{spread['median']:.2f} ({spread['least']:.2f}-{spread['most']:.2f})"


def main() -> None:
    """Measure what was asked for, and say it."""
    asked = _arguments()
    folder = asked.folder.resolve()
    measured(50, 1, folder)  # compiles what is not compiled yet, and warms the file cache
    sizes = []
    for rows in asked.rows:
        sizes.append(summary(rows, measured(rows, asked.runs, folder)))
        if not asked.json:
            print(told(sizes[-1]), end="\n\n", flush=True)
    if asked.json:
        machine = {"python": platform.python_version(), "system": platform.platform(),
                   "processors": os.cpu_count()}  # fmt: skip
        print(json.dumps({"machine": machine, "sizes": sizes}, indent=1))
    if asked.plot:
        shown = {NAMES[name]: [(one["rows"], one["costs"][name]["seconds"]["median"])
                               for one in sizes] for name in NAMES if name != "help"}  # fmt: skip
        print(f"Drawn: {draw(shown, asked.plot)}", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", help="how many leads; several sizes may be")
    parser.add_argument("--runs", type=int, default=3, help="rounds per size (default 3)")
    parser.add_argument("--json", action="store_true", help="one JSON object, with every round")
    parser.add_argument("--plot", type=Path, help="draw time against rows (.svg; .png needs "
                        "matplotlib); without --rows for 1,000, 10,000 and 100,000")  # fmt: skip
    parser.add_argument("--folder", type=Path, help="where built workbooks are kept",
                        default=Path(tempfile.gettempdir()) / "sheetsync-benchmarks")  # fmt: skip
    asked = parser.parse_args()
    asked.rows = asked.rows or (list(PLOTTED) if asked.plot else [10_000])
    return asked


if __name__ == "__main__":
    main()
