"""A long part deflated bit by bit; and, where somebody else does so meanwhile, proved as well."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from sheetsync.second_process import Beside, begun
from sheetsync.stores.excel.package.zip_members import QUICK, deflate, quick_zlib

Pieces = Callable[[], Iterable[bytes]]
Proof = Callable[[Iterable[bytes]], bool]
"""Whether a content, given bit by bit, is surely what its kind should be."""

_LONG = 8 << 20
"""Bytes; a part up to here is packed sooner than a process is copied."""


@dataclass(frozen=True)
class Packed:
    """A content deflated already, with what an archive says of it. ``proved`` says that it was
    unpacked again and found sound."""

    crc: int
    size: int
    pieces: tuple[bytes, ...]
    proved: bool = False

    def content(self) -> bytes:
        """What it was before."""
        return b"".join(self.unpacked())

    def unpacked(self) -> Iterator[bytes]:
        """The same bit by bit; raises `ValueError` after the last where it is not what it was."""
        size = crc = 0
        for piece in self._inflated():
            size, crc = size + len(piece), quick_zlib.crc32(piece, crc)
            yield piece
        if (size, crc) != (self.size, self.crc):
            raise ValueError("a part does not unpack to what was packed")

    def _inflated(self) -> Iterator[bytes]:
        engine = quick_zlib.decompressobj(-15)
        for piece in filter(None, self.pieces):
            yield bytes(engine.decompress(piece))
        yield bytes(engine.flush())


def packed(pieces: Iterable[bytes]) -> Packed:
    """Deflate a large content that comes bit by bit, without ever holding all of it."""
    engine = quick_zlib.compressobj(QUICK, zlib.DEFLATED, -15)
    size, crc, out = 0, 0, list[bytes]()
    for piece in pieces:
        size, crc = size + len(piece), quick_zlib.crc32(piece, crc)
        out.append(bytes(engine.compress(piece)))
    out.append(bytes(engine.flush()))
    return Packed(crc, size, tuple(out))


def being_packed(pieces: Pieces, proof: Proof, length: int) -> Beside[Packed] | None:
    """The packing of a part of about that length, begun beside this process; None where that is
    not to be had."""
    return begun(lambda: proved(packed(pieces()), proof)) if length > _LONG else None


def packed_whole(content: bytes) -> Packed:
    """Deflate a content of any length."""
    return Packed(quick_zlib.crc32(content), len(content), (deflate(content),))


def proved(new: Packed, proof: Proof) -> Packed:
    """Unpack what was packed and try its proof."""
    return replace(new, proved=proof(new.unpacked()))
