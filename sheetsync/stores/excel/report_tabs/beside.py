"""What stands on a tab beside its cells: charts, pictures, comments, tables, pivots and more.

Ours are charts alone. They are known again by what they say, since every program that saves a
workbook writes charts anew; whatever else there is, a person put there.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sheetsync.errors import BrokenPackage
from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.xml_part import Element, child, children, local

DIGITS = 4
_OF_NOBODY = frozenset({"printerSettings", "customProperty"})
"""Relationships that programs add of themselves when they save."""
_OBJECTS = frozenset({
    "graphicFrame", "pic", "sp", "cxnSp", "grpSp", "contentPart", "AlternateContent",
})  # fmt: skip
_IN_THE_SHEET = re.compile(rb"<(?:\w+:)?(sparklineGroup|scenario|hyperlink)\s([^>]*)>")


@dataclass(frozen=True)
class Beside:
    """``objects`` stands for all there is but links, in `DIGITS` digits each; ``links`` counts the
    addresses its cells open."""

    objects: str
    links: int

    def holds_more_than(self, written: Beside) -> bool:
        """Whether there is something that was not written there."""
        added = Counter(_each(self.objects)) - Counter(_each(written.objects))
        return bool(added) or self.links > written.links


NOTHING = Beside("", 0)


def _each(objects: str) -> list[str]:
    return [objects[at : at + DIGITS] for at in range(0, len(objects), DIGITS)]


def beside(package: Package, part: str) -> Beside:
    """What stands beside the cells of a worksheet."""
    kinds, links = list(_in_the_sheet(package.read(part))), set()
    for item in package.relationships(part):
        kind = item.type.rpartition("/")[2]
        if kind == "hyperlink":
            links.add(item.target)
        elif kind == "drawing":
            kinds += _drawn(package, item.target)
        elif kind not in _OF_NOBODY:
            kinds.append(kind)
    return Beside("".join(sorted(map(_digits, kinds))), len(links))


def _digits(kind: str) -> str:
    return hashlib.blake2b(kind.encode(), digest_size=DIGITS // 2).hexdigest()


def _in_the_sheet(xml: bytes) -> Iterator[str]:
    """What the worksheet part itself holds; of links those that lead to a place in the file."""
    for name, attributes in _IN_THE_SHEET.findall(xml, max(0, xml.rfind(b"sheetData"))):
        if name != b"hyperlink" or (b"location=" in attributes and b":id=" not in attributes):
            yield name.decode()


def _drawn(package: Package, part: str) -> Iterator[str]:
    root, charts = _parsed(package, part), _targets(package, part)
    for anchor in [] if root is None else root:
        # Newer kinds are wrapped, some within their anchor and some together with it.
        for drawn in [anchor, *anchor]:
            if local(drawn) in _OBJECTS:
                chart = charts.get(_chart_id(drawn), "")
                yield _chart(package, chart) if chart else local(drawn)


def _targets(package: Package, part: str) -> dict[str, str]:
    try:
        return {item.id: item.target for item in package.relationships(part)}
    except BrokenPackage:
        return {}


def _chart_id(frame: Element) -> str:
    """The id of the chart a frame shows; "" where it shows something else."""
    for each in frame.iter():
        if local(each) == "chart":
            return next((id_ for name, id_ in each.attrib.items() if name.endswith("}id")), "")
    return ""


def _chart(package: Package, part: str) -> str:
    """A chart by what stays the same when another program saves it: its title, its shape and how
    many series it has."""
    chart = child(_parsed(package, part), "chart")
    title, area = child(chart, "title"), child(chart, "plotArea")
    texts = () if title is None else title.iter()
    words = [each.text or "" for each in texts if local(each) == "t"]
    shapes = [each for each in (() if area is None else area) if local(each).endswith("Chart")]
    shown = (f"{local(each)} {len(children(each, 'ser'))}" for each in shapes)
    return f"chart {''.join(words)}: {' '.join(shown)}"


def _parsed(package: Package, part: str) -> Element | None:
    """A part as a tree; None where it is missing or broken: that is for nobody to mend here."""
    try:
        return xml_part.parse(package.read(part), part) if package.has(part) else None
    except BrokenPackage:
        return None
