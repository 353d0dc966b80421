"""The least any tool must do to change cells of a workbook: read, inflate, copy, deflate, write.

    python benchmarks/floor.py WORKBOOK OUT        all of it
    python benchmarks/floor.py WORKBOOK            reading alone

Nothing is understood and nothing is changed; deflating is set as the store sets it for large
parts. It needs no pandas, so it starts at once.
"""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import python_calamine

quick_zlib: ModuleType = zlib
LEVEL = 1
with suppress(ImportError):
    from isal import isal_zlib

    quick_zlib, LEVEL = isal_zlib, 2

_LOCAL_HEADER = 30


def read(data: bytes) -> int:
    """Read every value of the first tab; how many rows there are."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return len(workbook.get_sheet_by_index(0).to_python(skip_empty_area=False))


def repack(data: bytes, out: Path) -> None:
    """Write the file with its largest part inflated, copied once and deflated again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        largest = max(archive.infolist(), key=lambda member: member.file_size)
    start = largest.header_offset + _LOCAL_HEADER
    start += sum(struct.unpack_from("<2H", data, largest.header_offset + 26))
    end = start + largest.compress_size
    sheet = bytearray(quick_zlib.decompress(data[start:end], -zlib.MAX_WBITS))
    engine = quick_zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    with out.open("wb") as file:
        file.write(data[:start])
        file.write(engine.compress(sheet))
        file.write(engine.flush())
        file.write(data[end:])
        file.flush()
        os.fsync(file.fileno())


def main(words: list[str]) -> None:
    """Do it, as one process of its own."""
    data = Path(words[0]).read_bytes()
    read(data)
    if words[1:]:
        repack(data, Path(words[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
