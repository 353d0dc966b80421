"""What inserting, deleting or moving rows or columns does to a place named by its number."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class LineChange(Protocol):
    def point(self, index: int) -> int | None:
        """Where a line is afterwards; None where it is gone."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a stretch of lines is afterwards; None where all of it is gone."""


class Inserted(NamedTuple):
    at: int
    number: int

    def point(self, index: int) -> int | None:
        return index + self.number if index >= self.at else index

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Lines put in at the very start push the stretch down; at its end they stay outside."""
        moved_start = start + self.number if start >= self.at else start
        moved_end = end + self.number if end > self.at else end
        return moved_start, moved_end


class Deleted(NamedTuple):
    start: int
    end: int

    def point(self, index: int) -> int | None:
        if self.start <= index < self.end:
            return None
        return index - (self.end - self.start) if index >= self.end else index

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        kept = self._left_of(start), self._left_of(end)
        return kept if kept[0] < kept[1] else None

    def _left_of(self, edge: int) -> int:
        return edge - max(0, min(edge, self.end) - self.start)


class Moved(NamedTuple):
    """Lines start to end, put before the line that was at `to`."""

    start: int
    end: int
    to: int

    def point(self, index: int) -> int | None:
        number = self.end - self.start
        if self.start <= index < self.end:
            return index + (self.to - self.end if self.to > self.start else self.to - self.start)
        if self.end <= index < self.to:
            return index - number
        if self.to <= index < self.start:
            return index + number
        return index

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """A stretch that would be torn apart stays with the lines that were not moved."""
        if self.start <= start and end <= self.end:
            return self._outer(range(start, end))
        everything = self._outer(range(start, end))
        if everything[1] - everything[0] == end - start:
            return everything
        return self._outer([i for i in range(start, end) if not self.start <= i < self.end])

    def _outer(self, indices: range | list[int]) -> tuple[int, int]:
        moved = [self.point(index) or 0 for index in indices]
        return min(moved), max(moved) + 1
