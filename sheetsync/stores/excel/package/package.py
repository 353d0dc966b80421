"""An .xlsx or .xlsm file as a zip of parts: untouched members are copied raw, byte for byte."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from typing import BinaryIO

from sheetsync.errors import BrokenPackage
from sheetsync.second_process import Beside
from sheetsync.stores.excel.package import content_types, relationships, xml_part
from sheetsync.stores.excel.package.file_kind import refuse_unless_workbook, refuse_unless_zip
from sheetsync.stores.excel.package.packing import (
    Packed,
    Pieces,
    Proof,
    being_packed,
    packed,
    packed_whole,
    proved,
)
from sheetsync.stores.excel.package.relationships import Relationship, rels_name
from sheetsync.stores.excel.package.zip_members import (
    Archive,
    ArchiveWriter,
    Member,
    broken,
)

__all__ = ["CONTENT_TYPES", "Package", "Relationship", "rels_name"]

CONTENT_TYPES = "[Content_Types].xml"


class Package:
    """The parts of one workbook file, with our changes laid over them in memory.

    Part names have no leading slash (``xl/workbook.xml``). Look-ups fall back to a
    case-insensitive match, as Excel's do.
    """

    def __init__(self, data: bytes, where: str, *, alone: bool = False) -> None:
        """Open a package from its bytes; ``where`` names the file in errors. ``alone`` keeps all
        packing in this process.

        Raises `NotAWorkbook`, `EncryptedWorkbook`, `OldFormat` or `BrokenPackage`.
        """
        refuse_unless_zip(data, where)
        self.where = where
        self._alone = alone
        self._being_packed: dict[str, Beside[Packed]] = {}
        self._archive = Archive(data, where)
        self._members = _by_name(self._archive.members, where)
        self._spelled = {name.lower(): name for name in self._members}
        self._laid_over: dict[str, bytes | Packed] = {}
        self._removed: set[str] = set()
        self._kept: dict[str, bytes] = {}
        mimetype = self.read("mimetype") if self.has("mimetype") else b""
        refuse_unless_workbook(self._members, mimetype, where)
        self._xml(CONTENT_TYPES)
        self.workbook_part = self._find_workbook()

    def has(self, part: str) -> bool:
        """Whether the package has this part now."""
        name = self._spelled.get(part.lower())
        return name is not None and name not in self._removed

    def is_from_file(self, part: str) -> bool:
        """Whether the file as it was read has this part."""
        return part in self._members

    def names(self) -> list[str]:
        """All part names, changed and added ones included, in package order."""
        added = [name for name in self._laid_over if name not in self._members]
        kept = [name for name in self._members if name not in self._removed]
        return [name for name in kept + added if not name.endswith("/")]

    def read(self, part: str) -> bytes:
        """The bytes of a part as they now are; raises `BrokenPackage` where it is missing.

        XML comes as UTF-8 whatever its encoding in the file (with a mark at its start where it
        had one), and is refused when it declares a document type.
        """
        name = self._name(part)
        if name in self._being_packed:
            self.settle()
        if name not in self._laid_over:
            return self._original(name)
        new = self._laid_over[name]
        return new if isinstance(new, bytes) else new.content()

    def replace(self, part: str, data: bytes) -> None:
        """Change an existing part; the same bytes count as no change."""
        name = self._name(part)
        self._being_packed.pop(name, None)
        if name in self._members and data == self._original(name):
            self._laid_over.pop(name, None)
        else:
            self._laid_over[name] = data

    def replace_by_pieces(self, part: str, pieces: Pieces, proof: Proof) -> None:
        """Likewise with a long part, of which neither the old nor the new form is then held. It
        may go on being packed until `settle`, `save`, or until it is read; ``proof`` is tried
        meanwhile."""
        name = self._name(part)
        self._kept.pop(name, None)
        self._being_packed.pop(name, None)
        beside = None if self._alone else being_packed(pieces, proof, self.length(name))
        if beside:
            self._being_packed[name] = beside
        else:
            self._lay_over(name, packed(pieces()))

    def replace_and_prove(self, part: str, data: bytes, proof: Proof) -> None:
        """Likewise with a part that is packed and proved at once, be it while others are."""
        self._lay_over(self._name(part), proved(packed_whole(data), proof))

    def settle(self) -> None:
        """Wait for what is being packed; raises `LostError`."""
        while self._being_packed:
            name, beside = self._being_packed.popitem()
            self._lay_over(name, beside.result())

    def may_differ(self, part: str) -> bool:
        """Whether a part differs from the file, or will when it is packed."""
        name = self._name(part)
        return name in self._laid_over or name in self._being_packed

    def proved(self, part: str) -> Packed | None:
        """A part that was packed and found sound already."""
        new = self._laid_over.get(part)
        return new if isinstance(new, Packed) and new.proved else None

    def _lay_over(self, name: str, new: Packed) -> None:
        member = self._members.get(name)
        if member is not None and (member.crc, member.size) == (new.crc, new.size):
            self._laid_over.pop(name, None)
        else:
            self._laid_over[name] = new

    def forget(self, part: str) -> None:
        """Let go of the bytes of a part as it is in the file; they are read again when needed."""
        self._kept.pop(self._name(part), None)

    def pieces(self, part: str) -> Iterator[bytes]:
        """The bytes of a part as they are in the file, bit by bit, whatever their encoding.

        Raises `BrokenPackage` when it is damaged.
        """
        return self._archive.pieces(self._members[self._name(part)])

    def length(self, part: str) -> int:
        """How many bytes a part has in the file."""
        return self._members[self._name(part)].size

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

    @property
    def changed(self) -> list[str]:
        """The members that differ from the file: replaced, added, removed."""
        return [*self._laid_over, *sorted(self._removed - self._laid_over.keys())]

    @property
    def untouched(self) -> int:
        """How many members are still exactly those of the file."""
        return sum(
            name not in self._laid_over and name not in self._removed for name in self._members
        )

    def save(self, out: BinaryIO) -> None:
        """Write the package; members we did not change keep their raw bytes, order and times."""
        self.settle()
        writer = ArchiveWriter(out)
        for name, member in self._members.items():
            if name in self._laid_over:
                self._add(writer, name)
            elif name not in self._removed:
                writer.copy(self._archive, member)
        for name in self._laid_over:
            if name not in self._members:
                self._add(writer, name)
        writer.finish()

    def _add(self, writer: ArchiveWriter, name: str) -> None:
        new = self._laid_over[name]
        if isinstance(new, bytes):
            writer.add(name, new)
        else:
            writer.add_deflated(name, new.pieces, new.crc, new.size)

    def holds(self, part: str, new: Packed) -> bool:
        """Whether the file has just these packed bytes as that part, and says the same of them."""
        member = self._members[self._name(part)]
        said = (member.crc, member.size) == (new.crc, new.size)
        # Views are compared byte by byte, which takes ten times as long.
        return said and bytes(self._archive.packed(member)) == b"".join(new.pieces)

    def check(self) -> None:
        """Raise `BrokenPackage` where any member of the file is damaged, read or not."""
        for name, member in self._members.items():
            if name not in self._kept:
                for _ in self._archive.pieces(member):
                    pass

    def members_unlike(self, other: Package) -> set[str]:
        """The members whose raw bytes differ between two files, or that only one of them has."""
        alike = {
            name
            for name, member in self._members.items()
            if name in other._members
            and bytes(self._archive.raw(member)) == bytes(other._archive.raw(other._members[name]))
        }
        return (self._members.keys() | other._members.keys()) - alike

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

    def _name(self, part: str) -> str:
        name = self._spelled.get(part.lower())
        if name is None or name in self._removed:
            raise broken(f"the part {part} is missing", self.where)
        return name

    def _original(self, name: str) -> bytes:
        if name not in self._kept:
            self._kept[name] = self._inflate(name)
        return self._kept[name]

    def _inflate(self, name: str) -> bytes:
        data = self._archive.inflate(self._members[name])
        if not name.lower().endswith((".xml", ".rels")):
            return data
        data = xml_part.as_utf8(data, f"{self.where} ({name})")
        xml_part.refuse_dtd(data, f"{self.where} ({name})")
        return data

    def _xml(self, part: str) -> xml_part.Element:
        return xml_part.parse(self.read(part), f"{self.where} ({part})")

    def _put(self, part: str, data: bytes) -> None:
        if self.has(part):
            raise ValueError(f"the package already has a part {part}")
        name = self._spelled.setdefault(part.lower(), part)
        self._removed.discard(name)
        self._laid_over[name] = data

    def _drop(self, name: str) -> None:
        self._being_packed.pop(name, None)
        self._laid_over.pop(name, None)
        if name in self._members:
            self._removed.add(name)
        else:
            del self._spelled[name.lower()]

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


def _by_name(members: tuple[Member, ...], where: str) -> dict[str, Member]:
    named = {member.name: member for member in members}
    if len({name.lower() for name in named}) != len(members):
        raise BrokenPackage(
            "two of its parts have the same name",
            where=where,
            hint="Open it in Excel and save it again.",
        )
    return named
