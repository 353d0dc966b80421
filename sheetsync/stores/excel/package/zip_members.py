"""A zip file as raw members: found through its central directory, inflated or copied as they are.

Nothing is ever unpacked to disk. A member that is copied keeps its local header, its compressed
bytes and its data descriptor exactly; only its offset in the directory is new.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any, BinaryIO

from sheetsync.errors import BrokenPackage, EncryptedWorkbook

quick_zlib: Any
try:
    quick_zlib = import_module("isal.isal_zlib")
except ImportError:  # no wheel for this machine: zlib does the same, more slowly
    quick_zlib = zlib

_PIECE = 1 << 16
QUICK = 2
"""The level at which long parts are deflated: with isal, 3 takes twice as long for 4 % less."""
LARGEST_TOTAL = 4 << 30
LARGEST_RATIO = 250
SMALL_ENOUGH = 64 << 20
"""Below this many bytes in all, no ratio is suspicious."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")
_FULL = 0xFFFFFFFF
_REPAIR = "Open it in Excel, let Excel repair it, and save it; or take the last good copy."


def broken(what: str, where: str) -> BrokenPackage:
    """The error for a damaged file, with the remedy that holds for all of them."""
    return BrokenPackage(what, where=where, hint=_REPAIR)


@dataclass(frozen=True)
class Member:
    """One entry of the archive. ``start`` to ``end`` is its whole local record, ``at`` where its
    data begins; ``central`` its directory record as found."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int
    at: int
    end: int
    central: bytes


class Archive:
    """The members of a zip file held in memory, in directory order."""

    def __init__(self, data: bytes, where: str) -> None:
        """Raises `BrokenPackage` when the archive is cut short, inconsistent or absurdly large."""
        self._data = data
        self._where = where
        try:
            self.members = tuple(_members(data, where))
        except struct.error as reason:
            raise broken("the file is cut short", where) from reason
        _refuse_bombs(self.members, where)

    def inflate(self, member: Member) -> bytes:
        """The content of a member, checked against its size and checksum."""
        content = self._unpack(member, self.packed(member))
        if len(content) != member.size or quick_zlib.crc32(content) != member.crc:
            raise broken(f"the part {member.name} is damaged (checksum)", self._where)
        return content

    def pieces(self, member: Member) -> Iterator[bytes]:
        """The content of a member bit by bit, to look at without holding it; checked likewise,
        when the last bit was given."""
        if member.method != 8:
            yield self.inflate(member)
            return
        size = crc = 0
        for piece in self._inflated(member):
            size, crc = size + len(piece), quick_zlib.crc32(piece, crc)
            if size > member.size:
                break
            yield piece
        if size != member.size or crc != member.crc:
            raise broken(f"the part {member.name} is damaged (checksum)", self._where)

    def raw(self, member: Member) -> memoryview:
        """The local record exactly as it stands in the file."""
        return memoryview(self._data)[member.start : member.end]

    def packed(self, member: Member) -> memoryview:
        """What a member holds, as it is packed in the file."""
        return memoryview(self._data)[member.at : member.at + member.packed]

    def _unpack(self, member: Member, packed: memoryview) -> bytes:
        if member.method == 0:
            return bytes(packed)
        if member.method != 8:
            raise broken(f"the part {member.name} is compressed in an unknown way", self._where)
        try:
            engine = quick_zlib.decompressobj(-15)
            # One byte more than promised: a member that lies about its size stops here.
            return bytes(engine.decompress(packed, member.size + 1))
        except Exception as reason:  # isal and zlib raise classes of their own
            raise broken(f"the part {member.name} is damaged", self._where) from reason

    def _inflated(self, member: Member) -> Iterator[bytes]:
        engine = quick_zlib.decompressobj(-15)
        stop = member.at + member.packed
        try:
            for at in range(member.at, stop, _PIECE):
                yield bytes(engine.decompress(self._data[at : min(at + _PIECE, stop)]))
            yield bytes(engine.flush())
        except Exception as reason:  # isal and zlib raise classes of their own
            raise broken(f"the part {member.name} is damaged", self._where) from reason


def deflate(data: bytes) -> bytes:
    """Raw deflate: quick for large parts, thorough for small ones."""
    small = len(data) < 1 << 18
    engine = (zlib if small else quick_zlib).compressobj(6 if small else QUICK, zlib.DEFLATED, -15)
    return bytes(engine.compress(data) + engine.flush())


class ArchiveWriter:
    """Writes an archive member by member. Times are fixed, so equal input gives equal bytes."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._directory: list[bytes] = []

    def copy(self, archive: Archive, member: Member) -> None:
        """Copy a member untouched."""
        self._directory.append(_with_offset(member.central, self._at))
        self._write(archive.raw(member))

    def add(self, name: str, content: bytes) -> None:
        """Write a member of ours, deflated."""
        self.add_deflated(name, (deflate(content),), quick_zlib.crc32(content), len(content))

    def add_deflated(self, name: str, pieces: Sequence[bytes], crc: int, size: int) -> None:
        """Likewise, of a content that was deflated before, and what an archive says of it."""
        encoded = name.encode()
        flags = 0 if name.isascii() else 0x800
        shared = (20, flags, 8, 0, 0x21, crc, sum(map(len, pieces)), size)
        local = _LOCAL.pack(b"PK\3\4", *shared, len(encoded), 0)
        central = _CENTRAL.pack(b"PK\1\2", 20, *shared, len(encoded), 0, 0, 0, 0, 0, self._at)
        self._directory.append(central + encoded)
        self._write(local + encoded)
        for piece in pieces:
            self._write(piece)

    def finish(self) -> None:
        """Write the directory."""
        start, count = self._at, len(self._directory)
        for record in self._directory:
            self._write(record)
        if self._at > _FULL or count > 0xFFFF:
            raise ValueError("an archive of this size is beyond what is written here")
        self._write(_END.pack(b"PK\5\6", 0, 0, count, count, self._at - start, start, 0))

    def _write(self, data: bytes | memoryview) -> None:
        self._out.write(data)
        self._at += len(data)


def _members(data: bytes, where: str) -> Iterator[Member]:
    start, count, shift = _directory(data, where)
    for _ in range(count):
        head = _CENTRAL.unpack_from(data, start)
        if head[0] != b"PK\1\2":
            raise broken("the list of its parts is damaged", where)
        size = _CENTRAL.size + head[10] + head[11] + head[12]
        yield _member(data, data[start : start + size], shift, where)
        start += size


def _directory(data: bytes, where: str) -> tuple[int, int, int]:
    """Where the directory starts, how many records it has, and how far offsets are shifted."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - 65_557))
    if end < 0:
        raise broken("the file is cut short: its list of parts is missing", where)
    _, _, _, _, count, size, offset, _ = _END.unpack_from(data, end)
    if _FULL in (size, offset) or count == 0xFFFF:
        locator = data.rfind(b"PK\6\7", 0, end)
        if locator >= 0:
            end = data.rfind(b"PK\6\6", 0, locator)
            if end < 0:
                raise broken("the list of its parts is damaged", where)
            count, size, offset = _END64.unpack_from(data, end)[-3:]
    if size > end:
        raise broken("the list of its parts is damaged", where)
    return end - size, count, end - size - offset


def _member(data: bytes, central: bytes, shift: int, where: str) -> Member:
    head = _CENTRAL.unpack_from(central)
    flags, method, crc = head[3], head[4], head[7]
    encoded = central[_CENTRAL.size : _CENTRAL.size + head[10]]
    name = encoded.decode("utf-8" if flags & 0x800 else "cp437", "replace").replace("\\", "/")
    _refuse_climbing(name, where)
    if flags & 1:
        raise EncryptedWorkbook(
            "the zip file needs a password", where=where, hint="Save it without a password."
        )
    packed, size, offset = (value for value, _ in _wide_fields(central))
    start = offset + shift
    if start < 0 or start >= len(data) or data[start : start + 4] != b"PK\3\4":
        raise broken(f"the part {name} is not where the list of parts says", where)
    local = _LOCAL.unpack_from(data, start)
    at = start + _LOCAL.size + local[9] + local[10]
    end = at + packed
    if end > len(data):
        raise broken(f"the part {name} is cut short", where)
    end += _descriptor_length(data, end, crc, packed, size) if flags & 8 else 0
    return Member(name.lstrip("/"), method, crc, packed, size, start, at, end, central)


def _wide_fields(central: bytes) -> list[tuple[int, int | None]]:
    """Packed size, size and offset of a directory record, each with the place of its zip64 form
    (None where the ordinary field holds it)."""
    head = _CENTRAL.unpack_from(central)
    place = _zip64_place(central, _CENTRAL.size + head[10], head[11])
    found: dict[int, tuple[int, int | None]] = {}
    for index in (9, 8, 16):  # the order in which the extra field lists them
        if head[index] == _FULL and place is not None:
            found[index] = (struct.unpack_from("<Q", central, place)[0], place)
            place += 8
        else:
            found[index] = (head[index], None)
    return [found[8], found[9], found[16]]


def _zip64_place(central: bytes, start: int, length: int) -> int | None:
    stop = start + length
    while start + 4 <= stop:
        kind, size = struct.unpack_from("<2H", central, start)
        if kind == 1:
            return start + 4
        start += 4 + size
    return None


def _with_offset(central: bytes, offset: int) -> bytes:
    changed = bytearray(central)
    place = _wide_fields(central)[2][1]
    if place is None:
        struct.pack_into("<I", changed, 42, offset)
    else:
        struct.pack_into("<Q", changed, place, offset)
    return bytes(changed)


def _descriptor_length(data: bytes, end: int, crc: int, packed: int, size: int) -> int:
    """How long the record after the data is: four shapes are in use, and some writers omit it."""
    for layout in ("<4sI2I", "<4sI2Q", "<I2I", "<I2Q"):
        signature = (b"PK\7\x08",) if layout.startswith("<4s") else ()
        try:
            expected = struct.pack(layout, *signature, crc, packed, size)
        except struct.error:  # sizes beyond 32 bits
            continue
        if data[end : end + len(expected)] == expected:
            return len(expected)
    return 0


def _refuse_climbing(name: str, where: str) -> None:
    if ".." in name.split("/") or name[1:2] == ":" or "\0" in name:
        raise broken(f"a part has an unsafe name: {name!r}", where)


def _refuse_bombs(members: Iterable[Member], where: str) -> None:
    ordered = sorted(members, key=lambda member: member.start)
    total = sum(member.size for member in ordered)
    packed = sum(member.packed for member in ordered)
    if total > LARGEST_TOTAL or (total > SMALL_ENOUGH and total > LARGEST_RATIO * packed):
        raise broken(f"it would unpack to {total >> 20} MB, which no workbook needs", where)
    if any(one.end > two.start for one, two in pairwise(ordered)):
        raise broken("its parts overlap", where)
