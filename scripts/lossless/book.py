"""A workbook file read with the standard library's zipfile and lxml, none of the store's code."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from lxml import etree

Element = Any  # lxml ships no types
CONTENT_TYPES = "[Content_Types].xml"
_RELATION_IDS = etree.XPath(
    "//@*[contains(namespace-uri(), 'officeDocument')"
    " and contains(namespace-uri(), '/relationships')]"
)
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")


@dataclass(frozen=True)
class Raw:
    """A member as it lies in the file. ``data`` is still compressed; ``facts`` is all that the
    directory says of it but for where it is."""

    data: bytes
    facts: tuple[object, ...]


@dataclass(frozen=True)
class Rel:
    """A relationship; ``target`` is a member's name, or the address as written when external."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """The last word of its type: ``worksheet``, ``table``."""
        return self.type.rpartition("/")[2]


@dataclass(frozen=True)
class Tab:
    """A sheet as the workbook part lists it."""

    title: str
    part: str
    kind: str
    index: int


class Book:
    """The members of a workbook by name (no leading slash, forward slashes)."""

    def __init__(self, data: bytes) -> None:
        """Raises `zipfile.BadZipFile` where this is no zip file."""
        self._data = data
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._infos = {_name(info.filename): info for info in self._zip.infolist()}
        self._spelled = {name.lower(): name for name in self._infos}
        self._trees: dict[str, Element] = {}

    @property
    def names(self) -> list[str]:
        """All members but folders, in the directory's order."""
        return [name for name in self._infos if not name.endswith("/")]

    def find(self, name: str) -> str | None:
        """The member of that name, whatever its letter case."""
        return self._spelled.get(name.lower())

    def read(self, name: str) -> bytes:
        """The content of a member, its checksum verified."""
        return self._zip.read(self._infos[self._spelled[name.lower()]])

    def raw(self, name: str) -> Raw:
        """A member still compressed, and what the directory says of it."""
        info = self._infos[name]
        head = _LOCAL_HEADER.unpack_from(self._data, info.header_offset)
        if head[0] != b"PK\3\4":
            raise zipfile.BadZipFile(f"{name} is not where the directory says")
        start = info.header_offset + _LOCAL_HEADER.size + head[9] + head[10]
        facts = (info.compress_type, info.CRC, info.file_size, info.date_time,
                 info.external_attr, info.flag_bits, info.comment)  # fmt: skip
        return Raw(self._data[start : start + info.compress_size], facts)

    def tree(self, name: str) -> Element:
        """The root of a member; raises `etree.XMLSyntaxError`. Do not change it."""
        name = self._spelled[name.lower()]
        if name not in self._trees:
            self._trees[name] = parse(self.read(name))
        return self._trees[name]

    def sound_tree(self, name: str) -> Element | None:
        """The root of a member; None where it is missing or no XML (and was so before: what was
        written is looked at on its own)."""
        try:
            return self.tree(name) if self.find(name) else None
        except etree.XMLSyntaxError:
            return None

    def rels(self, part: str) -> list[Rel]:
        """The relationships of a part ("" for the package's own)."""
        folder, base = posixpath.split(part)
        root = self.sound_tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        return [_rel(part, item) for item in elements(root)]

    def related(self, part: str, kind: str) -> list[str]:
        """The members a part points at by relationships of one kind."""
        found = (self.find(rel.target) for rel in self.rels(part) if rel.kind == kind)
        return [name for name in found if name is not None]

    @cached_property
    def workbook(self) -> str:
        """The workbook part."""
        return self.related("", "officeDocument")[0]

    @cached_property
    def tabs(self) -> list[Tab]:
        """All sheets in order; ``part`` is "" where the relationship leads nowhere."""
        rels = {rel.id: rel for rel in self.rels(self.workbook)}
        tabs = []
        for index, sheet in enumerate(named(child(self.tree(self.workbook), "sheets"), "sheet")):
            rel = rels.get(relation_id(sheet))
            part = (self.find(rel.target) if rel else None) or ""
            tabs.append(Tab(sheet.get("name", ""), part, rel.kind if rel else "", index))
        return tabs

    def tab(self, title: str) -> Tab:
        """The worksheet of that title."""
        return next(tab for tab in self.tabs if tab.title == title and tab.kind == "worksheet")

    def content_type(self, name: str) -> str:
        """What the list of content types says of a member; "" where nothing."""
        root = self.tree(self._spelled[CONTENT_TYPES.lower()])
        for item in named(root, "Override"):
            if item.get("PartName", "").lstrip("/").lower() == name.lower():
                return str(item.get("ContentType", ""))
        extension = name.rpartition(".")[2].lower()
        for item in named(root, "Default"):
            if item.get("Extension", "").lower() == extension:
                return str(item.get("ContentType", ""))
        return ""


def parse(data: bytes) -> Element:
    """The root of XML of any size, entities left alone."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def local(element: Element) -> str:
    """An element's name without namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def elements(parent: Element | None) -> list[Element]:
    """The children that are elements."""
    return [] if parent is None else [each for each in parent if isinstance(each.tag, str)]


def named(parent: Element | None, name: str) -> list[Element]:
    """The children of that name, whatever their prefix."""
    return [each for each in elements(parent) if local(each) == name]


def child(parent: Element | None, name: str) -> Element | None:
    """The first of them."""
    return next(iter(named(parent, name)), None)


def relation_id(element: Element) -> str:
    """The relationship an element names by its ``r:id``, in either flavour."""
    for key, value in element.attrib.items():
        if key.endswith("}id") and "relationships" in key:
            return str(value)
    return ""


def relation_ids(root: Element) -> set[str]:
    """All relationships that the elements of a part name."""
    return set(map(str, _RELATION_IDS(root)))


def is_xml(name: str) -> bool:
    """Whether a member is XML by its name."""
    return name.lower().endswith((".xml", ".rels"))


def _name(filename: str) -> str:
    return filename.replace("\\", "/").lstrip("/")


def _rel(part: str, item: Element) -> Rel:
    target, external = item.get("Target", ""), item.get("TargetMode", "").lower() == "external"
    if not external:
        folder = f"/{posixpath.dirname(part)}/"
        plain = unquote(re.sub(r"\\", "/", target))
        target = posixpath.normpath(posixpath.join(folder, plain)).lstrip("/")
    return Rel(item.get("Id", ""), item.get("Type", ""), target, external)
