"""One workbook through two nights and every check; whatever happens becomes a `Result`."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from scripts.lossless.damage import Damage
from scripts.lossless.night import Nights, two_nights
from scripts.lossless.readers import by_calamine
from scripts.lossless.verify import verify_both, verify_repeat
from sheetsync.config import Settings, preset_settings
from sheetsync.errors import (
    BrokenPackage,
    EditRefused,
    EncryptedWorkbook,
    NotAWorkbook,
    OldFormat,
    SheetsyncError,
    TabMissing,
)
from sheetsync.stores.own_files import STATE_VARIABLE

Outcome = Literal["written", "refused", "damaged", "crashed"]

REFUSALS = (NotAWorkbook, EncryptedWorkbook, OldFormat, BrokenPackage, TabMissing, EditRefused)
"""What may be said of a workbook instead of writing it; any other error is a crash."""

NOT_WHOLE = (NotAWorkbook, EncryptedWorkbook, OldFormat, BrokenPackage)
"""Those said of files that are no well-formed workbook to begin with. Nor is one that has no tab
by any library's reading."""


@dataclass(frozen=True)
class Result:
    """What became of one file. ``kind`` and ``reason`` explain anything but ``written``;
    ``readable`` says whether another library reads a file that was refused; ``edits`` and
    ``notes`` say what was changed and what there was no room for."""

    file: str
    outcome: Outcome
    kind: str = ""
    reason: str = ""
    well_formed: bool = True
    readable: bool = True
    damages: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    trace: str = field(default="", repr=False)

    def as_json(self) -> dict[str, Any]:
        """The stable machine form."""
        return {key: value for key, value in asdict(self).items() if value not in ("", ())}


def prove(workbook: Path, name: str, keep: Path | None = None) -> Result:
    """Prove one workbook, on a copy; with ``keep`` the results are left in that folder."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="lossless-") as folder:
        os.environ[STATE_VARIABLE] = str(Path(folder) / "state")
        copy = Path(folder) / "night" / workbook.name
        copy.parent.mkdir()
        shutil.copyfile(workbook, copy)
        result = _judged(workbook, copy, name, keep)
    return Result(**{**vars(result), "seconds": round(time.perf_counter() - started, 2)})


def judged(nights: Nights) -> list[Damage]:
    """Everything wrong with what two nights left."""
    damages = verify_both(nights.before, nights.once, nights.twice, nights.expected)
    damages += verify_repeat(nights.twice, nights.again)
    return damages + [Damage("repeat", nights.expected.title, each) for each in nights.repeats]


def _judged(workbook: Path, copy: Path, name: str, keep: Path | None) -> Result:
    try:
        nights = two_nights(copy, usual_settings())
    except REFUSALS as reason:
        return _refused(workbook, copy, name, reason)
    except SheetsyncError as reason:
        return Result(name, "crashed", reason.kind, reason.what, trace=traceback.format_exc())
    except Exception as reason:  # noqa: BLE001 - whatever it is, it is told
        said = f"{type(reason).__name__}: {reason}"[:300]
        return Result(name, "crashed", _place(reason), said, trace=traceback.format_exc())
    _keep(nights, name, keep)
    damages = tuple(dict.fromkeys(map(str, judged(nights))))
    edits = tuple(f"{edit.kind} {edit.row},{edit.column}" for edit in nights.edits)
    if damages:
        kind = damages[0].partition(" · ")[0]
        return Result(
            name, "damaged", kind, damages[0], damages=damages, edits=edits, notes=nights.notes
        )
    return Result(name, "written", edits=edits, notes=nights.notes)


def _refused(workbook: Path, copy: Path, name: str, reason: SheetsyncError) -> Result:
    if copy.read_bytes() != workbook.read_bytes():
        return Result(name, "damaged", "refused", "it was refused, and changed all the same",
                      damages=("refused, and changed all the same",))  # fmt: skip
    readable = _is_readable(workbook)
    whole = not isinstance(reason, NOT_WHOLE) and (readable or not isinstance(reason, TabMissing))
    return Result(name, "refused", reason.kind, reason.what, well_formed=whole, readable=readable)


def _is_readable(workbook: Path) -> bool:
    try:
        seen = by_calamine(workbook.read_bytes())
    except Exception:  # noqa: BLE001 - whatever another library thinks of a broken file
        return False
    return bool(seen.tabs)


def _place(reason: BaseException) -> str:
    """Where in the project an exception came from: ``styles.py:88``."""
    frames = traceback.extract_tb(reason.__traceback__)
    ours = [frame for frame in frames if "sheetsync" in frame.filename] or frames
    return f"{Path(ours[-1].filename).name}:{ours[-1].name}"


def _keep(nights: Nights, name: str, keep: Path | None) -> None:
    if keep is None:
        return
    path = keep / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(nights.once)
    path.with_stem(f"{path.stem}.second").write_bytes(nights.twice)


@lru_cache(maxsize=1)
def usual_settings() -> Settings:
    """Those of the general preset."""
    return preset_settings("general")


def share_written(results: Sequence[Result]) -> float:
    """The share of the well-formed workbooks that were written, 0 to 1."""
    whole = [each for each in results if each.well_formed]
    return sum(each.outcome == "written" for each in whole) / len(whole) if whole else 1.0
