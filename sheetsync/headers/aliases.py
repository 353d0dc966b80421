"""How people head the columns of a lead tracker, by field: the table, and its index.

Each field has ranks, best first, parted by ``/``; within a rank the spellings are parted by ``,``.
Where two columns could be a field the better rank has it and the other stays unknown; spellings of
one rank say the same in other words, and where two columns bear such a person has to choose (save
for `BY_ORDER`). A lower rank is therefore for what stands *beside* the field (a WhatsApp number
beside a phone) or says it less surely. Spellings pass through `words.read_header`, so case,
accents, signs, ``number``/``no`` and the like need no lines of their own. ``{lead}`` and its kin
stand for every word of that name in `_WORDS`.
``¤`` marks a spelling that counts only with a currency in the header (``Offer ($)``); ``~`` one
that counts only where other headers of the row are in its language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from sheetsync.headers.aliases_by_language import BY_LANGUAGE, DATED
from sheetsync.headers.words import plain_words

_WORDS: Mapping[str, tuple[str, ...]] = {
    "lead": ("lead", "enquiry", "opportunity", "prospect"),
    "deal": ("deal", "opportunity", "lead", "enquiry"),
    "party": (
        "customer", "client", "contact", "lead", "prospect", "user", "buyer", "sender", "guest",
        "student", "patient", "applicant", "candidate", "visitor", "enquirer", "member",
        "customers", "clients", "person",
    ),
    "who": (
        "customer", "client", "prospect", "user", "buyer", "sender", "guest", "student",
        "patient", "applicant", "candidate", "visitor", "enquirer", "member", "traveller",
        "tenant", "homeowner", "borrower", "learner",
    ),
    "rep": (
        "sales rep", "sales representative", "salesperson", "salesman", "sales executive",
        "sales agent", "sales consultant", "sales advisor", "counsellor", "telecaller",
        "relationship manager", "rm", "account manager", "account executive", "advisor",
        "consultant", "executive", "bde", "bdm", "sdr", "rep", "representative", "staff",
        "staff member", "team member", "employee", "coordinator", "salesrep", "handler",
        "lead manager", "sales staff", "sales manager", "sales", "agent", "user", "person",
        "personnel", "associate", "specialist",
    ),
}  # fmt: skip

ENGLISH: Mapping[str, str] = {
    "lead_id": "{lead} no, {lead} id, {lead} code, lead reference, lead reference id, "
    "lead reference no, deal id, deal no, request id, request no, unique query id "
    "/ id, record id, reference no, reference id, unique id, entry id "
    "/ case id, case no, ticket id, ticket no, referral id, query id, query no",
    "received_at": "{lead} received, {lead} received date, {lead} date, {lead} date time, "
    "{deal} created, {deal} created date, {lead} creation date, lead generated date, "
    "lead generation date, lead entry date, query date, query time, request date, requested date, "
    "enquired date, date of first enquiry, lead in date, form submission date, form submitted date "
    "/ created, created date, create date, creation date, created time, created date time, "
    "create time, record created, "
    "submitted, submitted date, submission date, submission time, submitted time, date submitted, "
    "timestamp, time stamp, received date time, "
    "added, added date, entry date, entered date, logged, logged date, date logged, date in, "
    "intake date, inserted date "
    "/ conversion time / date, date time / received",
    "source": "{lead} source, {lead} source name, {lead} channel, enquiry mode, {lead} origin, "
    "{lead} from, customer source, client source, contact source, original source, "
    "marketing source, traffic source, source name, source channel, source platform, source type, "
    "data source, source media, original traffic source, how did you hear about us, "
    "how they heard about us, "
    "how did you find us, how did they find us, where did you hear about us, heard from, "
    "heard about us, source referral, source channel, referral channel, lead generated from, "
    "lead generated through "
    "/ platform, channel, ad network, marketing channel, acquisition channel, origin, came from, "
    "came through, lead platform, contact channel / referral source / utm source",
    "name": "contact name, contact person, contact person name, person name, "
    "point of contact, primary contact, main contact, contact full name, name of contact person, "
    "key contact "
    "/ full name, fullname, lead full name, name surname, first and last name, name in full, "
    "customer full name, client full name "
    "/ {who} name, name of {who}, customers name, clients name "
    "/ customer, client, guest, student, patient, applicant, candidate, homeowner, buyer "
    "/ lead name / contact, poc, poc name",
    "first_name": "first name, given name, fname, forename, {party} first name",
    "middle_name": "middle name",
    "last_name": "last name, surname, family name, lname, {party} last name, second name",
    "company": "company name, business name, organisation, organisation name, firm, firm name, "
    "company organisation, company business, business company, {party} company, "
    "{party} company name, name of company, name of business, name of organisation "
    "/ account name, business, customer company / account, customer account "
    "/ shop name, store name, restaurant name",
    "phone": "phone no, {party} phone, {party} phone no, mobile phone, mobile phone no, "
    "phone mobile, phone 1, phone no 1, primary phone, main phone, phone whatsapp, "
    "phone whatsapp no, whatsapp phone no, phone no whatsapp, contact phone no, raw phone, "
    "mobile, mobile no, {party} mobile, {party} mobile no, cell, cell phone, cell no, "
    "cell phone no, cellphone, mobile 1, mobile no 1, primary mobile, mobile whatsapp, "
    "mobile no whatsapp, whatsapp mobile no, mobile contact no, telephone mobile, "
    "contact no, {who} contact no, contact no 1, primary contact no, lead contact no, "
    "contact mobile no, calling no, phone contact, "
    "telephone, telephone no, {party} telephone, contact telephone no "
    "/ whatsapp, whatsapp no, whatsapp contact, {party} whatsapp, {party} whatsapp no "
    "/ parent phone, parent mobile, parent phone no, parent mobile no, parent contact no, "
    "parents phone, parents mobile, parents contact no, guardian phone, guardian contact no "
    "/ work phone / home phone",
    "email": "email id, email address, mail id, {party} email, {party} email id, "
    "{party} email address, email 1, primary email, email ids, gmail "
    "/ work email, business email, company email, official email / mail, mail address "
    "/ personal email / parent email, parents email",
    "city": "city name, city town, town city, {party} city, city village, city district, "
    "city state, "
    "city area, area city "
    "/ current city, residence city, home city, town "
    "/ location, current location, location current, {party} location, city location, "
    "location city / place, suburb, locality, locality area / area",
    "branch": "branch name, branch location, branch office, preferred branch, nearest branch "
    "/ center, center name, outlet, showroom, campus, nearest clinic, nearest center, "
    "clinic location, preferred clinic, clinic name, store location, preferred center, clinic",
    "priority": "lead priority, priority level, customer priority "
    "/ urgency, urgency level, lead temperature, temperature, temp, lead temp, lead heat, "
    "hot warm cold, lead rating, priority hot warm cold, status hot warm cold, "
    "lead status hot warm cold, lead type hot warm cold, temperature hot warm cold, "
    "lead temperature hot warm cold, lead hot warm cold, interest level, lead interest level, "
    "heat level, tier",
    "segment": "customer segment, client segment, market segment, business segment "
    "/ customer type, client type, type of customer, type of client, customer category, "
    "client category, b2b b2c / business type, company type, organisation type, business category",
    "need": "requirement, requirements, requirement details, customer requirement, "
    "client requirement, requirement type, customer requirements, needs, customer need, "
    "client need, looking for, interested in, what they need, what do you need, needed service, "
    "interested product, interested service, interested course, product interest, "
    "service interest, product interested, service interested, course interested, "
    "product interested in, service interested in, course interested in, product required, "
    "service required, service requested, service needed, requested service, requested product, "
    "product of interest, service of interest, course of interest, program of interest, "
    "scope of work, interested property, interest property, enquiry for, enquiry about, "
    "lead requirement, product service interested, interested in product service, "
    "need requirement, requirement need, product service required, property requirement, "
    "project requirement, project requirements, "
    "products interested, services interested, services required, products required "
    "/ product, products, product name, query product name, product service, service product, "
    "service, services, service type, type of service, service name, product type, course, "
    "course name, courses, program, program name, program interest, course program, "
    "product category, service category, item, items, interest, interests, area of interest "
    "/ project, project type, type of project, enquiry type, type of enquiry, treatment, "
    "treatment type, package, package name, destination, property type, type of property, "
    "property interest, event type, type of event, room type, policy type, loan type, "
    "insurance type, membership type, plan, job type, type of job, move type, "
    "unit type, tour package, tour, vehicle, vehicle model, car model, model, model interested, "
    "configuration, bhk, coverage type, procedure, case type, "
    "work type, type of work, system type, vehicle interest, project interest "
    "/ project name, property, chief complaint, complaint, enquiry details, pain points, "
    "pain point",
    "quantity": "quantity, qty required, required quantity, quantity required, order quantity, "
    "estimated quantity, quantity needed, no of units, no of pieces, no of people, no of guests, "
    "no of persons, no of pax, no of students, no of attendees, no of seats, no of rooms, "
    "no of nights, no of users, no of licenses, guest count, guests count, head count, headcount, "
    "people count, pax count, pax, party size, group size, attendees, unit count "
    "/ units, pieces, nights, guests, persons, people, volume, scope, seats, system size, "
    "travellers, total guests, total pax, no of travellers, covers",
    "needed_by": "required by, required date, need by, need date, needed date, when needed, "
    "required by date, needed by date, required delivery date, event date, wedding date, "
    "function date, date of function, party date, move date, moving date, move in date, "
    "travel date, date of travel, travel dates, event dates, trip date, pickup date, "
    "target completion, target completion date, bid due date, tender due date, "
    "date required, date needed, date of wedding, required on "
    "/ purchase timeline, buying timeline, move timeline, project timeline, moving timeline, "
    "timeline, time frame, timeframe, arrival date, check in date",
    "budget": "budget range, budget amount, estimated budget, approx budget, client budget, "
    "customer budget, total budget, project budget, lead budget, budget per, monthly budget, "
    "expected budget, approximate budget, budget approx "
    "/ budget max, max budget, maximum budget, budget to, budget upper / price range",
    "decision_maker": "decision maker name, key decision maker, decision makers, decision taker",
    "status": "{lead} status, deal status, pipeline status, sales status, crm status, "
    "status of lead, current status, current lead status, latest status, present status, "
    "{lead} stage, deal stage, pipeline stage, sales stage, current stage, funnel stage, "
    "sales pipeline stage, sales funnel stage, stage name, status stage, stage status, "
    "lead status stage, stage "
    "/ sales phase, phase, lifecycle stage, disposition, lead disposition, final status",
    "owner": "{lead} owner, deal owner, contact owner, account owner, record owner, sales owner, "
    "staff owner, owned by, company owner user, "
    "assigned to, assigned, assignee, allocated to, allotted to, assigned {rep}, "
    "lead assigned to, lead assigned, assigned owner, owner assigned to, assigned to owner, "
    "assigned to {agent}, assigned to name, assign to, lead allocated to, allocated {rep}, "
    "given to, "
    "assigned to user, assigned sales, "
    "handled by, responsible, responsible person, person responsible, attended by, "
    "managed by, lead handled by, handling by, claimed by, in charge, incharge, "
    "person in charge, taken care by, "
    "{agent}, internal owner, {agent} name, name of {agent}, sales team member "
    "/ agent, follow up by / agent name / owner id, lead owner id",
    "first_response_at": "first response, first response date, first reply, first reply date, "
    "first replied date, first responded date, first contacted date "
    "/ first call date, first called date, first contacted / response date, responded date, "
    "reply date, replied date",
    "last_contact_at": "last contact, last contact date, last contacted, last contacted date, "
    "latest contact date, date last contacted, last contact time, last date of contact "
    "/ last call, last call date, last called, last called date, last call time "
    "/ last follow up, last follow up date, last followed up, last followed up date, "
    "previous follow up date, latest follow up date, last follow up done "
    "/ last touch, last touchpoint, last touch date, last interaction, last interaction date, "
    "last communication, last communication date, last conversation, last spoken, last reached "
    "out, last outreach, last outreach date, last touch base, last contact made "
    "/ last activity, last activity date, last engagement, last engagement date",
    "follow_ups": "no of follow ups, follow ups count, follow up count, follow ups done, "
    "follow ups made, total follow ups, follow up attempts, follow ups no, follow ups taken, "
    "no of follow up, no of follow ups done "
    "/ attempts, no of attempts, contact attempts, call attempts, attempts count, attempt count, "
    "attempts made, total attempts, contact count, contacted count, times contacted, "
    "no of times contacted, calls made, no of calls, call count, total calls, no of contacts made, "
    "touches, no of touches, touch count, times called, calls attempted, contacts made",
    "next_action": "next step, next steps, next actions, action needed, action required, "
    "next action required, follow up action, next task, next activity, next action item, "
    "next follow up action, next to do, next move, next best action, follow up task "
    "/ to do, action item, action items, action to take, action to be taken",
    "next_action_date": "next follow up date, next follow up, next contact date, next contact, "
    "next call date, next call, next step date, next touch, next touch date, next activity date, "
    "next follow up due, next follow up due date, next follow up time, next action due, "
    "next action due date, next contact due, next follow up date time, nfd, next reminder, "
    "next reminder date, deal next activity date, follow up date next "
    "/ follow up date, follow up due, follow up due date, follow up date time, "
    "follow up next date, follow up reminder date, follow up by date "
    "/ call back date, reminder date, next date",
    "quote_value": "quotation value, quote amount, quotation amount, quoted amount, "
    "quoted value, quote total, proposal value, proposal amount, proposed value, "
    "proposed amount, proposal price, offer value, offer amount, estimate amount, bid amount, "
    "bid value, amount quoted, "
    "quote¤, quotation¤, quoted¤, offer¤, proposal¤, estimate¤, bid¤, quote given¤ "
    "/ quoted price, quote price, last quoted price, price quoted, quoted rate, price offered, "
    "quotation price "
    "/ {deal} value, {deal} amount, deal size, opportunity size, estimated deal value, "
    "expected deal value, deal price, potential deal value, estimated deal size, deal¤ "
    "/ estimated value, expected value, estimated amount, estimated project value, "
    "value estimated, "
    "approx value, expected amount, project value, expected order value, potential order value "
    "/ value, pipeline value / expected revenue, estimated revenue, ticket size, premium",
    "order_value": "order amount, order total, final order value, total order value, "
    "contract value, contract amount, final contract amount, final contract value, po value, "
    "po amount, sale value, sales value, sale amount, sales amount, total sale, closed value, "
    "closed amount, closed deal value, deal closed value, deal value closed, closing value, "
    "closing amount, won value, won amount, final value, final amount, final price, "
    "final deal value, final cost, agreed price, agreed amount, agreed value, purchase value, "
    "purchase amount, purchase¤, sold price, sold for, sold amount, order¤, sale¤, booking value, "
    "booking price, final order amount, converted value, final sale price, "
    "final deal amount, deal closed amount",
    "margin": "gross margin, margin amount, margin value, profit, profit amount, net profit, "
    "gross profit, estimated profit, expected profit, net margin",
    "collected": "amount collected, collected amount, total collected, amount received, "
    "received amount, payment received, payment received amount, payment collected, amount paid, "
    "paid amount, total paid, total received, paid till date, received till date "
    "/ advance received, advance amount, advance paid, advance payment, advance collected, "
    "token advance, token amount, token received, deposit paid, deposit received, deposit amount, "
    "payments received / advance, paid¤, received¤, deposit¤, payment¤",
    "collected_on": "collection date, payment date, payment received date, paid date, "
    "payment collected date, amount received date, date of payment / advance date, deposit date, "
    "advance received date, advance paid date",
    "closed_on": "closed date, date of closing, deal closed date, lead closed date, "
    "actual close date, actual closing date, actual closure date, won lost date, closed won date",
    "lost_reason": "reason lost, loss reason, reason of loss, reason for loss, reason for losing, "
    "reason for lost, lead lost reason, deal lost reason, closed lost reason, why lost, "
    "reason if lost, if lost reason, if lost why, lost rejection reason, lost lead reason, "
    "lost deal reason, lost reasons, reason lead lost, "
    "reason for lost lead, reason for lost deal "
    "/ rejection reason, reason for rejection, drop reason, dropped reason, reason for drop, "
    "reason for dropping, drop off reason, dropout reason, not interested reason, "
    "reason not interested, reason for not interested, disqualification reason, "
    "disqualified reason, reason for disqualification, unqualified reason, "
    "reason for not converting, reason for non conversion, non conversion reason, "
    "reason for not buying, dead reason, dead lead reason, junk reason, reason for dead, "
    "not converted reason, reason not converted",
    "notes": "note, general notes, lead notes, sales notes, internal notes, additional notes, "
    "other notes, extra notes / remarks, remark, lead remarks, latest remarks, sales remarks, "
    "last remarks, final remarks / comments, comment, lead comments, sales comments, "
    "additional comments "
    "/ call notes, conversation notes, discussion notes, meeting notes, follow up notes, "
    "customer notes, client notes, agent notes, counsellor notes, counsellor remarks, "
    "agent remarks, call remarks, follow up remarks, follow up comments, follow up comment, "
    "remarks feedback, remarks notes, notes remarks, comments notes, notes comments, "
    "customer remarks, "
    "comments remarks, remarks comments, telecaller remarks, conversation summary "
    "/ additional remarks, feedback, call feedback, follow up details, details",
}

_AGENTS = tuple(word for word in _WORDS["rep"] if word not in (
    "sales", "agent", "user", "person", "personnel", "associate", "specialist",
))  # fmt: skip
_EXPANSIONS: Mapping[str, tuple[str, ...]] = {**_WORDS, "agent": _AGENTS}

MONEY, UNSURE = "¤", "~"
"""The marks of the table: counts only with a currency; only where others are in its language."""

BY_ORDER = frozenset({
    "source", "company", "city", "branch", "segment", "need", "quantity", "needed_by", "budget",
    "decision_maker", "follow_ups", "margin", "collected_on", "lost_reason", "notes",
    "first_name", "middle_name", "last_name",
})  # fmt: skip
"""Fields that only describe a lead: of two spellings of one rank the earlier in the table has the
field. Of all others (who the lead is, where it stands, who does what when, and the money that is
summed) a person has to say which column is meant."""


class Spelling(NamedTuple):
    """One spelling as the table has it. ``order`` is its place within the ``rank``."""

    field: str
    rank: int
    order: int
    language: str
    text: str


class Alias(NamedTuple):
    """One spelling of a field, taken apart."""

    field: str
    rank: int
    order: int
    language: str
    words: tuple[str, ...]
    money: bool = False
    unsure: bool = False


def _expanded(spelling: str) -> Iterator[str]:
    if "{" not in spelling:
        yield spelling
        return
    names = [name for name in _EXPANSIONS if f"{{{name}}}" in spelling]
    for words in product(*(_EXPANSIONS[name] for name in names)):
        yield spelling.format(**dict(zip(names, words, strict=True)))


def spellings() -> Iterator[Spelling]:
    """The whole table, spelled out."""
    for language, table in {"en": ENGLISH, **BY_LANGUAGE}.items():
        for field, ranks in table.items():
            for rank, listed in enumerate(ranks.split("/")):
                for order, spelling in enumerate(listed.split(",")):
                    for text in _expanded(spelling.strip()):
                        yield Spelling(field, rank, order, language, text)
        yield from _dated(language, table.get("next_action", ""))


def _dated(language: str, listed: str) -> Iterator[Spelling]:
    """The dates of next actions: *Nächster Schritt* with *am*."""
    actions = (each.strip() for each in listed.replace("/", ",").split(","))
    sure = [each for each in actions if not each.startswith(UNSURE)]
    for order, pattern in enumerate(DATED.get(language, ())):
        for action in sure:
            yield Spelling("next_action_date", 1, order, language, pattern.format(action))


@lru_cache(maxsize=1)
def all_aliases() -> tuple[Alias, ...]:
    """The whole table, taken apart."""
    table = list(spellings())
    words = plain_words([each.text.strip(MONEY + UNSURE) for each in table])
    return tuple(
        Alias(field, rank, order, language, said, MONEY in text, UNSURE in text)
        for (field, rank, order, language, text), said in zip(table, words, strict=True)
    )


@lru_cache(maxsize=1)
def index() -> Mapping[str, tuple[Alias, ...]]:
    """All aliases by their words run together; several where languages share a spelling."""
    found: dict[str, tuple[Alias, ...]] = {}
    for alias in all_aliases():
        key = "".join(alias.words)
        known = found.get(key, ())
        if all((a.language, a.money) != (alias.language, alias.money) for a in known):
            found[key] = (*known, alias)
    return found
