"""Set the report tabs of a run aside, and say where they are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sheetsync.config import Settings
from sheetsync.moments import moment_text
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.base import SetAside
from sheetsync.stores.excel.safety import side_file
from sheetsync.stores.excel.safety.places import real
from sheetsync.stores.excel.safety.side_file import SideFileOpen


def set_aside(
    plan: Plan, snapshot: Snapshot, settings: Settings, workbook: Path, why: str, now: datetime
) -> SetAside:
    """Write the side file of ``workbook`` with the reports of a plan; never raises."""
    # What draws takes a while to load, and most runs write the workbook itself.
    from sheetsync.stores.excel.side_contents import side_contents

    if not plan.reports:
        return SetAside()
    local = now.astimezone(settings.timezone)
    when = moment_text(local, local.year)
    try:
        contents = side_contents(plan.reports, snapshot, settings, workbook, why, when)
        path = side_file.put(workbook, contents)
    except SideFileOpen as found:
        said = f"{found.holder} has {found.path.name} open, so it shows an earlier run."
        return SetAside(str(found.path), said)
    except OSError as reason:
        return SetAside("", f"Nor could the report tabs be put elsewhere ({reason.strerror}).")
    return SetAside(str(path), f"Its report tabs are in {_place(path, workbook)}.")


def _place(path: Path, workbook: Path) -> str:
    """By name where it stands beside the workbook people know."""
    beside = path.parent == real(workbook.parent)
    return f"{path.name}, beside it" if beside else str(path)
