"""Who writes to a made-up kitchen business in Pune, and what for. All names are invented."""

from __future__ import annotations

TEAM = ("Asha", "Imran", "Priya", "Rohan")

FIRST_NAMES = (
    "Aarav",
    "Aditi",
    "Ajay",
    "Ananya",
    "Arjun",
    "Bhavna",
    "Chetan",
    "Deepa",
    "Devika",
    "Farhan",
    "Gauri",
    "Harish",
    "Ishita",
    "Jaya",
    "Kabir",
    "Kavita",
    "Lakshmi",
    "Manish",
    "Meera",
    "Mohan",
    "Nandini",
    "Neha",
    "Nikhil",
    "Omkar",
    "Pallavi",
    "Pooja",
    "Rahul",
    "Rajesh",
    "Reema",
    "Ritu",
    "Sameer",
    "Sanjana",
    "Shreya",
    "Sunil",
    "Swati",
    "Tara",
    "Uday",
    "Vandana",
    "Varun",
    "Zoya",
)
LAST_NAMES = (
    "Agarwal",
    "Bhosale",
    "Chavan",
    "Desai",
    "D'Souza",
    "Fernandes",
    "Gokhale",
    "Iyer",
    "Jadhav",
    "Joshi",
    "Kapoor",
    "Khan",
    "Kulkarni",
    "Mehta",
    "More",
    "Naik",
    "Patil",
    "Pillai",
    "Rao",
    "Reddy",
    "Sawant",
    "Shah",
    "Shaikh",
    "Shinde",
    "Singh",
    "Thakur",
    "Verma",
    "Wagh",
)
UNUSUAL_NAMES = ("सुनीता जोशी", "محمد علي", "Łukasz Nowak", "Priya 🌸", "Anaïs & Théo")

COMPANIES = (
    "Aurum Developers",
    "Blue Lotus Cafe",
    "Crestline Builders",
    "Deccan Homes",
    "Everest PG Hostels",
    "Fortune Realty",
    "Green Leaf Hotels",
    "Horizon Architects",
    "Indus Interiors",
    "Jupiter Clinics",
    "Konkan Resorts",
    "Lakeview Society",
    "Metro Offices LLP",
    "Nivara Constructions",
    "Orchid School",
    "Parijat Caterers",
    "Quantum Cowork",
    "Riverstone Developers",
)
CITIES = ("Pune", "Pune", "Pune", "Pimpri", "Hinjewadi", "Wakad", "Baner", "Mumbai", "Nashik")

SOURCES = (
    ("WhatsApp", 26),
    ("Instagram", 16),
    ("IndiaMART", 14),
    ("Google Business Profile", 14),
    ("Website", 12),
    ("Referral", 10),
    ("Phone", 5),
    ("Event", 3),
)
HOME_NEEDS = (
    "Modular kitchen",
    "L-shaped kitchen",
    "Wardrobe",
    "Two wardrobes and a loft",
    "TV unit",
    "Kitchen renovation",
    "Crockery unit",
    "Full 2BHK interior",
    "Study table and shelves",
)
TRADE_NEEDS = (
    "Kitchens for sample flats",
    "Pantry units",
    "Reception desk",
    "Workstations",
    "Kitchens for a new tower",
    "Canteen counters",
    "Storage for clinic rooms",
)
HOME_SCOPES = ("10 x 8 ft", "120 sq ft", "1 kitchen", "2 rooms", "8 ft run", "2BHK")
TRADE_SCOPES = ("12 flats", "40 units", "3 floors", "18 seats", "6 counters", "24 flats")
DECISION_MAKERS = ("Self", "Wife", "Both", "Father", "Architect", "MD", "Purchase head")

NEXT_ACTIONS = (
    "Send two kitchen layouts with prices",
    "Site visit to measure",
    "Call about the quote",
    "Share photos of the Baner project",
    "Ask which week the civil work ends",
    "Meet the architect with samples",
    "Confirm the colour of the shutters",
    "Send revised quote without the loft",
)
WEAK_ACTIONS = ("follow up", "Call", "any update?", "ping", "FU")
NOTES = (
    "Saw our reel",
    "Possession next month",
    "Wants soft-close everywhere",
    "Compares with two others",
    "Prefers evenings",
    "Came through Mr Kulkarni",
    "Budget fixed",
    "Asked for EMI",
    "Possession delayed, call after Diwali",
    "Has own carpenter, wants shutters only",
)
LOST_REASONS = (
    ("High price", 5),
    ("Late response", 4),
    ("Poor follow-up", 3),
    ("No decision-maker", 2),
    ("Unclear pricing", 2),
    ("Wrong audience", 2),
    ("Weak proof", 1),
)
MISSPELT = {
    "Contacted": "Contcted",
    "Qualified": "Qualifed",
    "Quoted": "quoted ",
    "Lost": "LOST",
    "New": "new",
}
