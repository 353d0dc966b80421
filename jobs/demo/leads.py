"""About 300 believable leads, then the mess people make of them. Same seed and day, same leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from jobs.demo import people

Lead = dict[str, Any]

COUNT = 300
DAYS = 110
"""The leads arrived over so many days up to yesterday."""

STAGES = ("New", "Contacted", "Qualified", "Quoted", "Won", "Lost")


def make(seed: int, today: date) -> list[Lead]:
    """Leads in order of arrival, keyed by field; nothing in them lies after ``today`` but plans."""
    rng = Random(f"{seed} {today}")
    leads = [_lead(rng, today, received) for received in _arrivals(rng, today)]
    for number, lead in enumerate(leads, start=1):
        # The youngest leads have no id yet: filling it is the nightly run's work.
        lead["lead_id"] = f"L-{number:06d}" if number <= COUNT - 40 else None
    for share, spoil in MESS:
        for lead in rng.sample(leads, max(1, int(COUNT * share))):
            spoil(rng, lead)
    return _with_copies(rng, leads)


def _arrivals(rng: Random, today: date) -> list[datetime]:
    return sorted(_arrival(rng, today - timedelta(days=rng.randint(1, DAYS))) for _ in range(COUNT))


def _arrival(rng: Random, day: date) -> datetime:
    """Mostly between breakfast and dinner; one in seven late in the evening or at night."""
    hour = rng.choice((0, 6, 21, 22, 23)) if rng.random() < 0.14 else rng.randint(8, 19)
    return datetime.combine(day, time(hour, rng.randint(0, 59)))


def _lead(rng: Random, today: date, received: datetime) -> Lead:
    trade = rng.random() < 0.3
    first, last = rng.choice(people.FIRST_NAMES), rng.choice(people.LAST_NAMES)
    lead: Lead = {
        "received_at": received,
        "source": _weighted(rng, people.SOURCES),
        "name": f"{first} {last}",
        "company": rng.choice(people.COMPANIES) if trade else None,
        "phone": f"+91 {rng.choice('6789')}{rng.randint(0, 9999):04d} {rng.randint(0, 99999):05d}",
        "email": f"{first}.{last}{rng.randint(1, 99)}@example.com".lower().replace("'", "")
        if rng.random() < 0.55
        else None,
        "city": rng.choice(people.CITIES),
        "priority": "Hot" if rng.random() < 0.2 else rng.choice(("Normal", None)),
        "segment": "B2B" if trade else "B2C",
        "need": rng.choice(people.TRADE_NEEDS if trade else people.HOME_NEEDS),
        "owner": rng.choice(people.TEAM),
        "notes": rng.choice(people.NOTES) if rng.random() < 0.3 else None,
    }
    _advance(rng, lead, today, trade)
    return lead


def _advance(rng: Random, lead: Lead, today: date, trade: bool) -> None:
    """Move a lead along the pipeline as far as its age allows."""
    age = (today - lead["received_at"].date()).days
    lead["status"] = stage = _stage(rng, age)
    reached = STAGES.index(stage)
    if stage == "New" and rng.random() < 0.7:
        return _plan(rng, lead, today)
    reply = lead["received_at"] + _reply_delay(rng, lead)
    lead["first_response_at"] = reply = min(reply, _evening(today - timedelta(days=1)))
    lead["follow_ups"] = rng.randint(1, 6)
    contact = reply + timedelta(days=rng.randint(0, max(1, age // 3)), hours=rng.randint(0, 5))
    lead["last_contact_at"] = min(contact, _evening(today - timedelta(days=1)))
    _qualify(rng, lead, today, trade, reached)
    if stage in ("Won", "Lost"):
        return _close(rng, lead, today)
    return _plan(rng, lead, today)


def _stage(rng: Random, age: int) -> str:
    """The older a lead, the likelier it is decided; of those decided, two in five are won."""
    if rng.random() < min(age / 90, 0.8):
        return "Won" if rng.random() < 0.4 else "Lost"
    return str(rng.choices(STAGES[:4], (6, 4, 3, 2) if age < 7 else (1, 5, 4, 4))[0])


def _reply_delay(rng: Random, lead: Lead) -> timedelta:
    """Minutes for most; a night or a day for those that slipped. Rohan is slow, Asha is quick."""
    pace = {"Asha": 0.5, "Imran": 1.0, "Priya": 1.0, "Rohan": 2.2}[lead["owner"]]
    received: datetime = lead["received_at"]
    if received.hour >= 18 or received.hour < 9:
        opening = received.replace(hour=9, minute=0)
        overnight = opening + timedelta(days=received.hour >= 18) - received
        return overnight + timedelta(minutes=int(rng.expovariate(1 / 40) * pace) + 2)
    if rng.random() < 0.17 * pace:
        return timedelta(hours=rng.randint(2, 40))
    return timedelta(minutes=int(rng.expovariate(1 / 25) * pace) + 1)


def _qualify(rng: Random, lead: Lead, today: date, trade: bool, reached: int) -> None:
    quote = rng.randint(30, 90) * (20_000 if trade else 5_000)
    if reached >= 1 and rng.random() < 0.7:
        lead["quantity"] = rng.choice(people.TRADE_SCOPES if trade else people.HOME_SCOPES)
        lead["decision_maker"] = rng.choice(people.DECISION_MAKERS)
    if reached >= 2 and rng.random() < 0.8:
        lead["budget"] = round(quote * rng.uniform(0.7, 1.1), -4)
        lead["needed_by"] = lead["received_at"].date() + timedelta(days=rng.randint(30, 120))
    if reached >= 3 and rng.random() < 0.93:
        lead["quote_value"] = quote


def _close(rng: Random, lead: Lead, today: date) -> None:
    days = rng.randint(1, 30)
    lead["closed_on"] = min(lead["last_contact_at"].date() + timedelta(days=days), today)
    if rng.random() < 0.06:
        lead["closed_on"] = None
    if lead["status"] == "Lost":
        if rng.random() < 0.85:
            lead["lost_reason"] = _weighted(rng, people.LOST_REASONS)
        return
    quote = lead.setdefault("quote_value", rng.randint(30, 80) * 5_000)
    lead["order_value"] = round(quote * rng.uniform(0.85, 1.0), -3)
    lead["margin"] = round(lead["order_value"] * rng.uniform(0.14, 0.32), -2)
    if rng.random() < 0.8:
        lead["collected"] = round(lead["order_value"] * rng.choice((0.3, 0.5, 1.0)), -2)
        lead["collected_on"] = lead["closed_on"]


def _plan(rng: Random, lead: Lead, today: date) -> None:
    """Half are planned ahead, a quarter have slipped, the rest have no plan."""
    chance = rng.random()
    if chance > 0.85:
        return
    ahead = rng.randint(0, 12) if chance < 0.5 else -rng.randint(1, 15)
    lead["next_action"] = rng.choice(people.NEXT_ACTIONS)
    lead["next_action_date"] = max(
        today + timedelta(days=ahead), lead["received_at"].date() + timedelta(days=1)
    )


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(17, 45))


def _weighted(rng: Random, table: tuple[tuple[str, int], ...]) -> str:
    words, weights = zip(*table, strict=True)
    return str(rng.choices(words, weights)[0])


# --- the mess -----------------------------------------------------------------------------------


def _text_date(rng: Random, lead: Lead) -> None:
    lead["received_at"] = f"{lead['received_at']:%d/%m/%Y %H:%M}" if _dated(lead) else None


def _day_only(rng: Random, lead: Lead) -> None:
    if _dated(lead):
        lead["received_at"] = lead["received_at"].date()


def _dated(lead: Lead) -> bool:
    return isinstance(lead["received_at"], datetime)


def _digits(lead: Lead) -> str:
    return "".join(c for c in str(lead["phone"]) if c.isdigit())[-10:]


def _phone_shape(rng: Random, lead: Lead) -> None:
    digits = _digits(lead)
    lead["phone"] = rng.choice(
        (
            digits,
            int(digits),
            f"0{digits}",
            f"91-{digits[:5]}-{digits[5:]}",
            f"({digits[:3]}) {digits[3:]}",
        )
    )


def _two_phones(rng: Random, lead: Lead) -> None:
    lead["phone"] = f"{_digits(lead)} / 98{rng.randint(0, 99_999_999):08d}"


def _bad_phone(rng: Random, lead: Lead) -> None:
    lead["phone"] = rng.choice(("9.87654E+09", "98765", "on WhatsApp", "NA"))


def _bad_email(rng: Random, lead: Lead) -> None:
    lead["email"] = rng.choice(("see card", "info@", "priya gmail.com", "-", "sales@example,com"))


def _misspelt_status(rng: Random, lead: Lead) -> None:
    lead["status"] = people.MISSPELT.get(lead["status"], lead["status"])


def _money_text(rng: Random, lead: Lead) -> None:
    value = lead.get("quote_value")
    if isinstance(value, int | float):
        lead["quote_value"] = rng.choice(
            (
                f"{value / 100_000:g}L",
                f"₹{_lakh(int(value))}",
                f"{value / 1000:g}k",
                f"Rs. {int(value)}/-",
            )
        )


def _lakh(value: int) -> str:
    """Indian grouping: 1,20,000."""
    text = f"{value % 1000:03d}"
    value //= 1000
    while value:
        text = f"{value % 100:02d},{text}" if value >= 100 else f"{value},{text}"
        value //= 100
    return text


def _odd_amount(rng: Random, lead: Lead) -> None:
    lead["budget"] = rng.choice(("about 2 lakh?", "low", "4-5 L"))


def _no_owner(rng: Random, lead: Lead) -> None:
    lead["owner"] = None


def _initials(rng: Random, lead: Lead) -> None:
    if lead["owner"]:
        lead["owner"] = rng.choice((lead["owner"].lower(), "Vikram"))


def _weak_action(rng: Random, lead: Lead) -> None:
    if lead.get("next_action"):
        lead["next_action"] = rng.choice(people.WEAK_ACTIONS)


def _done_but_not_replanned(rng: Random, lead: Lead) -> None:
    planned, contact = lead.get("next_action_date"), lead.get("last_contact_at")
    if planned and contact:
        lead["next_action_date"] = contact.date()


def _no_source(rng: Random, lead: Lead) -> None:
    lead["source"] = rng.choice((None, "whats app", "Insta", "Facebok"))


def _unusual_name(rng: Random, lead: Lead) -> None:
    lead["name"] = rng.choice(people.UNUSUAL_NAMES)


def _no_contact(rng: Random, lead: Lead) -> None:
    lead["phone"] = lead["email"] = None


MESS: tuple[tuple[float, Callable[[Random, Lead], None]], ...] = (
    (0.10, _text_date),
    (0.04, _day_only),
    (0.40, _phone_shape),
    (0.06, _two_phones),
    (0.03, _bad_phone),
    (0.03, _bad_email),
    (0.10, _misspelt_status),
    (0.12, _money_text),
    (0.02, _odd_amount),
    (0.05, _no_owner),
    (0.03, _initials),
    (0.10, _weak_action),
    (0.05, _done_but_not_replanned),
    (0.06, _no_source),
    (0.02, _unusual_name),
    (0.02, _no_contact),
)
"""What share of the leads each kind of carelessness touches."""


def _with_copies(rng: Random, leads: list[Lead]) -> list[Lead]:
    """Two rows copied with their id and typed over, and three customers entered twice."""
    older = leads[: COUNT // 2]
    for lead in rng.sample([one for one in older if one["phone"]], 2):
        other = rng.choice(people.FIRST_NAMES)
        leads.append(
            {
                **lead,
                "name": f"{other} {rng.choice(people.LAST_NAMES)}",
                "need": "Wardrobe",
                "received_at": leads[-1]["received_at"],
            }
        )
    for lead in rng.sample([one for one in leads[-80:] if one["phone"]], 3):
        leads.append(
            {
                **lead,
                "lead_id": None,
                "source": "Phone",
                "first_response_at": None,
                "last_contact_at": None,
                "status": "New",
            }
        )
    return leads
