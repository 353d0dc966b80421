"""A lead workbook as a busy team would have it, of any size; the same rows and seed, the same file.

    python benchmarks/workbook.py OUT.xlsx --rows 100000

22 columns in an Excel table, dropdowns, highlights of their own, a tab with counts and a chart.
Most values are what they should be; about one lead in ten has something careless in it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import xlsxwriter

Cells = npt.NDArray[np.object_]
Lots = dict[str, Cells]

DAY = "2026-11-21"
"""The day of the newest leads; the benchmark judges on its evening."""

TAB = "Leads"
TEAM = ("Asha", "Imran", "Priya", "Rohan", "Sunita", "Farhan", "Neha", "Vikas")
SOURCES = (
    "WhatsApp", "Instagram", "IndiaMART", "Website", "Referral", "Phone", "Event", "Facebook",
)  # fmt: skip
STATUSES = ("New", "Contacted", "Qualified", "Quoted", "Won", "Lost")
CITIES = ("Pune", "Mumbai", "Nashik", "Nagpur", "Thane", "Satara", "Surat", "Indore", "Hubli")
FIRST = (
    "Aarav", "Aditi", "Ajay", "Ananya", "Arjun", "Bhavna", "Chetan", "Deepa", "Devika", "Gauri",
    "Harish", "Ishita", "Jaya", "Kabir", "Kavita", "Lakshmi", "Manish", "Meera", "Mohan",
    "Nandini", "Nikhil", "Omkar", "Pallavi", "Pooja", "Rahul", "Rajesh", "Reema", "Ritu",
    "Sameer", "Sanjana", "Shreya", "Sunil", "Swati", "Tara", "Uday", "Vandana", "Varun", "Zoya",
)  # fmt: skip
LAST = (
    "Agarwal", "Bhosale", "Chavan", "Desai", "Fernandes", "Gokhale", "Iyer", "Jadhav", "Joshi",
    "Kapoor", "Khan", "Kulkarni", "Mehta", "More", "Naik", "Patil", "Pillai", "Rao", "Reddy",
    "Sawant", "Shah", "Shaikh", "Shinde", "Singh", "Thakur", "Verma", "Wagh", "Yadav",
)  # fmt: skip
THINGS = (
    "modular kitchen", "wardrobe", "office desks", "TV unit", "reception desk", "pantry units",
    "canteen counters", "clinic storage", "study table", "full 2BHK interior",
)  # fmt: skip
ACTIONS = ("Send layouts with prices for the", "Visit the site to measure the",
           "Call about the quote for the", "Ask by which week they need the",
           "Send the revised quote for the")  # fmt: skip
COLUMNS: tuple[tuple[str, str], ...] = (
    ("Lead ID", "text"), ("Enquiry date", "datetime"), ("Source", "text"), ("Name", "text"),
    ("Company", "text"), ("Mobile no.", "text"), ("Email", "text"), ("City", "text"),
    ("Priority", "text"), ("Need", "text"), ("Quantity / scope", "text"), ("Budget", "money"),
    ("Status", "text"), ("Owner", "text"), ("First response at", "datetime"),
    ("Last contact at", "datetime"), ("Follow-ups", "count"), ("Next action", "text"),
    ("Next action date", "date"), ("Quote value", "money"), ("Order value", "money"),
    ("Notes", "text"),
)  # fmt: skip
"""Their 22 headers in their order, and how the cells of each are formatted."""

_DAY_NUMBER = int((np.datetime64(DAY) - np.datetime64("1899-12-30")).astype(np.int64))


def build(out: Path, rows: int, seed: int) -> None:
    """Write the workbook; shared strings and row spans as Excel itself writes them."""
    columns = leads(rows, seed)
    book = xlsxwriter.Workbook(str(out))
    shown = {
        "datetime": book.add_format({"num_format": "dd mmm yyyy hh:mm"}),
        "date": book.add_format({"num_format": "dd mmm yyyy"}),
        "money": book.add_format({"num_format": "#,##0"}),
    }
    sheet = book.add_worksheet(TAB)
    for number, (header, kind) in enumerate(COLUMNS):
        sheet.set_column(number, number, 16)
        _write_column(sheet, number, columns[header], shown.get(kind))
    heads = [{"header": header} for header, _ in COLUMNS]
    sheet.add_table(0, 0, rows, len(COLUMNS) - 1, {"name": "Leads", "columns": heads})
    sheet.freeze_panes(1, 4)
    _add_dropdowns(sheet, rows)
    _add_highlights(book, sheet, rows)
    _add_counts(book, columns["Status"])
    book.close()


def leads(rows: int, seed: int) -> Lots:
    """The cells of every column: text, numbers (dates as Excel's serials) and None."""
    rng = np.random.default_rng([seed, rows])
    found = _people(rng, rows)
    found |= _progress(rng, rows)
    found["Next action"][found.pop("closed").astype(bool)] = None
    _spoil(rng, found)
    return found


def _people(rng: np.random.Generator, rows: int) -> Lots:
    number = np.arange(1, rows + 1)
    first, last, thing = _of(rng, FIRST, rows), _of(rng, LAST, rows), _of(rng, THINGS, rows)
    initial = _of(rng, tuple("ABCDGHJKMNPRSTV"), rows)
    phone = rng.permutation(rows) + 7_000_000_000 + 97 * rng.integers(0, 10_000_000, rows)
    email = _texts("{}.{}{}@example.com", first, last, number)
    scope = _texts("{} units", rng.integers(1, 60, rows))
    ids = _texts("L-{:06d}", number)
    ids[max(rows - rows // 50, 1) :] = None  # the newest have none yet
    return {
        "Lead ID": ids,
        "Source": _of(rng, SOURCES, rows),
        "Name": _texts("{} {}. {}", first, initial, last),
        "Company": _some(rng, 0.3, _texts("{} {} LLP", last, _of(rng, CITIES, rows))),
        "Mobile no.": _texts("+91 {:05d} {:05d}", phone // 100_000, phone % 100_000),
        "Email": _some(rng, 0.6, np.array([text.lower() for text in email], dtype=object)),
        "City": _of(rng, CITIES, rows),
        "Priority": np.where(rng.random(rows) < 0.2, "Hot", "Normal").astype(object),
        "Need": _texts("{} {}", scope, thing),
        "Quantity / scope": _some(rng, 0.7, scope),
        "Budget": _some(rng, 0.5, rng.integers(4, 200, rows) * 5_000.0),
        "Owner": _of(rng, TEAM, rows),
        "Next action": _texts("{} {}", _of(rng, ACTIONS, rows), thing),
        "Notes": _some(rng, 0.35, _texts("Met {} at the {} expo, visit {}", first,
                                         _of(rng, CITIES, rows), number)),
    }  # fmt: skip


def _progress(rng: np.random.Generator, rows: int) -> Lots:
    """Dates, steps and money: older leads are mostly closed, recent ones mostly open."""
    span = min(30 + rows / 100, 1100)
    age = np.sort(rng.random(rows) * span)[::-1]
    day, hour = np.divmod(_DAY_NUMBER + 1 - age, 1)
    arrived = _minute(day + np.where(rng.random(rows) < 0.9, 0.36 + hour / 2, hour * 0.9))
    closed = rng.random(rows) < np.clip(age / 60, 0.02, 0.93)
    step = np.where(closed, 4 + (rng.random(rows) < 0.65), rng.integers(0, 4, rows))
    answered = (step > 0) | (rng.random(rows) < 0.2)
    reply = _minute(arrived + np.where(rng.random(rows) < 0.8, 0.03, 1.1) * rng.random(rows))
    contact = _minute(np.minimum(reply + rng.random(rows) * 9, _DAY_NUMBER + 0.7))
    planned = ~closed & (rng.random(rows) < 0.85)
    plan = np.floor(np.where(rng.random(rows) < 0.7, _DAY_NUMBER, contact))
    quote = rng.integers(6, 160, rows) * 5_000.0
    text = np.array(STATUSES, dtype=object)[step]
    return {
        "closed": closed.astype(object),
        "Enquiry date": arrived.astype(object),
        "Status": text,
        "First response at": _where(answered & (reply < _DAY_NUMBER + 0.9), reply),
        "Last contact at": _where(answered & (contact > reply), contact),
        "Follow-ups": _where(step > 0, rng.integers(1, 8, rows).astype(float)),
        "Next action date": _where(planned, np.maximum(plan + rng.integers(-6, 14, rows), day + 1)),
        "Quote value": _where(step >= 3, quote),
        "Order value": _where(step == 4, np.round(quote * 0.93)),
    }


def _spoil(rng: np.random.Generator, found: Lots) -> None:
    """The careless tenth: each such lead has one thing wrong with it."""
    rows = len(found["Name"])
    careless = rng.permutation(rows)[: rows // 10]
    for (header, spoil), at in zip(MESS, np.array_split(careless, len(MESS)), strict=True):
        cells = found[header]
        cells[at] = [None if cell is None else spoil(cell) for cell in cells[at].tolist()]


def _day_text(serial: float) -> str:
    day = np.datetime64("1899-12-30") + int(serial)
    return f"{day.item():%d/%m/%Y}"


MESS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("Enquiry date", _day_text),
    ("Enquiry date", int),
    ("Last contact at", _day_text),
    ("Mobile no.", lambda text: text[4:] + " / 020 2567 " + text[-4:]),
    ("Mobile no.", lambda text: float(text[4:].replace(" ", ""))),
    ("Mobile no.", lambda text: text[:9]),
    ("Mobile no.", lambda text: None),
    ("Email", lambda text: text.replace("@", " at ")),
    ("Email", lambda text: "-"),
    ("Source", lambda text: "Whats app"),
    ("Status", lambda text: text.lower() + " "),
    ("Status", lambda text: text[:3] + text[4:]),
    ("Owner", lambda text: None),
    ("Owner", lambda text: "Vikram"),
    ("Quote value", lambda amount: f"{amount / 100_000:g}L"),
    ("Budget", lambda amount: f"₹{amount:,.0f}"),
    ("Budget", lambda amount: "4-5 lakh"),
    ("Next action", lambda text: "follow up"),
    ("Next action date", lambda serial: "next week"),
    ("Next action date", lambda serial: serial - 30),
)


def _write_column(sheet: Any, number: int, cells: Cells, shown: Any) -> None:
    for row, value in enumerate(cells.tolist(), start=1):
        if isinstance(value, str):
            sheet.write_string(row, number, value)
        elif value is not None:
            sheet.write_number(row, number, value, shown)


def _add_dropdowns(sheet: Any, rows: int) -> None:
    for header, words in (("Source", SOURCES), ("Priority", ("Hot", "Normal")),
                          ("Status", STATUSES), ("Owner", TEAM)):  # fmt: skip
        column = _place(header)
        rule = {"validate": "list", "source": list(words), "error_type": "warning"}
        sheet.data_validation(1, column, rows, column, rule)


def _add_highlights(book: Any, sheet: Any, rows: int) -> None:
    status, date, quote = _place("Status"), _place("Next action date"), _place("Quote value")
    for word, colour in (("Won", "#DFF2E1"), ("Lost", "#EEEEEE")):
        look = book.add_format({"bg_color": colour})
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        sheet.conditional_format(1, status, rows, status, rule)
    late = {"type": "formula", "criteria": '=AND($S2<TODAY(),$S2<>"")',
            "format": book.add_format({"font_color": "#B00020"})}  # fmt: skip
    sheet.conditional_format(1, date, rows, date, late)
    sheet.conditional_format(1, quote, rows, quote, {"type": "data_bar", "bar_solid": True})


def _add_counts(book: Any, status: Cells) -> None:
    sheet = book.add_worksheet("Dashboard")
    sheet.write_row(0, 0, ("Status", "Leads"))
    for row, word in enumerate(STATUSES, start=1):
        sheet.write_string(row, 0, word)
        formula = f"=COUNTIF(Leads[Status],A{row + 1})"
        sheet.write_formula(row, 1, formula, None, int((status == word).sum()))
    chart = book.add_chart({"type": "column"})
    size = len(STATUSES)
    chart.add_series({"categories": ["Dashboard", 1, 0, size, 0],
                      "values": ["Dashboard", 1, 1, size, 1]})  # fmt: skip
    sheet.insert_chart("D2", chart)


def _place(header: str) -> int:
    return [name for name, _ in COLUMNS].index(header)


def _of(rng: np.random.Generator, words: tuple[str, ...] | list[str], rows: int) -> Cells:
    return np.array(words, dtype=object)[rng.integers(0, len(words), rows)]


def _texts(shape: str, *columns: npt.NDArray[Any]) -> Cells:
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return np.array([shape.format(*row) for row in rows], dtype=object)


def _minute(days: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Serials rounded to minutes: nobody types seconds."""
    return np.asarray(np.round(days * 1440) / 1440)


def _some(rng: np.random.Generator, share: float, cells: npt.NDArray[Any]) -> Cells:
    return _where(rng.random(len(cells)) < share, cells)


def _where(mask: npt.NDArray[np.bool_], cells: npt.NDArray[Any]) -> Cells:
    chosen = cells.astype(object)
    chosen[~mask] = None
    return chosen


def main() -> None:
    """Build one from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    build(asked.out, asked.rows, asked.seed)


if __name__ == "__main__":
    main()
