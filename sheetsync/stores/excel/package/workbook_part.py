"""The workbook part: its tabs, defined names and calculation settings, and our marks among them.

Nothing is kept between calls: every question reads the package and every change is written back
to it at once, so any number of these may look at one package.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sheetsync.errors import EditRefused
from sheetsync.stores.excel.package import app_titles, xml_part
from sheetsync.stores.excel.package.defined_names import (
    DefinedName,
    defined_name,
    named,
    quoted,
    with_title,
)
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.xml_part import Element, child, children, like, whole
from sheetsync.stores.excel.package.zip_members import broken

__all__ = ["SET_UP_ON", "TAB_MARK", "DefinedName", "Sheet", "WorkbookPart", "quoted"]

TAB_MARK = "sheetsync.tab"
"""Sheet-scoped hidden name whose value is the `ReportTab.key` of a tab of ours."""

SET_UP_ON = "sheetsync.set_up_on"
"""Workbook-scoped hidden name: the day of the first run."""

_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")
_BEFORE_CALCULATION = ("definedNames", *_BEFORE_NAMES)


@dataclass(frozen=True)
class Sheet:
    """One tab. ``part`` is its part name; ``kind`` is ``worksheet``, ``chartsheet`` or
    ``dialogsheet``; ``index`` its place from 0, as ``localSheetId`` counts."""

    title: str
    sheet_id: int
    relationship_id: str
    part: str
    kind: str
    state: str
    index: int

    @property
    def hidden(self) -> bool:
        """Whether people do not see the tab."""
        return self.state != "visible"


class WorkbookPart:
    """The part that lists the tabs."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.workbook_part

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All tabs in order, chart sheets included."""
        root, targets = self._root(), self._targets()
        return tuple(_sheet(element, index, targets) for index, element in enumerate(_sheets(root)))

    @property
    def worksheets(self) -> tuple[Sheet, ...]:
        """The tabs that hold cells."""
        return tuple(sheet for sheet in self.sheets if sheet.kind == "worksheet")

    def worksheet(self, title: str) -> Sheet | None:
        """The tab of that title that holds cells. Letter case and blanks around it do not
        matter."""
        wanted = title.strip().casefold()
        found = (s for s in self.worksheets if s.title.strip().casefold() == wanted)
        return next(found, None)

    def find(self, title: str) -> Sheet | None:
        """The tab of that title, whatever its letter case."""
        wanted = title.casefold()
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == wanted), None)

    def add_sheet(self, title: str, part: str) -> Sheet:
        """List a worksheet part (already in the package) as the last tab."""
        relationship = self.package.relate(self.part, "/worksheet", part)
        with self._editing() as root:
            (parent,) = children(root, "sheets")[:1]
            present = children(parent, "sheet")
            taken = [whole(element, "sheetId", 0) for element in present]
            entry = parent.makeelement(like(parent, "sheet"))
            entry.set("name", title)
            entry.set("sheetId", str(max(taken, default=0) + 1))
            entry.set(_relationship_attribute(self.package), relationship)
            parent.append(entry)
        app_titles.add(self.package, [s.title for s in self.worksheets[:-1]], title)
        return self.sheets[-1]

    def rename(self, title: str, new: str) -> None:
        """Give a tab another title, in the defined names that speak of it too."""
        before = [sheet.title for sheet in self.worksheets]
        index = self._index(title)
        with self._editing() as root:
            element = _sheets(root)[index]
            old = element.get("name")
            element.set("name", new)
            for name in children(child(root, "definedNames"), "definedName"):
                name.text = with_title(name.text or "", old, new)
        app_titles.rename(self.package, before, old, new)

    def hide(self, title: str) -> None:
        """Hide a tab; the last visible one stays."""
        sheets, index = self.sheets, self._index(title)
        visible = [sheet.index for sheet in sheets if not sheet.hidden and sheet.index != index]
        if sheets[index].hidden or not visible:
            return
        with self._editing() as root:
            _sheets(root)[index].set("state", "hidden")
            for view in children(child(root, "bookViews"), "workbookView"):
                for attribute in ("activeTab", "firstSheet"):
                    if view.get(attribute, "0") == str(index):
                        view.set(attribute, str(visible[0]))

    def show(self, title: str) -> None:
        """Bring a hidden tab back."""
        index = self._index(title)
        with self._editing() as root:
            _sheets(root)[index].attrib.pop("state", None)

    @property
    def names(self) -> tuple[DefinedName, ...]:
        """All defined names."""
        found = children(child(self._root(), "definedNames"), "definedName")
        return tuple(defined_name(element) for element in found)

    def define(
        self, name: str, value: str, *, sheet: int | None = None, hidden: bool = False
    ) -> None:
        """Set a defined name to a formula (no leading ``=``), replacing one of the same scope."""
        with self._editing() as root:
            parent = child(root, "definedNames")
            if parent is None:
                parent = _insert_after(root, "definedNames", _BEFORE_NAMES)
            for element in named(parent, name, sheet):
                parent.remove(element)
            entry = parent.makeelement(like(parent, "definedName"))
            entry.set("name", name)
            if sheet is not None:
                entry.set("localSheetId", str(sheet))
            if hidden:
                entry.set("hidden", "1")
            entry.text = value
            parent.append(entry)

    def undefine(self, name: str, *, sheet: int | None = None) -> None:
        """Drop a defined name of that scope, if it is there."""
        with self._editing() as root:
            for parent in children(root, "definedNames"):
                for element in named(parent, name, sheet):
                    parent.remove(element)
                if not len(parent):
                    root.remove(parent)

    def mark(self, title: str, key: str) -> None:
        """Mark a tab as ours by the key of its report."""
        self.define(TAB_MARK, quoted(key), sheet=self._index(title), hidden=True)

    @property
    def marked(self) -> dict[str, Sheet]:
        """Our tabs by key; of two with the same key (a copied tab) the first."""
        sheets, found = self.sheets, dict[str, Sheet]()
        for name in sorted(self.names, key=lambda name: name.sheet or 0):
            ours = name.name.lower() == TAB_MARK and name.sheet in range(len(sheets))
            if ours and name.sheet is not None and name.constant:
                found.setdefault(name.constant, sheets[name.sheet])
        return found

    @property
    def set_up_on(self) -> date | None:
        """The day of the first run, where the workbook remembers one."""
        for name in self.names:
            if name.name.lower() == SET_UP_ON and name.constant:
                try:
                    return date.fromisoformat(name.constant)
                except ValueError:
                    return None
        return None

    def remember_set_up(self, day: date) -> None:
        """Remember the day of the first run, once."""
        if self.set_up_on is None:
            self.define(SET_UP_ON, quoted(day.isoformat()), hidden=True)

    @property
    def date1904(self) -> bool:
        """Whether serial dates count from 1904."""
        properties = child(self._root(), "workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true", "on")

    @property
    def structure_locked(self) -> bool:
        """Whether people protected the list of tabs."""
        protection = child(self._root(), "workbookProtection")
        return protection is not None and protection.get("lockStructure") in ("1", "true", "on")

    def recalculate_on_load(self) -> None:
        """Have programs recalculate at the next opening, unless people calculate by hand."""
        with self._editing() as root:
            settings = child(root, "calcPr")
            if settings is None:
                settings = _insert_after(root, "calcPr", _BEFORE_CALCULATION)
            if settings.get("calcMode") != "manual":
                settings.set("fullCalcOnLoad", "1")

    def _root(self) -> Element:
        root = xml_part.parse(self.package.read(self.part), f"{self.package.where} ({self.part})")
        if xml_part.local(root) != "workbook" or child(root, "sheets") is None:
            raise broken("its workbook part lists no tabs", self.package.where)
        return root

    @contextmanager
    def _editing(self) -> Iterator[Element]:
        root = self._root()
        before = xml_part.serialise(root)
        yield root
        after = xml_part.serialise(root)
        if after != before:
            self.package.replace(self.part, after)

    def _targets(self) -> dict[str, tuple[str, str]]:
        return {
            item.id: (item.target, item.type.rpartition("/")[2])
            for item in self.package.relationships(self.part)
        }

    def _index(self, title: str) -> int:
        sheet = self.find(title)
        if sheet is None:
            raise EditRefused(f"the tab {title} is not there any more", where=self.package.where)
        return sheet.index


def _sheets(root: Element) -> list[Element]:
    return children(child(root, "sheets"), "sheet")


def _sheet(element: Element, index: int, targets: dict[str, tuple[str, str]]) -> Sheet:
    attributes = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    relationship = attributes.get("id", "")
    part, kind = targets.get(relationship, ("", "missing"))
    return Sheet(
        title=attributes.get("name", ""),
        sheet_id=whole(element, "sheetId", 0),
        relationship_id=relationship,
        part=part,
        kind=kind,
        state=attributes.get("state", "visible"),
        index=index,
    )


def _relationship_attribute(package: Package) -> str:
    namespace = xml_part.RELATIONSHIPS_STRICT if package.is_strict else xml_part.RELATIONSHIPS
    return f"{{{namespace}}}id"


def _insert_after(root: Element, name: str, predecessors: tuple[str, ...]) -> Element:
    """Make a child of the root at its lawful place: after the first predecessor there is."""
    before = next(found for p in predecessors if (found := child(root, p)) is not None)
    entry = root.makeelement(like(root, name))
    before.addnext(entry)
    return entry
