"""The fields of a lead: header, type, and who may write them. One table; everything else reads it.

``Who``:

- ``person``: only people write it.
- ``fill``: the machine may fill a blank cell and never overwrites what a person wrote.
- ``machine``: only the machine writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["person", "fill", "machine"]
FieldType = Literal[
    "text", "choice", "phone", "email", "date", "datetime", "date_or_datetime", "money", "count"
]


@dataclass(frozen=True)
class Field:
    """One field of a lead.

    ``name`` is the word used in code, config and JSON; ``header`` the column title of our own
    template; ``prompt`` what a person reads when they click a cell of the column.
    """

    name: str
    header: str
    type: FieldType
    who: Who
    prompt: str = ""
    width: int = 14


# fmt: off
FIELDS: tuple[Field, ...] = (
    Field("lead_id", "Lead ID", "text", "fill", "Leave blank: filled by the nightly run.", 11),
    Field("received_at", "Received at", "datetime", "fill",
          "When the enquiry arrived: date and time, in your own time zone.", 17),
    Field("source", "Source", "choice", "person", "Where the enquiry came from.", 16),
    Field("name", "Name", "text", "person", "", 20),
    Field("company", "Company", "text", "person", "", 22),
    Field("phone", "Phone", "phone", "person", "One number; a second one after a slash.", 18),
    Field("email", "Email", "email", "person", "", 26),
    Field("city", "City", "text", "person", "", 13),
    Field("branch", "Branch", "text", "person", "", 12),
    Field("priority", "Priority", "choice", "person", "Hot is answered within minutes.", 10),
    Field("segment", "Segment", "choice", "person", "", 10),
    Field("need", "Need", "text", "person", "What they ask for, in their words.", 28),
    Field("quantity", "Quantity / scope", "text", "person", "", 16),
    Field("needed_by", "Needed by", "date", "person", "", 12),
    Field("budget", "Budget", "money", "person", "", 13),
    Field("decision_maker", "Decision maker", "text", "person", "Who says yes.", 16),
    Field("status", "Status", "choice", "person", "The step this lead has reached.", 12),
    Field("owner", "Owner", "choice", "fill", "The one person responsible.", 12),
    Field("first_response_at", "First response at", "datetime", "fill",
          "When a person first replied. An automatic acknowledgement does not count.", 17),
    Field("last_contact_at", "Last contact at", "datetime", "person", "", 17),
    Field("follow_ups", "Follow-ups", "count", "person", "How many attempts were made.", 10),
    Field("next_action", "Next action", "text", "fill",
          "What happens next, as one concrete step.", 30),
    Field("next_action_date", "Next action date", "date_or_datetime", "fill",
          "When it happens. A date counts until the end of that day.", 16),
    Field("quote_value", "Quote value", "money", "person", "", 13),
    Field("order_value", "Order value", "money", "person", "", 13),
    Field("margin", "Margin", "money", "person", "", 12),
    Field("collected", "Collected", "money", "person", "", 12),
    Field("collected_on", "Collected on", "date", "person", "", 12),
    Field("closed_on", "Closed on", "date", "person", "The day it was won or lost.", 12),
    Field("lost_reason", "Lost reason", "choice", "person", "", 17),
    Field("notes", "Notes", "text", "person", "", 36),
    Field("issues", "Issues (auto)", "text", "machine",
          "Written by sheetsync: what is missing or unreadable in this row. "
          "Mend the cell it names; this text goes on the next run.", 44),
    Field("response", "Response (auto)", "text", "machine",
          "Written by sheetsync: by when a first reply was due, and whether it came in time.", 38),
    Field("follow_up", "Follow-up (auto)", "text", "machine",
          "Written by sheetsync from Next action date and Last contact at.", 38),
)
# fmt: on

FIELD: dict[str, Field] = {field.name: field for field in FIELDS}
MACHINE_FIELDS: tuple[str, ...] = tuple(f.name for f in FIELDS if f.who == "machine")

FILLED: tuple[str, ...] = ("lead_id",)
"""The fill fields a run fills today; only of these are people told so."""

LEAD_MARKS: tuple[str, ...] = ("name", "company", "phone", "email", "need")
"""A row with a value in any of these is a lead."""

TYPED_BY_PEOPLE: tuple[str, ...] = (
    "received_at",
    "source",
    "name",
    "company",
    "phone",
    "email",
    "city",
    "need",
)
"""What the fingerprint of a row is made of: cells people type once and seldom change."""
