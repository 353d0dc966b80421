"""Open a finished demo with readers that did not write it, and see that nothing is left to do."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import python_calamine


def main(folder: Path) -> None:
    """Exit with a message when a tab is missing or a second run would change anything."""
    workbook = folder / "leads.xlsx"
    titles = openpyxl.load_workbook(workbook).sheetnames
    assert titles == python_calamine.CalamineWorkbook.from_path(str(workbook)).sheet_names
    for title in ("Leads", "Enquiries by source", "Overdue", "Response breaches", "Issues"):
        assert title in titles, f"{title} is missing from {titles}"
    assert any(title.startswith("Week ") for title in titles), titles
    command = [sys.executable, "-m", "jobs.cli", "plan", "nightly", "weekly", "--json"]
    said = subprocess.run(
        [*command, "--config", str(folder / "config.yaml")],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    plan = json.loads(said.stdout)
    assert not plan["changes"], plan["changes"][:5]
    assert not plan["tabs"], plan["tabs"]
    assert not plan["highlights"], plan["highlights"]
    print(f"{len(titles)} tabs open in openpyxl and calamine; a second run changes nothing")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
