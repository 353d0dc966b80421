"""The nightly run as a competent developer would write it with pandas and openpyxl.

    python benchmarks/baseline.py WORKBOOK

Made for the benchmark's workbook alone: fixed headers, one time zone, one moment. It reads the
file once, judges all leads at once in columns, writes three machine columns and three report tabs,
and saves. It does less than `sheetsync run nightly`: no lock, no backup, no explanation, fewer
checks, and what openpyxl cannot hold (the dashboard's chart styles, say) is lost.
"""

from __future__ import annotations

import sys
from typing import Any

import holidays
import numpy as np
import numpy.typing as npt
import openpyxl
import pandas as pd
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

TODAY = pd.Timestamp("2026-11-23")
NOW = pd.Timestamp("2026-11-21T22:00")
SINCE = pd.Timestamp("2026-10-01")
"""Judged as at the next opening: Monday."""

HOURS = {0: ((9.5, 13.5), (14.5, 18.5)), 5: ((9.5, 14.0),)}
"""Opening hours of Monday to Friday (0) and of Saturday (5)."""

HOLIDAYS = sorted(holidays.country_holidays("IN", subdiv="MH", years=range(2022, 2028)))
STATUSES = ["New", "Contacted", "Qualified", "Quoted", "Won", "Lost"]
SOURCES = ["WhatsApp", "Instagram", "IndiaMART", "Website", "Referral", "Phone", "Event",
           "Facebook", "Whats app"]  # fmt: skip
TEAM = ["Asha", "Imran", "Priya", "Rohan", "Sunita", "Farhan", "Neha", "Vikas"]
IDLE_DAYS = {"New": 1, "Contacted": 3, "Qualified": 5, "Quoted": 7}
DATES = ["Enquiry date", "First response at", "Last contact at", "Next action date"]
MONEY = ["Budget", "Quote value", "Order value"]
MACHINE = ["Issues (auto)", "Response (auto)", "Follow-up (auto)"]
MOST_ROWS = 2000

Mask = pd.Series
Found = list[tuple[str, str, Mask]]


def main(path: str) -> None:
    """Read, judge, write, save."""
    book = openpyxl.load_workbook(path)
    sheet = book["Leads"]
    frame = read(sheet)
    frame["Response (auto)"] = response(frame)
    frame["Follow-up (auto)"] = follow_up(frame)
    found = issues(frame)
    frame["Issues (auto)"] = joined(found, frame.index)
    write_columns(sheet, frame)
    write_reports(book, frame, found)
    book.save(path)


def read(sheet: Worksheet) -> pd.DataFrame:
    """The rows as a frame, each column in its type; the raw text of dates and money beside it."""
    rows = list(sheet.iter_rows(values_only=True))
    frame = pd.DataFrame(rows[1:], columns=list(rows[0]), dtype=object)
    for name in DATES:
        frame[f"{name} raw"] = frame[name]
        frame[name] = dates(frame[name])
    for name in MONEY:
        frame[f"{name} raw"] = frame[name]
        frame[name] = money(frame[name])
    blank = frame["Lead ID"].isna()
    first = int(frame["Lead ID"].dropna().str[2:].astype(int).max() or 0) + 1
    frame.loc[blank, "Lead ID"] = [f"L-{n:06d}" for n in range(first, first + int(blank.sum()))]
    frame["status"] = frame["Status"].str.strip().str.capitalize()
    frame["open"] = ~frame["status"].isin(["Won", "Lost"])
    return frame


def dates(cells: pd.Series) -> pd.Series:
    """Real dates, and day-first text."""
    is_text = cells.map(lambda cell: isinstance(cell, str))
    found = pd.to_datetime(cells.where(~is_text), errors="coerce")
    typed = pd.to_datetime(cells[is_text], format="%d/%m/%Y", errors="coerce")
    found.loc[typed.index] = typed
    return found


def money(cells: pd.Series) -> pd.Series:
    """Numbers; ``1.2L``, ``80k`` and ``₹1,20,000`` too."""
    found = pd.to_numeric(cells, errors="coerce").astype(float)
    text = cells[found.isna() & cells.notna()].astype(str).str.replace(r"[₹,\s]", "", regex=True)
    parts = text.str.extract(r"^([\d.]+)([lLkK]?)$")
    factor = parts[1].str.lower().map({"l": 1e5, "k": 1e3, "": 1.0})
    found.loc[text.index] = (pd.to_numeric(parts[0], errors="coerce") * factor).astype(float)
    return found


def issues(frame: pd.DataFrame) -> Found:
    """Every check as header, text and the rows it hits."""
    digits = frame["Mobile no."].astype(str).str.replace(r"\D", "", regex=True)
    phone_there, email_there = frame["Mobile no."].notna(), frame["Email"].notna()
    email_good = frame["Email"].astype(str).str.fullmatch(r"[\w.+-]+@[\w-]+\.[\w.]+")
    last_ten = digits.str[-10:]
    twice = phone_there & frame["open"] & last_ten.duplicated() & (last_ten.str.len() == 10)
    is_open, is_blank = frame["open"], frame.isna()
    stage = frame["status"]
    found = [
        ("Lead ID", "also on another row", frame["Lead ID"].duplicated(keep=False)),
        ("Mobile no.", "no phone or e-mail", is_open & ~phone_there & ~email_there),
        ("Mobile no.", "not a phone number", phone_there & ~digits.str.len().between(10, 24)),
        ("Email", "not an address", email_there & ~email_good & (frame["Email"] != "-")),
        ("Mobile no.", "same as another lead", twice),
        ("Status", "unknown word", ~stage.isin(STATUSES)),
        ("Source", "unknown word", frame["Source"].notna() & ~frame["Source"].isin(SOURCES)),
        ("Owner", "not in the team", frame["Owner"].notna() & ~frame["Owner"].isin(TEAM)),
        ("Owner", "missing", is_open & is_blank["Owner"]),
        ("Next action", "missing", is_open & is_blank["Next action"]),
        ("Next action date", "missing", is_open & is_blank["Next action date raw"]),
        ("Quote value", "missing", stage.isin(["Quoted", "Won"]) & is_blank["Quote value raw"]),
        ("Order value", "missing", (stage == "Won") & is_blank["Order value raw"]),
        ("Enquiry date", "missing", is_blank["Enquiry date raw"]),
        ("Last contact at", "in the future", frame["Last contact at"] > NOW),
        ("Last contact at", "too long ago", frame["state"] == "idle"),
    ]  # fmt: skip
    for name in DATES[1:]:
        early = frame[name] < frame["Enquiry date"].dt.normalize()
        found.append((name, "before Enquiry date", early))
    for name in DATES:
        found.append((name, "not a date", is_blank[name] & frame[f"{name} raw"].notna()))
    for name in MONEY:
        found.append((name, "not a number", is_blank[name] & frame[f"{name} raw"].notna()))
        found.append((name, "below zero", frame[name] < 0))
    return found


def joined(found: Found, index: pd.Index) -> pd.Series:
    """``Email: not an address · Owner: missing`` for each row, None where there is nothing."""
    text = np.full(len(index), "", dtype=object)
    for header, words, mask in found:
        at = np.flatnonzero(mask.to_numpy(dtype=bool))
        piece = f"{header}: {words}"
        text[at] = [f"{before} · {piece}" if before else piece for before in text[at]]
    return pd.Series(text, index=index, dtype=object).replace("", None)


def response(frame: pd.DataFrame) -> pd.Series:
    """Due, breached, met or late, by business hours."""
    hot = frame["Priority"] == "Hot"
    received, replied = frame["Enquiry date"], frame["First response at"]
    opens, closes, gone = openings(received.min(), TODAY + pd.Timedelta(days=60))
    start = business_seconds(received, opens, closes, gone)
    due_at = moment_of(start + np.where(hot, 600, 3600), opens, gone)
    due = pd.Series(due_at, index=frame.index).where(received.notna())
    late_by = business_seconds(replied, opens, closes, gone) - start - np.where(hot, 600, 3600)
    taken = business_seconds(replied, opens, closes, gone) - start
    text = np.full(len(frame), "Unknown", dtype=object)
    unanswered = replied.isna() & received.notna() & frame["Last contact at"].isna()
    unanswered &= (frame["status"] == "New") & frame["Follow-ups"].fillna(0).eq(0)
    waiting, breached = unanswered & (due >= NOW), unanswered & (due < NOW) & (received >= SINCE)
    text[waiting] = "Due " + day(due[waiting], " %H:%M")
    text[breached] = "Breached, was due " + day(due[breached], " %H:%M")
    met, late = replied.notna() & (replied <= due), replied.notna() & (replied > due)
    text[met] = [f"Met in {span(seconds)}" for seconds in np.maximum(taken[met], 0)]
    waited = (replied - received).dt.total_seconds()
    text[late] = [
        f"Late by {span(by)} (waited {span(whole)})"
        for by, whole in zip(late_by[late], waited[late], strict=True)
    ]
    frame["due"], frame["breached"] = due, breached
    return pd.Series(text, index=frame.index, dtype=object)


def openings(first: Any, last: Any) -> tuple[npt.NDArray[Any], ...]:
    """Opening and closing instants in seconds, and the business time gone by each opening."""
    days = np.arange(first.date(), last.date(), dtype="datetime64[D]")
    days = days[~np.isin(days, np.array(HOLIDAYS, dtype="datetime64[D]"))]
    weekday = (days.astype(np.int64) + 3) % 7
    pairs = []
    for kind, ranges in HOURS.items():
        chosen = days[weekday < 5] if kind == 0 else days[weekday == kind]
        midnight = chosen.astype("datetime64[s]").astype(np.int64)
        pairs += [np.c_[midnight + a * 3600, midnight + b * 3600] for a, b in ranges]
    opens, closes = np.sort(np.concatenate(pairs), axis=0).astype(np.int64).T
    return opens, closes, np.concatenate([[0], np.cumsum(closes - opens)])


def business_seconds(
    moments: pd.Series, opens: npt.NDArray[Any], closes: npt.NDArray[Any], gone: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """Business time from the first opening to each moment."""
    at = moments.to_numpy(dtype="datetime64[s]").astype(np.int64)
    place = np.clip(np.searchsorted(opens, at, side="right") - 1, 0, len(opens) - 1)
    return np.asarray(gone[place] + np.clip(np.minimum(at, closes[place]) - opens[place], 0, None))


def moment_of(
    seconds: npt.NDArray[Any], opens: npt.NDArray[Any], gone: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """The moment at which so much business time has gone."""
    place = np.clip(np.searchsorted(gone, seconds, side="left") - 1, 0, len(opens) - 1)
    return np.asarray((opens[place] + seconds - gone[place]).astype("datetime64[s]"))


def span(seconds: float) -> str:
    """``1 h 10 m``."""
    hours, minutes = divmod(int(seconds) // 60, 60)
    return " ".join(f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "m")) if n) or "0 m"


def day(moments: pd.Series, shape: str = "") -> pd.Series:
    """``Sat 7 Nov``."""
    text: pd.Series = moments.dt.strftime(f"%a %d %b{shape}").str.replace(" 0", " ", n=1)
    return text


def follow_up(frame: pd.DataFrame) -> pd.Series:
    """Overdue, due today, idle, unplanned or due; nothing for closed leads."""
    plan, contact = frame["Next action date"], frame["Last contact at"]
    touched = contact.fillna(frame["First response at"]).fillna(frame["Enquiry date"])
    days = touched.dt.normalize().to_numpy(dtype="datetime64[D]")
    quiet = np.busday_count(
        np.where(np.isnat(days), np.datetime64(TODAY.date()), days), np.datetime64(TODAY.date()),
        weekmask="1111110", holidays=HOLIDAYS,
    )  # fmt: skip
    idle = plan.isna() & (quiet > frame["status"].map(IDLE_DAYS).fillna(5))
    on, since = day(plan), day(touched)
    states = [
        (contact >= plan, "stale", "Contacted " + since + ", set the next date"),
        (plan < TODAY, "overdue", "Overdue since " + on),
        (plan.dt.normalize() == TODAY, "today", "Due " + on),
        (idle, "idle", "Idle since " + since),
        (plan.isna(), "none", pd.Series("None planned", index=frame.index)),
        (plan.notna(), "due", "Due " + on),
    ]
    masks = [(frame["open"] & mask).to_numpy(dtype=bool) for mask, _, _ in states]
    frame["state"] = np.select(masks, [state for _, state, _ in states], "")
    texts = np.full(len(frame), None, dtype=object)
    for mask, (_, _, text) in zip(masks[::-1], states[::-1], strict=True):
        texts[mask] = text.to_numpy(dtype=object)[mask]
    return pd.Series(texts, index=frame.index, dtype=object)


def write_columns(sheet: Worksheet, frame: pd.DataFrame) -> None:
    """The machine columns and blank ids; the table grows with them."""
    first = sheet.max_column + 1
    for number, name in enumerate(MACHINE, start=first):
        sheet.cell(1, number, name)
        for row, text in enumerate(frame[name].tolist(), start=2):
            if text is not None:
                sheet.cell(row, number, text)
    for row, lead_id in enumerate(frame["Lead ID"].tolist(), start=2):
        if sheet.cell(row, 1).value is None:
            sheet.cell(row, 1, lead_id)
    table = sheet.tables["Leads"]
    table.ref = f"A1:{get_column_letter(first + len(MACHINE) - 1)}{len(frame) + 1}"
    table.autoFilter.ref = table.ref
    for number, name in enumerate(MACHINE, start=first):
        table.tableColumns.append(TableColumn(id=number, name=name))


def write_reports(book: openpyxl.Workbook, frame: pd.DataFrame, found: Found) -> None:
    """Overdue, Response breaches and Issues, each of at most 2,000 rows."""
    order = {"overdue": 0, "today": 1, "stale": 2, "idle": 3, "none": 4}
    listed = frame[frame["state"].isin(order)]
    listed = listed.assign(rank=listed["state"].map(order), worth=listed["Quote value"].fillna(0))
    keys = ["rank", "worth", "Next action date"]
    listed = listed.sort_values(keys, ascending=[True, False, True])
    columns = ["Lead ID", "Follow-up (auto)", "Name", "Company", "Mobile no.", "Need", "Status",
               "Owner", "Next action", "worth"]  # fmt: skip
    write_tab(book, "Overdue", columns, listed[columns])
    breached = frame[frame["breached"]].sort_values("due")
    columns = ["Lead ID", "Name", "Company", "Mobile no.", "Source", "Owner", "Priority",
               "Enquiry date", "due", "Response (auto)"]  # fmt: skip
    write_tab(book, "Response breaches", columns, breached[columns])
    lines = [
        frame.loc[mask.to_numpy(dtype=bool), ["Lead ID", "Name", "Owner"]]
        .head(MOST_ROWS).assign(Field=header, What=words)
        for header, words, mask in found
    ]  # fmt: skip
    columns = ["Lead ID", "Name", "Owner", "Field", "What"]
    write_tab(book, "Issues", columns, pd.concat(lines)[columns])


def write_tab(book: openpyxl.Workbook, title: str, columns: list[str], frame: pd.DataFrame) -> None:
    """A tab made anew, with a bold header."""
    if title in book.sheetnames:
        del book[title]
    sheet = book.create_sheet(title)
    sheet.append(columns)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    shown = frame.head(MOST_ROWS).astype(object)
    for row in shown.where(shown.notna(), None).itertuples(index=False):
        sheet.append(list(row))
    sheet.freeze_panes = "A2"


if __name__ == "__main__":
    main(sys.argv[1])
