"""Workbooks made to do harm, or harmed by chance; and a process in which to meet them, so that
one which eats memory or time harms nothing but a test."""

from __future__ import annotations

import io
import os
import random
import re
import signal
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from jobs import registry, runner
from sheetsync.errors import SheetsyncError
from sheetsync.stores.excel.store import ExcelStore
from tests import builders
from tests.other_process import CAN_FORK, CONTEXT

MOST_MEMORY = 500 << 20
MOST_SECONDS = 20
"""For one file, on a machine that is busy."""

SETTINGS = builders.settings(since=date(2026, 9, 1))
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=SETTINGS.timezone)
JOBS = registry.select(["flag_overdue"], SETTINGS)
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"

Members = dict[str, bytes]


# --- an honest one -------------------------------------------------------------------------------


def honest() -> bytes:
    """A workbook with a bit of everything, written by people and by two runs of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.xlsx"
        _of_people(path)
        settings = replace(SETTINGS, workbook=path)
        runner.run(ExcelStore(settings), registry.select(["nightly"], settings), settings, NOW)
        return path.read_bytes()


def _of_people(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy hh:mm"})
    sheet = book.add_worksheet("Leads")
    headers = ["Lead ID", "Received at", "Name", "Phone", "Status", "Next action date", "Sum"]
    sheet.add_table("A1:G9", {"columns": [{"header": header} for header in headers]})
    for number in range(1, 9):
        day = datetime(2026, 11, number, 9, 30)
        name, phone = f"Name & {number}", f"98765432{number:02d}"
        sheet.write_row(number, 1, [day, name, phone, "New", day, f"=1+{number}"])
    sheet.data_validation("E2:E99", {"validate": "list", "source": ["New", "Won", "Lost"]})
    sheet.write_comment("C3", "call back")
    sheet.write_rich_string("C4", "Name ", book.add_format({"bold": True}), "4")
    book.add_worksheet("Prices").merge_range("A3:B4", "Item")
    book.define_name("Sum_of_all", "=SUM(Leads!$G$2:$G$9)")
    book.close()


def members(data: bytes) -> Members:
    """What is in a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A package of these members, the same name twice where it comes twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- harmed by chance ----------------------------------------------------------------------------

_ABSURD = [b"-1", b"0", b"4294967296", b"99999999999999999999", b"1e999", b"NaN", b"", b"A1",
           b"A1:XFD1048576", b"XFD1048577", b"A0", b"../x", b"rId1", b"&#0;", b"\xff"]  # fmt: skip
_TAG, _VALUE, _NUMBER = re.compile(rb"<[^<>]*>"), re.compile(rb'"[^"]*"'), re.compile(rb"[0-9]+")


def harmed(data: bytes, seed: int) -> bytes:
    """The file after a mishap, another for each seed: to its bytes or to one of its parts."""
    chance = random.Random(seed)
    if chance.random() < 0.3:
        return _bytes_harmed(data, chance)
    parts = members(data)
    name = chance.choice([*parts, SHEET, SHEET, "xl/workbook.xml", "xl/styles.xml"])
    if chance.random() < 0.15:
        return package(_parts_harmed(list(parts.items()), name, chance))
    for _ in range(chance.choice([1, 1, 2, 5])):
        parts[name] = _xml_harmed(parts[name], chance)
    return package(parts.items())


def _bytes_harmed(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(data)), chance.choice([1, 4, 30, 2000])
    if chance.random() < 0.5:  # where the directory is
        at = len(data) - 1 - chance.randrange(1500)
    piece = data[at : at + length]
    return chance.choice([
        data[:at],
        data[:at] + chance.randbytes(len(piece)) + data[at + length :],
        data[:at] + bytes(len(piece)) + data[at + length :],
        data[:at] + data[at + length :],
        data[:at] + piece + data[at:],
    ])  # fmt: skip


def _parts_harmed(
    parts: list[tuple[str, bytes]], name: str, chance: random.Random
) -> list[tuple[str, bytes]]:
    other = chance.choice(parts)[0]
    content = dict(parts)
    return chance.choice([
        [part for part in parts if part[0] != name],
        [(name, content[other]) if part[0] == name else part for part in parts],
        [(other, part[1]) if part[0] == name else part for part in parts],
        [*parts, (name.upper(), content[name])],
        [(name, b"") if part[0] == name else part for part in parts],
        [("../" + name, part[1]) if part[0] == name else part for part in parts],
    ])  # fmt: skip


def _xml_harmed(xml: bytes, chance: random.Random) -> bytes:
    places = list(chance.choice([_TAG, _VALUE, _NUMBER]).finditer(xml))
    if not places:
        return xml[: len(xml) // 2]
    one, two = chance.choice(places), chance.choice(places)
    start, end = one.span()
    absurd = chance.choice(_ABSURD)
    return chance.choice([
        xml[:start] + xml[end:],
        xml[:end] + xml[start:],
        xml[:start] + two[0] + xml[end:],
        xml[:start] + (b'"' + absurd + b'"' if one[0][:1] == b'"' else absurd) + xml[end:],
        xml[: min(start, two.start())] + xml[max(start, two.start()) :],
    ])  # fmt: skip


# --- meeting them --------------------------------------------------------------------------------


def meet(data: bytes, folder: Path) -> str:
    """Run on a file; "written", or the kind of refusal. Whatever else happens is a defect, and so
    is a file that a refused run has changed, or that cannot be read after one that was not."""
    path = folder / "leads.xlsx"
    path.write_bytes(data)
    settings = replace(SETTINGS, workbook=path)
    store = ExcelStore(settings)
    try:
        runner.run(store, JOBS, settings, NOW)
    except SheetsyncError as error:
        return error.kind if path.read_bytes() == data else f"DEFECT: changed, though {error}"
    store.read()
    return "written"


def meet_all(make: Callable[[Any], bytes], which: Iterable[Any]) -> dict[Any, str]:
    """What comes of each of these files; where it is a defect, the text begins with DEFECT.

    Each is met within bounds of memory and time. One that ends its process is a defect as well;
    the rest is met in another.
    """
    waiting, found = list(which), dict[Any, str]()
    while waiting:
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_meeting, args=(make, waiting, theirs))
        process.start()
        theirs.close()
        try:
            while waiting and ours.poll(3 * MOST_SECONDS):
                found[waiting[0]] = ours.recv()
                waiting.pop(0)
        except EOFError:
            pass
        finally:
            process.kill()
            process.join()
        if waiting:
            found[waiting.pop(0)] = "DEFECT: it ended the process, or it took too long"
    return found


def _meeting(make: Callable[[Any], bytes], which: list[Any], link: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHEETSYNC_STATE_DIR"] = folder + "/state"
        for key in which:
            link.send(_met(make, key, Path(folder)))


def _met(make: Callable[[Any], bytes], key: Any, folder: Path) -> str:
    began = time.monotonic()
    try:
        data = make(key)
        with_bounds()
        said = meet(data, folder)
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        return f"DEFECT: {traceback.format_exc(limit=-6)}"
    finally:
        signal.alarm(0)
    return said if time.monotonic() - began < MOST_SECONDS else "DEFECT: too slow"


def with_bounds() -> None:
    """From now on this process gets an error when it takes much more memory or time."""
    if not CAN_FORK:
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(MOST_SECONDS)


def _too_slow(*_: object) -> None:
    raise TimeoutError("too slow")
