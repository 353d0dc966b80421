"""What was changed in a file's members so far, in memory: nothing of it is written yet."""

from __future__ import annotations

from collections.abc import Mapping

from sheetsync.second_process import Beside
from sheetsync.stores.excel.package.packing import (
    Packed,
    Pieces,
    Proof,
    being_packed,
    packed,
    packed_whole,
    proved,
)
from sheetsync.stores.excel.package.zip_members import ArchiveWriter, Member


class LaidOver:
    """New contents by member name, some of them still being packed, and the members removed."""

    def __init__(self, members: Mapping[str, Member], *, alone: bool) -> None:
        """``members`` are the file's; ``alone`` keeps all packing in this process."""
        self._members = members
        self._alone = alone
        self._new: dict[str, bytes | Packed] = {}
        self._being_packed: dict[str, Beside[Packed]] = {}
        self._removed: set[str] = set()

    def get(self, name: str) -> bytes | None:
        """The new content of a member, waited for where it is being packed; None where there is
        none."""
        if name in self._being_packed:
            self.settle()
        new = self._new.get(name)
        return new.content() if isinstance(new, Packed) else new

    def put(self, name: str, data: bytes) -> None:
        """Give a member, new or not, a content."""
        self._being_packed.pop(name, None)
        self._removed.discard(name)
        self._new[name] = data

    def pack(self, name: str, pieces: Pieces, proof: Proof) -> None:
        """Likewise, packed and proved beside this process where that is to be had."""
        self._being_packed.pop(name, None)
        length = self._members[name].size
        beside = None if self._alone else being_packed(pieces, proof, length)
        if beside:
            self._being_packed[name] = beside
        else:
            self._lay(name, packed(pieces()))

    def pack_and_prove(self, name: str, data: bytes, proof: Proof) -> None:
        """Likewise, packed and proved at once."""
        self._lay(name, proved(packed_whole(data), proof))

    def settle(self) -> None:
        """Wait for what is being packed; raises `LostError`."""
        while self._being_packed:
            name, beside = self._being_packed.popitem()
            self._lay(name, beside.result())

    def lift(self, name: str) -> None:
        """Let a member be as it is in the file."""
        self._being_packed.pop(name, None)
        self._new.pop(name, None)

    def remove(self, name: str) -> None:
        """Drop a member."""
        self.lift(name)
        if name in self._members:
            self._removed.add(name)

    def removed(self, name: str) -> bool:
        """Whether a member of the file was dropped."""
        return name in self._removed

    def may_differ(self, name: str) -> bool:
        """Whether a member has a new content, or will when it is packed."""
        return name in self._new or name in self._being_packed

    def proved(self, name: str) -> Packed | None:
        """A content that was packed and found sound already."""
        new = self._new.get(name)
        return new if isinstance(new, Packed) and new.proved else None

    def added(self) -> list[str]:
        """The members that the file has not."""
        return [name for name in self._new if name not in self._members]

    def changed(self) -> list[str]:
        """The members that differ from the file: replaced, added, removed."""
        return [*self._new, *sorted(self._removed - self._new.keys())]

    def untouched(self, name: str) -> bool:
        """Whether a member of the file is still exactly that; true while it is being packed."""
        return name not in self._new and name not in self._removed

    def write(self, writer: ArchiveWriter, name: str) -> None:
        """Write the new content of a member."""
        new = self._new[name]
        if isinstance(new, bytes):
            writer.add(name, new)
        else:
            writer.add_deflated(name, new.pieces, new.crc, new.size)

    def _lay(self, name: str, new: Packed) -> None:
        member = self._members.get(name)
        if member is not None and (member.crc, member.size) == (new.crc, new.size):
            self._new.pop(name, None)
        else:
            self._new[name] = new
