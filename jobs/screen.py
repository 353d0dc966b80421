"""What the terminal shows. Colour and progress only where a person watches."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sheetsync.errors import SheetsyncError
from sheetsync.findings import SEVERITIES
from sheetsync.schema import FIELD

if TYPE_CHECKING:
    from jobs.explain import Explanation
    from jobs.runner import Reading, Result
    from sheetsync.findings import Findings
    from sheetsync.stores.base import Diagnosis

COLOUR = {"error": "red", "warning": "yellow", "advice": "cyan"}
MARK = {"ok": "[green]✓[/]", "note": "[yellow]![/]", "problem": "[red]✗[/]"}
MOST_SHOWN = 50


class Screen:
    """Prints results for people, or one JSON object for programs."""

    def __init__(
        self, *, verbose: bool = False, quiet: bool = False, as_json: bool = False
    ) -> None:
        self.verbose = verbose
        self.quiet = quiet
        self.as_json = as_json
        self.out = Console(quiet=quiet or as_json, highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: str = "") -> None:
        """One line of our own words; rich markup is understood."""
        self.out.print(text)

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """A spinner while a person waits; nothing under cron."""
        if self.quiet or self.as_json or not sys.stderr.isatty():
            yield
            return
        with self.err.status(escape(what)):
            yield

    def json(self, value: Any) -> None:
        """The one JSON object a program reads."""
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))

    def error(self, error: SheetsyncError) -> None:
        """What happened, where, what to do."""
        if self.as_json:
            said = {"kind": error.kind, "what": error.what, "where": error.where}
            self.json({"error": {**said, "hint": error.hint, "exit_code": error.exit_code}})
            return
        where = f"{escape(error.where)}: " if error.where else ""
        self.err.print(f"[bold red]✗[/] {where}{escape(error.what)}")
        if error.hint:
            self.err.print(f"  {escape(error.hint)}")

    def findings(self, reading: Reading, findings: Findings) -> None:
        """All findings of `check`, most serious first within each row."""
        if self.as_json:
            self.json(
                {
                    "leads": len(reading.leads),
                    "skipped": reading.snapshot.skipped,
                    "findings": [finding.as_json() for finding in findings],
                }
            )
            return
        shown = findings if self.verbose else [f for f in findings if f.severity != "advice"]
        table = Table(box=None, pad_edge=False, header_style="dim")
        for title in ("Cell", "Lead", "Finding", "What to do"):
            table.add_column(title, overflow="fold")
        for finding in shown[: None if self.verbose else MOST_SHOWN]:
            colour = COLOUR[finding.severity]
            table.add_row(
                f"{finding.location.tab}!{finding.location.cell}",
                escape(finding.lead_id),
                f"[{colour}]{escape(finding.message)}[/]",
                escape(finding.hint),
            )
        if table.row_count:
            self.out.print(table, soft_wrap=False)
        hidden = len(findings) - table.row_count
        if hidden:
            self.say(f"[dim]… and {hidden:,} more; -v shows all, --json gives them to programs[/]")
        self.say(f"{_plural(len(reading.leads), 'lead')} · {said_counts(findings)}")

    def plan(self, result: Result) -> None:
        """What would change."""
        from sheetsync import plan_view

        if self.as_json:
            self.json(plan_view.as_json(result.plan))
            return
        most = sys.maxsize if self.verbose else 12
        for line in plan_view.lines(result.plan, most):
            self.say(escape(line))
        if not result.plan.is_empty:
            self.say("[dim]Nothing was written. To do it: sheetsync run with the same names.[/]")

    def receipt(self, result: Result) -> None:
        """What was written, in a few lines."""
        if self.as_json:
            self.json(receipt_json(result))
            return
        reading, receipt = result.reading, result.receipt
        skipped = reading.snapshot.skipped
        name, leads = escape(reading.snapshot.workbook), _plural(len(reading.leads), "lead")
        self.say(
            f"[green]✓[/] {name}: {leads}"
            + (f", {_plural(skipped, 'other row')} skipped" if skipped else "")
        )
        if receipt is None:
            self.say("  Nothing to change: the sheet already says all of this.")
        else:
            self.say(
                f"  {_plural(receipt.cells, 'cell')} written"
                + (f", new columns: {', '.join(receipt.columns)}" if receipt.columns else "")
            )
            if receipt.tabs:
                self.say(f"  Tabs: {escape(', '.join(receipt.tabs))}")
            for title in receipt.kept:
                self.say(f"  Somebody typed into a report tab; it is kept as {escape(title)!r}")
            self.say(
                f"  {_plural(receipt.untouched, 'part')} of the file left byte for byte as "
                f"{'it was' if receipt.untouched == 1 else 'they were'}"
            )
            if self.verbose and receipt.backup:
                self.say(f"  Backup: {escape(receipt.backup)}")
        conflicts = result.plan.conflicts
        shown = conflicts if self.verbose else conflicts[:5]
        for conflict in shown:
            place = conflict.cell or FIELD[conflict.field].header
            self.say(f"  [yellow]![/] {place}: {escape(conflict.reason)}")
        if len(conflicts) > len(shown):
            self.say(f"  [yellow]![/] … and {len(conflicts) - len(shown):,} more; -v shows all")
        if result.plan.findings:
            self.say(f"  Found: {said_counts(result.plan.findings)}")

    def explanations(self, rows: Sequence[Explanation]) -> None:
        """One lead, section by section; each of its rows in turn where a copy has its id."""
        if self.as_json:
            self.json({"lead_id": rows[0].lead_id, "rows": [row.as_json() for row in rows]})
            return
        if len(rows) > 1:
            self.say(f"[yellow]![/] {len(rows)} rows have this Lead ID.\n")
        for number, row in enumerate(rows):
            if number:
                self.say()
            self._explanation(row)

    def _explanation(self, row: Explanation) -> None:
        self.say(f"[bold]{escape(row.title)}[/]  [dim]{escape(row.place)}[/]")
        for heading, lines in row.sections:
            self.say(f"\n[bold]{heading}[/]")
            for line in lines:
                self.say(f"  {escape(line)}")

    def diagnoses(self, diagnoses: Sequence[Diagnosis]) -> int:
        """Print the doctor's lines; return how many are problems."""
        problems = sum(diagnosis.state == "problem" for diagnosis in diagnoses)
        if self.as_json:
            self.json({"problems": problems, "diagnoses": [d.__dict__ for d in diagnoses]})
            return problems
        for diagnosis in diagnoses:
            self.say(
                f"{MARK[diagnosis.state]} [bold]{escape(diagnosis.subject)}[/]  "
                f"{escape(diagnosis.message)}"
            )
            if diagnosis.remedy:
                self.say(f"    → {escape(diagnosis.remedy)}")
        self.say("Everything is in place." if not problems else _plural(problems, "problem") + ".")
        return problems


def receipt_json(result: Result) -> dict[str, Any]:
    """A run as JSON: the receipt, what was found, what was left alone."""
    from sheetsync import plan_view

    return {
        "written": result.receipt is not None,
        "leads": len(result.reading.leads),
        "skipped": result.reading.snapshot.skipped,
        "tries": result.tries,
        "receipt": result.receipt.as_json() if result.receipt else None,
        "counts": plan_view.counts(result.plan),
        "findings": [finding.as_json() for finding in result.plan.findings],
        "conflicts": [conflict.__dict__ for conflict in result.plan.conflicts],
    }


def said_counts(findings: Findings) -> str:
    """``3 errors, 12 warnings, 40 pieces of advice``."""
    if not findings:
        return "nothing to mend"
    errors, warnings, advice = (findings.counts.get(severity, 0) for severity in SEVERITIES)
    pieces = f"{advice:,} piece{'s' * (advice != 1)} of advice"
    return f"{_plural(errors, 'error')}, {_plural(warnings, 'warning')}, {pieces}"


def report_bug(error: Exception) -> None:
    """Own up to a bug without a traceback; the details go where a developer can ask for them."""
    # The stack alone: the error's own words may quote what a person typed.
    stack = "".join(traceback.format_tb(error.__traceback__))
    click.echo(
        f"✗ sheetsync met a bug of its own ({type(error).__name__}). Your workbook is whole: a run "
        "writes it in one step or not at all.",
        err=True,
    )
    try:
        kept = _keep_details(f"{type(error).__name__}\n{stack}")
        click.echo(f"  Details without personal data: {kept}", err=True)
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        click.echo(f"  Details without personal data:\n{stack}", err=True)


def _keep_details(text: str) -> Path:
    from sheetsync.stores.excel.safety.places import state_folder

    path = state_folder() / "last-bug.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
