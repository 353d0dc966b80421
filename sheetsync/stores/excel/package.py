"""An .xlsx or .xlsm file as a zip of parts: untouched members are copied raw, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class Relationship:
    """One relationship of a part. ``target`` is a part name (no leading slash) or, when
    ``external``, the address as written."""

    id: str
    type: str
    target: str
    external: bool = False


class Package:
    """The parts of one workbook file, with our changes laid over them in memory.

    Part names have no leading slash (``xl/workbook.xml``). Look-ups fall back to a
    case-insensitive match, as Excel's do.
    """

    def __init__(self, data: bytes, where: str) -> None:
        """Open a package from its bytes; ``where`` names the file in errors.

        Raises `NotAWorkbook`, `EncryptedWorkbook`, `OldFormat` or `BrokenPackage`.
        """
        raise NotImplementedError

    def names(self) -> list[str]:
        """All part names, changed and added ones included, in package order."""
        raise NotImplementedError

    def read(self, part: str) -> bytes:
        """The bytes of a part as they now are; raises `BrokenPackage` where it is missing."""
        raise NotImplementedError

    def replace(self, part: str, data: bytes) -> None:
        """Change an existing part; the same bytes count as no change."""
        raise NotImplementedError

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part and list its content type."""
        raise NotImplementedError

    def remove(self, part: str) -> None:
        """Drop a part, its relationships part, and its content type."""
        raise NotImplementedError

    def free_name(self, pattern: str) -> str:
        """An unused part name: ``xl/worksheets/sheet{}.xml`` → ``xl/worksheets/sheet4.xml``."""
        raise NotImplementedError

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part ("" for the package's own)."""
        raise NotImplementedError

    def related(self, part: str, type_ending: str) -> list[Relationship]:
        """Those whose type ends so (``/worksheet``): Transitional and Strict differ before it."""
        raise NotImplementedError

    def relate(self, part: str, type_ending: str, target: str, *, external: bool = False) -> str:
        """Add a relationship (or find an equal one) and return its id."""
        raise NotImplementedError

    def unrelate(self, part: str, relationship_id: str) -> None:
        """Drop a relationship."""
        raise NotImplementedError

    @property
    def is_strict(self) -> bool:
        """Whether the package uses the Strict namespaces (ISO 29500)."""
        raise NotImplementedError

    @property
    def changed(self) -> list[str]:
        """The members that differ from the file: replaced, added, removed."""
        raise NotImplementedError

    def save(self, out: BinaryIO) -> None:
        """Write the package; members we did not change keep their raw bytes, order and times."""
        raise NotImplementedError
