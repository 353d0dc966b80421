"""An open lead with nothing to mend, and the moment it is judged."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 20, 22, 0, tzinfo=ZoneInfo("Asia/Kolkata"))

GOOD: dict[str, Any] = {
    "received_at": datetime(2026, 11, 19, 10, 0), "source": "WhatsApp", "phone": "98765 00000",
    "city": "Pune", "need": "Pipes", "quantity": "40", "needed_by": date(2026, 12, 24),
    "budget": 50_000, "decision_maker": "Owner", "status": "Contacted", "owner": "Asha",
    "first_response_at": datetime(2026, 11, 19, 10, 5), "next_action": "Send the sample of pipes",
    "next_action_date": date(2026, 11, 25),
}  # fmt: skip
"""An open lead with nothing to mend."""
