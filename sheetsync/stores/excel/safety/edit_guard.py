"""Reasons to leave a workbook alone before anything is written, and proof of what was written."""

from __future__ import annotations

from sheetsync.errors import BrokenPackage, EditRefused, WriteFailed
from sheetsync.locked_tabs import REMEDY
from sheetsync.plan import Plan
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.safety.well_formed import is_surely_sound, trouble_in

_LONG = 2 << 20
"""Bytes; parts up to here are parsed whole."""


def refuse_unsafe(package: Package, plan: Plan) -> None:
    """Raise `EditRefused` where any edit would break what people made, whatever the edit."""
    where = package.where
    if any("_xmlsignatures/" in name for name in package.names()):
        raise EditRefused(
            "the workbook is digitally signed, and any change would break the signature",
            where=where,
            hint="Remove the signature in Excel (File, Info), or keep the leads in another file.",
        )
    if package.related(package.workbook_part, "/revisionHeaders"):
        raise EditRefused(
            "the workbook is shared the old way and keeps its own record of every change",
            where=where,
            hint="In Excel: Review, Unshare Workbook; then save.",
        )
    adds_tabs = any(not change.replaces or change.keep_as for change in plan.tabs)
    if (adds_tabs or plan.hide) and WorkbookPart(package).structure_locked:
        raise EditRefused(
            "the workbook's structure is protected, so no tab can be added or hidden",
            where=where,
            hint=REMEDY,
        )


def prove(content: bytes, planned: Package) -> None:
    """Raise `WriteFailed` unless the written file is whole and differs only where it was meant to.

    ``planned`` is the package as read, with the changes laid over it. What was not changed is raw
    bytes that were looked through when they were read.
    """
    written = Package(content, planned.where)
    changed = set(planned.changed)
    strays = written.members_unlike(planned) - changed
    if strays:
        raise _unproven(f"{', '.join(sorted(strays))} would have changed as well", planned.where)
    for name in filter(changed.__contains__, written.names()):
        _look_through(written, planned, name)


def _look_through(written: Package, planned: Package, name: str) -> None:
    """Unpack a part we wrote, which checks it against its sum, and parse it; unless that was done
    already with these very bytes."""
    proved = planned.proved(name)
    if proved is not None and written.holds(name, proved):
        return
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        for _ in written.pieces(name):
            pass
        return
    if written.length(name) > _LONG and is_surely_sound(written.pieces(name)):
        return
    reason = trouble_in(written.pieces(name))
    if reason and planned.is_from_file(name) and trouble_in(planned.pieces(name)):
        raise BrokenPackage(
            f"the part {name} is not readable XML ({reason})",
            where=written.where,
            hint="Open it in Excel, let Excel repair it, and save it.",
        )
    if reason:
        raise _unproven(f"{name} would not have been readable ({reason})", written.where)


def _unproven(what: str, where: str) -> WriteFailed:
    return WriteFailed(
        f"the new version did not pass its own check and was thrown away: {what}",
        where=where,
        hint="The workbook is as it was. Please report this as a bug.",
    )
