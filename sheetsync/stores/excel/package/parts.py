"""The parts of a zip file by name, with our changes laid over them in memory; untouched members
are copied raw, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sheetsync.errors import BrokenPackage
from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.package.laid_over import LaidOver
from sheetsync.stores.excel.package.packing import Packed, Pieces, Proof
from sheetsync.stores.excel.package.zip_members import Archive, ArchiveWriter, Member, broken


class Parts:
    """The parts of one file. Part names have no leading slash (``xl/workbook.xml``). Look-ups fall
    back to a case-insensitive match, as Excel's do."""

    def __init__(self, data: bytes, where: str, *, alone: bool = False) -> None:
        """Open a zip file from its bytes; ``where`` names it in errors. ``alone`` keeps all
        packing in this process.

        Raises `BrokenPackage`.
        """
        self.where = where
        self._archive = Archive(data, where)
        self._members = _by_name(self._archive.members, where)
        self._spelled = {name.lower(): name for name in self._members}
        self._changes = LaidOver(self._members, alone=alone)
        self._kept: dict[str, bytes] = {}

    def has(self, part: str) -> bool:
        """Whether there is this part now."""
        name = self._spelled.get(part.lower())
        return name is not None and not self._changes.removed(name)

    def is_from_file(self, part: str) -> bool:
        """Whether the file as it was read has this part."""
        return part in self._members

    def names(self) -> list[str]:
        """All part names, changed and added ones included, in package order."""
        kept = [name for name in self._members if not self._changes.removed(name)]
        return [name for name in kept + self._changes.added() if not name.endswith("/")]

    def read(self, part: str) -> bytes:
        """The bytes of a part as they now are; raises `BrokenPackage` where it is missing.

        XML comes as UTF-8 whatever its encoding in the file (with a mark at its start where it
        had one), and is refused when it declares a document type.
        """
        name = self._name(part)
        new = self._changes.get(name)
        return self._original(name) if new is None else new

    def replace(self, part: str, data: bytes) -> None:
        """Change an existing part; the same bytes count as no change."""
        name = self._name(part)
        if name in self._members and data == self._original(name):
            self._changes.lift(name)
        else:
            self._changes.put(name, data)

    def replace_by_pieces(self, part: str, pieces: Pieces, proof: Proof) -> None:
        """Likewise with a long part, of which neither the old nor the new form is then held. It
        may go on being packed until `settle`, `save`, or until it is read; ``proof`` is tried
        meanwhile."""
        name = self._name(part)
        self._kept.pop(name, None)
        self._changes.pack(name, pieces, proof)

    def replace_and_prove(self, part: str, data: bytes, proof: Proof) -> None:
        """Likewise with a part that is packed and proved at once, be it while others are."""
        self._changes.pack_and_prove(self._name(part), data, proof)

    def settle(self) -> None:
        """Wait for what is being packed; raises `LostError`."""
        self._changes.settle()

    def may_differ(self, part: str) -> bool:
        """Whether a part differs from the file, or will when it is packed."""
        return self._changes.may_differ(self._name(part))

    def proved(self, part: str) -> Packed | None:
        """A part that was packed and found sound already."""
        return self._changes.proved(part)

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

    @property
    def changed(self) -> list[str]:
        """The members that differ from the file: replaced, added, removed."""
        return self._changes.changed()

    @property
    def untouched(self) -> int:
        """How many members are still exactly those of the file."""
        return sum(map(self._changes.untouched, self._members))

    def save(self, out: BinaryIO) -> None:
        """Write the file; members we did not change keep their raw bytes, order and times."""
        self.settle()
        writer = ArchiveWriter(out)
        for name, member in self._members.items():
            if self._changes.untouched(name):
                writer.copy(self._archive, member)
            elif not self._changes.removed(name):
                self._changes.write(writer, name)
        for name in self._changes.added():
            self._changes.write(writer, name)
        writer.finish()

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

    def members_unlike(self, other: Parts) -> set[str]:
        """The members whose raw bytes differ between two files, or that only one of them has."""
        alike = {
            name
            for name, member in self._members.items()
            if name in other._members
            and bytes(self._archive.raw(member)) == bytes(other._archive.raw(other._members[name]))
        }
        return (self._members.keys() | other._members.keys()) - alike

    def _name(self, part: str) -> str:
        name = self._spelled.get(part.lower())
        if name is None or self._changes.removed(name):
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

    def _put(self, part: str, data: bytes) -> None:
        if self.has(part):
            raise ValueError(f"the package already has a part {part}")
        self._changes.put(self._spelled.setdefault(part.lower(), part), data)

    def _drop(self, name: str) -> None:
        self._changes.remove(name)
        if name not in self._members:
            del self._spelled[name.lower()]


def _by_name(members: tuple[Member, ...], where: str) -> dict[str, Member]:
    named = {member.name: member for member in members}
    if len({name.lower() for name in named}) != len(members):
        raise BrokenPackage(
            "two of its parts have the same name",
            where=where,
            hint="Open it in Excel and save it again.",
        )
    return named
