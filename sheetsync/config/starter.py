"""The commented config.yaml that ``sheetsync init`` writes. The one at the root is its example."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sheetsync.config.google import GoogleSheet
from sheetsync.config.preset import Preset, Stage, load_preset

TEMPLATE = """\
# sheetsync reads this file. Lines that start with # are notes or examples.
# After a change, `sheetsync doctor` says whether all is well.

{sheet}
tab: Leads                    # the tab that holds the leads
preset: {preset_line}

# Where you are. These decide how phones, dates and amounts are read and shown.
timezone: Asia/Kolkata
locale: en_IN
currency: INR
phone_region: IN              # the country of a phone number without +91
date_order: DMY               # 05/11/2026 is 5 November; MDY and YMD are possible too

since: {since}             # leads from before this day are never called breached

hours:                        # a day without hours is closed
  mon-fri: "09:30-13:30, 14:30-18:30"
  sat: "09:30-14:00"
  sun: closed

holidays:
  country: IN
  region: MH                  # your state: KA, DL, GJ, TN …
  dates: []                   # more days off, e.g. [{day_off}]
  working: []                 # public holidays on which you do work

team:                         # put your own people here; `also` are initials used in the sheet
  - {{name: Asha, also: [AK]}}
  - Imran
  - Priya
  - Rohan

targets:                      # how soon a person first replies, in business time
{targets}

# Your own headers, where a column was not found (`sheetsync doctor` lists them):
# columns:
{columns}

# Your own statuses instead of the preset's, in order, each open, won or lost:
# statuses:
{statuses}

# Your own lists of sources and of reasons for losing a lead instead of the preset's:
# sources: {sources}
# lost_reasons: {lost_reasons}

checks:                       # error, warning, advice or off; all others keep their own
  qualification-incomplete: advice
  received-without-time: warning

runs:                         # `sheetsync run nightly` does these jobs, in one read and write
  nightly: [validate_rows, flag_overdue, highlight_sla]
  weekly: [weekly_summary]
  response: [highlight_sla]

review_day: fri               # the business week ends on this day

# When `sheetsync watch` makes them, or cron does (`sheetsync cron` prints the lines for it):
# schedule: {{response: every 5 min, nightly: "21:00", weekly: "fri 18:30"}}
# heartbeat: file:heartbeat.txt   # a file with the address of a monitor that hears of each run

# The owner's message after each nightly run, and everyone's own list (give people of the team an
# email:). See it first: sheetsync demo trial --mail
# messages:
#   owner: {{name: Meera, email: meera@example.com}}
#   from: "Our shop <leads@example.com>"
#   smtp: {{host: smtp.example.com, user: leads@example.com, password: file:mail-password.txt}}
#   quiet: "21:30-08:00"        # what comes meanwhile waits until the end of it
#
# One automatic reply to who writes while you are closed (docs/unattended.md says to whom not):
# acknowledge: {{email: true}}

# So long nobody must have saved the workbook before a run writes to it. Without this line: 15 in a
# folder that OneDrive, Dropbox, Google Drive or iCloud keeps in step, else 0.
# quiet_minutes: 15
"""

WORKBOOK = """\
workbook: {workbook}          # the Excel file your team edits, seen from this folder
# In place of workbook:, a spreadsheet your team shares at Google, and the key file that opens it:
# google: {{spreadsheet: "https://docs.google.com/spreadsheets/d/…", credentials: key.json}}"""

GOOGLE = """\
google:                       # the spreadsheet your team shares, and the key file that opens it
  spreadsheet: {url}
  credentials: {credentials}"""

_HEADERS = {"phone": "Mobile no.", "next_action_date": "Next call on"}
_NAMES = ("general", "trade", "real_estate", "hospitality", "education", "services")


def starter_config(
    preset: str, today: date, workbook: str = "leads.xlsx", google: GoogleSheet | None = None
) -> str:
    """The text of a new config file, for a workbook or for a Google spreadsheet, whose key file is
    named as it is given; raises KeyError where there is no such preset."""
    data = load_preset(preset)
    others = ", ".join(name for name in _NAMES if name != preset)
    return TEMPLATE.format(
        sheet=_google(google) if google else WORKBOOK.format(workbook=_scalar(workbook)),
        preset_line=f"{preset.ljust(21)} # or {others}",
        since=today.isoformat(),
        day_off=(today + timedelta(days=2)).isoformat(),
        targets=_targets(data),
        columns=_commented(f"{field}: {header}" for field, header in _headers(data).items()),
        statuses=_commented(map(_status, data.stages)),
        sources=_few(data, "source"),
        lost_reasons=_few(data, "lost_reason"),
    )


def _google(sheet: GoogleSheet) -> str:
    lines = GOOGLE.format(url=sheet.url, credentials=_scalar(str(sheet.credentials or "key.json")))
    # Without a key file the environment has the key, and the line is only an example.
    return lines if sheet.credentials else lines.replace("  credentials:", "  # credentials:")


def _scalar(text: str) -> str:
    """A path as YAML; quoted where it holds anything YAML might read as more than text."""
    plain = text.replace("/", "").replace(".", "").replace("_", "").replace("-", "")
    return text if plain.isalnum() and plain[0].isalpha() else json.dumps(text, ensure_ascii=False)


def _commented(lines: Iterable[str]) -> str:
    return "\n".join(f"#   {line}" for line in lines)


def _headers(preset: Preset) -> Mapping[str, str]:
    return preset.headers or _HEADERS


def _few(preset: Preset, field: str) -> str:
    """The first known words of a choice field, as a list."""
    return f"[{', '.join(preset.choices[field][:4])}]"


def _targets(preset: Preset) -> str:
    return "\n".join(
        f"  {word.lower()}: {_length(target)}" for word, target in preset.targets.items()
    )


def _length(target: timedelta) -> str:
    minutes = int(target.total_seconds()) // 60
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _status(stage: Stage) -> str:
    if stage.kind == "open":
        return f"{stage.name}: {{kind: open, idle_days: {stage.idle_days}}}"
    return f"{stage.name}: {stage.kind}"
