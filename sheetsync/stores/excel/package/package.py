"""An .xlsx or .xlsm file: its parts with their content types and the relationships between them."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from itertools import count

from sheetsync.errors import BrokenPackage
from sheetsync.stores.excel.package import content_types, relationships, xml_part
from sheetsync.stores.excel.package.file_kind import refuse_unless_workbook, refuse_unless_zip
from sheetsync.stores.excel.package.parts import Parts
from sheetsync.stores.excel.package.relationships import Relationship, rels_name
from sheetsync.stores.excel.package.zip_members import broken

__all__ = ["CONTENT_TYPES", "Package", "Relationship", "rels_name"]

CONTENT_TYPES = "[Content_Types].xml"


class Package(Parts):
    """The parts of one workbook file, with what they say of each other."""

    def __init__(self, data: bytes, where: str, *, alone: bool = False) -> None:
        """Open a package from its bytes; ``where`` names the file in errors. ``alone`` keeps all
        packing in this process.

        Raises `NotAWorkbook`, `EncryptedWorkbook`, `OldFormat` or `BrokenPackage`.
        """
        refuse_unless_zip(data, where)
        super().__init__(data, where, alone=alone)
        mimetype = self.read("mimetype") if self.has("mimetype") else b""
        refuse_unless_workbook(self._members, mimetype, where)
        self._xml(CONTENT_TYPES)
        self.workbook_part = self._find_workbook()

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part and list its content type."""
        self._put(part, data)
        if self.content_type(part) != content_type:
            self._list_content_type(part, content_type)

    def remove(self, part: str) -> None:
        """Drop a part, its relationships part, and its content type."""
        for name in (part, rels_name(part)):
            if self.has(name):
                self._drop(self._name(name))
        root = self._xml(CONTENT_TYPES)
        if content_types.drop(root, part):
            self.replace(CONTENT_TYPES, xml_part.serialise(root))

    def free_name(self, pattern: str) -> str:
        """An unused part name: ``xl/worksheets/sheet{}.xml`` → ``xl/worksheets/sheet4.xml``.

        Names of parts that are missing, but that something still speaks of, are left alone: the
        new part would be taken for them.
        """
        candidates = (pattern.format(number) for number in count(1))
        return next(
            name
            for name in candidates
            if name.lower() not in self._spelled and name.lower() not in self._spoken_of
        )

    def content_type(self, part: str) -> str:
        """The content type of a part, by its own entry or its extension's; "" where unlisted."""
        return content_types.of(self._xml(CONTENT_TYPES), part)

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part ("" for the package's own)."""
        name = rels_name(part)
        if not self.has(name):
            return []
        return [self._as_spelled(item) for item in relationships.listed(part, self._xml(name))]

    def related(self, part: str, type_ending: str) -> list[Relationship]:
        """Those whose type ends so (``/worksheet``): Transitional and Strict differ before it."""
        return [item for item in self.relationships(part) if item.type.endswith(type_ending)]

    def relate(self, part: str, type_ending: str, target: str, *, external: bool = False) -> str:
        """Add a relationship (or find an equal one) and return its id.

        ``type_ending`` is completed for the package's flavour; a full ``http:`` type stays.
        """
        present = self.relationships(part)
        for item in present:
            if (item.target, item.external) == (target, external) and item.type.endswith(
                type_ending
            ):
                return item.id
        full_type = self._full_type(type_ending)
        new = Relationship(relationships.free_id(present), full_type, target, external)
        name = self._rels_part(part)
        root = self._xml(name)
        relationships.append(root, part, new)
        self.replace(name, xml_part.serialise(root))
        return new.id

    def unrelate(self, part: str, relationship_id: str) -> None:
        """Drop a relationship."""
        name = rels_name(part)
        root = self._xml(name)
        relationships.drop(root, relationship_id)
        self.replace(name, xml_part.serialise(root))

    @property
    def is_strict(self) -> bool:
        """Whether the package uses the Strict namespaces (ISO 29500)."""
        return any(
            item.type.startswith(xml_part.RELATIONSHIPS_STRICT) for item in self.relationships("")
        )

    @cached_property
    def _spoken_of(self) -> frozenset[str]:
        """Every part the file's relationships lead to or belong to, or its content types list,
        whether it is there or not; in lower case."""
        found = content_types.listed(self._xml(CONTENT_TYPES))
        for name in self._members:
            folder, mark, base = name.rpartition("_rels/")
            if not mark or not base.lower().endswith(".rels"):
                continue
            part = folder + base[: -len(".rels")]
            found.append(part)
            try:
                found += [each.target for each in self.relationships(part) if not each.external]
            except BrokenPackage:  # it is not for us to read: nothing there is touched
                continue
        return frozenset(name.lower() for name in found)

    def _as_spelled(self, item: Relationship) -> Relationship:
        """A relationship with its target as the file itself spells that part's name."""
        spelled = self._spelled.get(item.target.lower(), item.target)
        if item.external or spelled == item.target:
            return item
        return dataclasses.replace(item, target=spelled)

    def _find_workbook(self) -> str:
        if not self.has("_rels/.rels"):
            raise broken("the list of its main parts is missing", self.where)
        found = self.related("", "/officeDocument")
        if not found or not self.has(found[0].target):
            raise broken("its workbook part is missing", self.where)
        return self._name(found[0].target)

    def _xml(self, part: str) -> xml_part.Element:
        return xml_part.parse(self.read(part), f"{self.where} ({part})")

    def _list_content_type(self, part: str, content_type: str) -> None:
        root = self._xml(CONTENT_TYPES)
        content_types.append(root, part, content_type)
        self.replace(CONTENT_TYPES, xml_part.serialise(root))

    def _full_type(self, type_ending: str) -> str:
        if type_ending.startswith("http"):
            return type_ending
        base = xml_part.RELATIONSHIPS_STRICT if self.is_strict else xml_part.RELATIONSHIPS
        return base + type_ending

    def _rels_part(self, part: str) -> str:
        """The relationships part of a part, made where there is none yet."""
        name = rels_name(part)
        if not self.has(name):
            self._put(name, relationships.EMPTY)
            if not self.content_type(name):
                self._list_content_type(name, relationships.CONTENT_TYPE)
        return name
