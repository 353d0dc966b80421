"""Defined names: what each stands for and which tab, if any, it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from sheetsync.stores.excel.package.xml_part import Element, children, whole


@dataclass(frozen=True)
class DefinedName:
    """A defined name. ``sheet`` is the index of the tab it belongs to, None for the workbook."""

    name: str
    value: str
    sheet: int | None = None
    hidden: bool = False

    @property
    def constant(self) -> str | None:
        """The text of a name that stands for a quoted text; None for anything else."""
        value = self.value.strip().removeprefix("=")
        if len(value) < 2 or value[0] != '"' or value[-1] != '"':
            return None
        return value[1:-1].replace('""', '"')


def defined_name(element: Element) -> DefinedName:
    """Read one ``definedName`` element."""
    has_scope = element.get("localSheetId") is not None
    return DefinedName(
        name=element.get("name", ""),
        value=element.text or "",
        sheet=whole(element, "localSheetId", 0) if has_scope else None,
        hidden=element.get("hidden") in ("1", "true"),
    )


def named(parent: Element | None, name: str, sheet: int | None) -> list[Element]:
    """The elements of that name and scope, whatever the letter case."""
    scope = None if sheet is None else str(sheet)
    return [
        element
        for element in children(parent, "definedName")
        if element.get("name", "").lower() == name.lower() and element.get("localSheetId") == scope
    ]


def with_title(formula: str, old: str, new: str) -> str:
    """A reference with one tab's title exchanged, in quotes or without."""
    renamed = "'" + new.replace("'", "''") + "'!"
    formula = formula.replace("'" + old.replace("'", "''") + "'!", renamed)
    return renamed + formula[len(old) + 1 :] if formula.startswith(f"{old}!") else formula


def quoted(text: str) -> str:
    """A text as a formula has it."""
    return '"' + text.replace('"', '""') + '"'
