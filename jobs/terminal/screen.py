"""What the terminal shows. Colour and progress only where a person watches."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from jobs.terminal.lines import Lines, escape, plural
from jobs.terminal.receipt_view import (
    done_lines,
    left_alone_lines,
    receipt_json,
    said_counts,
    sheet_line,
    warning_lines,
)
from sheetsync.errors import SheetsyncError

if TYPE_CHECKING:
    from jobs.delivery.view import Delivery
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
        self.out = Lines(quiet=quiet or as_json)
        self.err = Lines(stderr=True)

    def say(self, text: str = "") -> None:
        """One line of our own words; marks such as ``[bold]`` are understood."""
        self.out.print(text)

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """A spinner while a person waits; nothing under cron."""
        if self.quiet or self.as_json or not sys.stderr.isatty():
            yield
            return
        with self.err.console.status(escape(what)):
            yield

    def json(self, value: Any) -> None:
        """The one JSON object a program reads."""
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))

    def error(self, error: SheetsyncError) -> None:
        """What happened, where, what to do."""
        notes = getattr(error, "__notes__", [])
        if self.as_json:
            said = {"kind": error.kind, "what": error.what, "where": error.where}
            more = {"notes": notes, "side_file": error.side_file, "exit_code": error.exit_code}
            self.json({"error": {**said, "hint": error.hint, **more}})
            return
        where = f"{escape(error.where)}: " if error.where else ""
        self.err.print(f"[bold red]✗[/] {where}{escape(error.what)}")
        for line in filter(None, (error.hint, *notes)):
            self.err.print(f"  {escape(line)}")

    def findings(self, reading: Reading, findings: Findings) -> None:
        """All findings of `check`: those of one severity by row, the most serious first, so that a
        list cut short leaves out what matters least."""
        if self.as_json:
            self.json(
                {
                    "leads": len(reading.leads),
                    "skipped": reading.snapshot.skipped,
                    "findings": [finding.as_json() for finding in findings],
                }
            )
            return
        from rich.table import Table

        from sheetsync.findings import SEVERITIES

        shown = sorted(
            (f for f in findings if self.verbose or f.severity != "advice"),
            key=lambda finding: SEVERITIES.index(finding.severity),
        )
        table = Table(box=None, pad_edge=False, header_style="dim")
        for title in ("Severity", "Cell", "Lead", "Finding", "What to do"):
            table.add_column(title, overflow="fold")
        for finding in shown[: None if self.verbose else MOST_SHOWN]:
            colour = COLOUR[finding.severity]
            table.add_row(
                f"[{colour}]{finding.severity}[/]",
                "!".join(filter(None, (finding.location.tab, finding.location.cell))),
                escape(finding.lead_id),
                f"[{colour}]{escape(finding.message)}[/]",
                escape(finding.hint),
            )
        if table.row_count:
            self.out.console.print(table, soft_wrap=False)
        self._rival_columns(reading)
        hidden = len(findings) - table.row_count
        if hidden:
            self.say(f"[dim]… and {hidden:,} more; -v shows all, --json gives them to programs[/]")
        self.say(f"{plural(len(reading.leads), 'lead')} · {said_counts(findings)}")
        if self.verbose and (skipped := reading.snapshot.skipped):
            which = escape(reading.snapshot.others.in_words(None))
            self.say(f"Skipped {plural(skipped, 'other row')}: {which}")

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
        self.say(f"[green]✓[/] {escape(sheet_line(result))}")
        for line in done_lines(result, verbose=self.verbose):
            self.say(f"  {escape(line)}")
        for line in warning_lines(result):
            self.say(f"  [yellow]![/] {escape(line)}")
        self._rival_columns(result.reading)
        for line in left_alone_lines(result.plan.conflicts, verbose=self.verbose):
            self.say(f"  [yellow]![/] {escape(line)}")
        if result.plan.findings:
            self.say(f"  Found: {said_counts(result.plan.findings)}")
        if result.delivery is not None:
            self._delivered(result.delivery)

    def delivery(self, delivery: Delivery) -> None:
        """What was sent, and what was not."""
        if self.as_json:
            self.json(delivery.as_json())
            return
        self._delivered(delivery)
        if not delivery.says_something:
            self.say("Nothing waits to be sent.")

    def _delivered(self, delivery: Delivery) -> None:
        from jobs.delivery import view as delivery_view

        for line in delivery_view.lines(delivery):
            self.say(f"[green]✓[/] {escape(line)}")
        for line in delivery_view.trouble_lines(delivery):
            self.err.print(f"[bold red]✗[/] {escape(line)}")

    def _rival_columns(self, reading: Reading) -> None:
        """With -v: which of two columns that could be one field was read, and which was left."""
        from sheetsync.headers.rivals import lines_of_passed_over

        for line in lines_of_passed_over(reading.snapshot.headers) if self.verbose else ():
            self.say(f"  [yellow]![/] {escape(line)}")

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
            self.json({"problems": problems, "diagnoses": [d.as_json() for d in diagnoses]})
            return problems
        for diagnosis in diagnoses:
            self.say(
                f"{MARK[diagnosis.state]} [bold]{escape(diagnosis.subject)}[/]  "
                f"{escape(diagnosis.message)}"
            )
            if diagnosis.remedy:
                self.say(f"    → {escape(diagnosis.remedy)}")
        self.say("Everything is in place." if not problems else plural(problems, "problem") + ".")
        return problems
