"""Writes that were sent and not seen to the end, remembered on this machine for the next run.

The hidden tab then still holds what stood where they wrote. Of what people typed nothing is kept
here but digests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from sheetsync.cells import Area
from sheetsync.lead_tab import IntArray
from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite, column_write, written_rows
from sheetsync.stores.google.lead_tab.columns import Columns
from sheetsync.stores.google.lead_tab.row_identity import Identity
from sheetsync.stores.google.lead_tab.written_over import with_values
from sheetsync.stores.google.pieces import Piece
from sheetsync.stores.google.what_stood import Stood
from sheetsync.stores.kept_files import write_whole
from sheetsync.stores.own_files import private, state_folder


@dataclass(frozen=True)
class LooseEnd:
    """One write, by its ``word``: the cells it ``wrote``, what was to be ``replaced`` there, and
    digests of the headers it leaves and of what tells its rows apart. ``reports`` are the report
    tabs it emptied, by id: where their copies stand, and the digest of what was known there."""

    word: str
    header_row: int
    wrote: tuple[ColumnWrite, ...]
    replaced: tuple[ColumnWrite, ...]
    headers: str
    identity: Identity
    rows: str
    reports: Mapping[int, tuple[Area, str]]

    @classmethod
    def of(
        cls,
        word: str,
        header_row: int,
        headers: Mapping[int, object],
        batch: Piece,
        identity: Identity,
        before: Columns,
        done: Sequence[ColumnWrite],
        reports: Mapping[int, tuple[Area, str]],
    ) -> LooseEnd:
        """Of a batch about to be sent, after what was ``done``."""
        wrote = (*batch.headers, *batch.writes)
        then = {**headers, **{each.column: each.new[0] for each in batch.headers}}
        since = _known(identity, written_rows(batch.writes), before, [*done, *batch.writes])
        replaced = tuple(with_values(w, before.cells(w.column, w.rows)) for w in wrote)
        return cls(word, header_row, wrote, replaced, digest(then), identity, since, reports)

    @property
    def batch(self) -> Piece:
        """What was written, as it was sent."""
        is_head = [self.header_row in write.rows for write in self.wrote]
        heads, cells = (
            [write for write, head in zip(self.wrote, is_head, strict=True) if head == wanted]
            for wanted in (True, False)
        )
        return Piece((), cells, heads)

    @property
    def before(self) -> Columns:
        """The cells it wrote, as they were known."""
        return _columns(self.replaced)

    @property
    def after(self) -> Columns:
        """And as it left them."""
        return _columns(self.wrote)

    def stands(self, headers: Mapping[int, object], now: Columns) -> bool:
        """Whether its columns and rows are where they were."""
        rows = written_rows(self.batch.writes)
        return self.headers == digest(headers) and self.rows == _known(self.identity, rows, now, ())


def _columns(writes: Sequence[ColumnWrite]) -> Columns:
    return Stood(Columns({}, {}, {}, 0), {}).after(writes).cells


def _known(identity: Identity, rows: IntArray, before: Columns, done: Sequence[ColumnWrite]) -> str:
    """What tells these rows apart once this was done."""
    found = []
    for column in identity.columns:
        cells = before.cells(column, rows)
        for write in done:
            if write.column == column:
                inside = np.isin(write.rows, rows)
                cells[np.searchsorted(rows, write.rows[inside])] = write.new[inside]
        found.append(cells.tolist())
    return digest(found)


def digest(said: Any) -> str:
    """What stands for it."""
    if isinstance(said, Mapping):
        said = sorted(said.items())
    return sha256(json.dumps(said).encode("utf-8", "surrogatepass")).hexdigest()


def keep(own_name: str, ends: Sequence[LooseEnd]) -> None:
    """Remember these until the next run; where that cannot be, the hidden tab is all there is."""
    with suppress(OSError):
        write_whole(_file(own_name), json.dumps([*map(_as_json, ends)]).encode())


def kept(own_name: str) -> list[LooseEnd]:
    """What is remembered."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads(_file(own_name).read_text(encoding="utf-8"))
        return [_from_json(each) for each in said]
    return []


def let_go(own_name: str) -> None:
    """They are seen to."""
    with suppress(OSError):
        _file(own_name).unlink(missing_ok=True)


def _file(own_name: str) -> Path:
    return private(state_folder() / "loose-ends") / f"{own_name}.json"


def _as_json(end: LooseEnd) -> dict[str, Any]:
    identity = end.identity
    return {
        "word": end.word,
        "header_row": end.header_row,
        "wrote": [*_cells(end.wrote)],
        "replaced": [*_cells(end.replaced)],
        "headers": end.headers,
        "identity": [identity.id_column, list(identity.typed), identity.first_row],
        "rows": end.rows,
        "reports": [[at, [*astuple(area)], said] for at, (area, said) in end.reports.items()],
    }


def _from_json(said: dict[str, Any]) -> LooseEnd:
    id_column, typed, first_row = said["identity"]
    return LooseEnd(
        word=said["word"],
        header_row=said["header_row"],
        wrote=tuple(map(_write, said["wrote"])),
        replaced=tuple(map(_write, said["replaced"])),
        headers=said["headers"],
        identity=Identity(id_column, tuple(typed), first_row),
        rows=said["rows"],
        reports={at: (Area(*area), known) for at, area, known in said["reports"]},
    )


def _cells(writes: Sequence[ColumnWrite]) -> Iterator[list[Any]]:
    yield from ([w.column, w.rows.tolist(), w.new.tolist()] for w in writes)


def _write(said: list[Any]) -> ColumnWrite:
    column, rows, values = said
    return column_write(column, np.array(rows, dtype=np.int64), values)
