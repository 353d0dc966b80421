"""Other spellings of the words in choice columns: what people type for a source or a priority.

Each row is one thing under all its names. A business that calls it by any of them keeps its own
word, and the others are read as that. Only what is unmistakable stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

FAMILIES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "source": (
        ("WhatsApp", "Whats App", "What's App", "Watsapp", "Whatsap", "Whatapp", "Wapp", "WA",
         "WhatsApp Business", "WhatsApp message"),
        ("Instagram", "Insta", "IG", "Instagram DM", "Insta DM", "Instgram", "Instagarm"),
        ("Facebook", "FB", "Face book", "Facebook Messenger", "Messenger", "FB Messenger"),
        ("IndiaMART", "India Mart", "Indiamart.com", "IM India", "Indai mart", "Indiamrt"),
        ("TradeIndia", "Trade India", "Tradeindia.com"),
        ("Justdial", "Just Dial", "JD", "Just Dail", "Justdail", "Justdial.com"),
        ("Sulekha", "Sulekha.com"),
        ("Google Business Profile", "GMB", "GBP", "Google My Business", "Google Maps", "Google Map",
         "G Maps", "Gmaps", "Google listing", "Google Business", "Google profile"),
        ("Google Ads", "Google Ad", "Adwords", "Google Adwords", "PPC", "Google PPC"),
        ("Facebook Ads", "FB Ads", "FB Ad", "Facebook Ad", "Meta Ads", "Meta Ad", "Meta",
         "Facebook lead form", "FB lead form", "Meta lead form", "Facebook leads"),
        ("Instagram Ads", "Insta Ads", "Instagram Ad", "Insta Ad", "IG Ads"),
        ("Ad", "Ads", "Advert", "Advertisement", "Advertising", "Paid ad", "Paid ads"),
        ("Website", "Web", "Web site", "Web form", "Website form", "Contact form", "Site form",
         "Our website", "Website enquiry", "Website inquiry", "Landing page", "Online form"),
        ("Referral", "Reference", "Ref", "Referred", "Refferal", "Referal", "Referrals",
         "Word of mouth", "Friend", "Recommendation", "Client referral", "Customer referral"),
        ("Phone", "Call", "Phone call", "Telephone", "Incoming call", "Inbound call", "Tel",
         "Direct call", "Called in"),
        ("Email", "E-mail", "Mail", "Email enquiry"),
        ("Walk-in", "Walk in", "Walkin", "Walked in", "Showroom visit", "Shop visit"),
        ("Event", "Events", "Exhibition", "Expo", "Trade fair", "Trade show", "Fair",
         "Exhibition stall"),
        ("LinkedIn", "Linked In", "LI", "Linkdin", "Linkedin DM"),
        ("99acres", "99 acres", "99acers"),
        ("MagicBricks", "Magic Bricks", "Magicbrick"),
        ("Housing.com", "Housing", "Housing com"),
        ("Channel partner", "CP", "Broker", "Channel partners", "Agent"),
        ("Booking.com", "Booking com", "Bookingcom"),
        ("MakeMyTrip", "Make My Trip", "MMT"),
        ("Travel agent", "TA", "Agency", "Travel agency"),
        ("YouTube", "You tube", "YT"),
        ("Existing customer", "Repeat customer", "Old customer", "Repeat", "Existing client"),
        ("Newspaper", "News paper", "Print ad", "Paper ad"),
        ("Hoarding", "Billboard", "Banner"),
        ("School visit", "College visit", "Seminar"),
    ),
    "priority": (
        ("Hot", "Urgent", "High", "Very hot", "High priority", "Top priority", "ASAP",
         "Immediate", "Very urgent"),
        ("Normal", "Medium", "Regular", "Standard", "Med", "Medium priority", "Normal priority"),
    ),
    "segment": (
        ("B2B", "B 2 B", "B-2-B", "Business to business"),
        ("B2C", "B 2 C", "B-2-C", "Business to consumer", "Business to customer"),
    ),
    "lost_reason": (
        ("Late response", "Slow response", "Late reply", "Delayed response", "Responded late"),
        ("Unclear pricing", "Pricing unclear", "Pricing not clear", "Price not clear"),
        ("Weak proof", "No proof", "Lack of proof"),
        ("Wrong audience", "Wrong fit", "Not our customer", "Not a fit", "Not target"),
        ("No decision-maker", "No decision maker", "Not decision maker", "Not the decision maker",
         "Decision maker not available"),
        ("High price", "Price", "Price high", "Price too high", "Too expensive", "Expensive",
         "Costly", "High cost", "Rate high", "High rate"),
        ("Poor follow-up", "Poor follow up", "Poor followup", "No follow up", "No follow-up",
         "No followup", "Lack of follow up"),
        ("Credit concern", "Credit", "Credit issue", "Credit terms", "Credit concerns"),
        ("Bought elsewhere", "Purchased elsewhere", "Bought from competitor", "Competitor",
         "Went with competitor", "Lost to competitor"),
    ),
}  # fmt: skip


def spellings(
    words: Iterable[str],
    families: Sequence[Sequence[str]] = (),
    own: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, str]:
    """Every known spelling, case-folded, and the word of ``words`` it stands for.

    ``own`` are a business's other spellings by word; they go before ours, and a word is never
    another's spelling. Where two words of one family are both in use, its other names are left
    out: which of the two is meant cannot be told.
    """
    words = tuple(words)
    found = {word.casefold(): word for word in words}
    for word, also in (own or {}).items():
        for spelling in also:
            found.setdefault(spelling.casefold(), word)
    settled = frozenset(found)
    for family in families:
        names = [name.casefold() for name in family]
        meant = {found[name] for name in names if name in settled}
        if len(meant) == 1:
            word = meant.pop()
            for name in names:
                found.setdefault(name, word)
    return found
