"""The process audit of the demonstration: ten processes with what is known of each, as two people of Harbour & Pine found it out in 2025.

Hours and costs are not here: they follow from volume, minutes and rate (2,010 h, £52,200 a month). All of it is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """One process. `ratings`: core, specialist, risk, sensitive data, describe, check, teach, each from 1 to 5."""

    name: str
    area: str
    unit: str
    volume: str
    minutes: str
    rate: str
    managers: str
    ratings: str
    begins: str
    ends: str
    parts: str
    systems: str
    owner: str
    counted: str
    tools: str = "0"
    baseline: str = ""

    @property
    def rated(self) -> Mapping[str, int]:
        names = ("core", "specialist", "risk", "data_sensitivity", "describe", "check", "teach")
        return dict(zip(names, map(int, self.ratings), strict=True))


PROCESSES = (
    Found("Customer email", "Customer care", "email", "2400", "10.5", "24", "14", "2222444", "an email of a customer arrives",
          "the customer has an answer", "where is my order; returns; product questions; complaints", "Helpdesk; Order system",
          "Priya Nair", "Helpdesk, three months to August 2025", "720", "ticket"),
    Found("Live chat", "Customer care", "chat", "1600", "9.75", "24", "9", "2122445", "a visitor of the shop opens the chat",
          "the chat is closed", "before the order; after the order", "Helpdesk; Order system", "Priya Nair",
          "Helpdesk, three months to August 2025", "460", "ticket"),
    Found("Phone support", "Customer care", "call", "2325", "8", "25", "12", "2132323", "the phone rings",
          "the caller hangs up with an answer", "orders; delivery dates; complaints",
          "Phone system; Order system", "Priya Nair", "Phone system, three months to August 2025"),
    Found("Order data entry", "Order desk", "order line", "12000", "1.2", "22", "11", "1122554",
          "an order of a trade customer arrives as a file", "its lines stand in the order system",
          "open the file; check the stock code; key the line; confirm", "Order system",
          "Priya Nair", "Order system, three months to August 2025", "0", "order line"),
    Found("Accounts payable", "Finance", "invoice", "1350", "8", "27", "6", "1234433", "a supplier's invoice arrives", "it is paid",
          "match; approve; pay", "Accounting", "Jon Penrose", "Accounting, August 2025"),
    Found("Product merchandising", "Range", "product page", "400", "30", "31", "20", "5332223", "a product joins the range",
          "its page sells", "photographs; texts; prices; placing", "Shop", "Ruth Ashdown", "Estimate of the range team"),
    Found("IT helpdesk, first line", "IT", "request", "480", "15", "28", "5", "1543332", "a colleague asks", "the colleague can work",
          "passwords; devices; shop tills", "IT requests", "Grace Okafor", "IT requests, August 2025"),
    Found("Returns and warranty", "Customer care", "return", "750", "12", "23", "13", "2232232", "a customer wants to send something back",
          "money or a replacement is on its way", "inspect; decide; refund", "Order system; Warehouse", "Priya Nair",
          "Order system, August 2025"),
    Found("Supplier negotiation", "Range", "round", "45", "120", "42", "16", "5442212", "a price list expires", "terms are agreed",
          "prices; lead times; exclusives", "Mail", "Ruth Ashdown", "Diaries of the two buyers"),
    Found("Payroll", "Finance", "payroll run", "1", "2400", "30", "3", "1445544", "the hours of the month are in",
          "85 people are paid", "hours; changes; run; filings", "Payroll", "Jon Penrose", "Diary of the payroll clerk"),
)  # fmt: skip
PROPOSED = ("Customer email", "Live chat", "Order data entry")
STAYS = ("Product merchandising", "Supplier negotiation")
TOLD = (
    "customer care, the order desk and finance",
    "We are looking at which work we should do ourselves and which somebody else could do better. Nothing is decided. Whoever does the "
    "work is asked first. Nobody is dismissed because of this: agency contracts end, and our own people move into vacancies that are in "
    "the budget.",
)
"""Who was told, and what, before anybody was asked."""
INTERVIEWS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("Customer email", "Tom Ellery", {
        "takes": "Looking up where an order is: three screens for one answer.",
        "knows": "Which courier loses parcels in which postcodes.",
        "suggests": "Put the courier's link into the order page.\nAnswer delivery questions from a template.",
    }),
    ("Order data entry", "Aisha Rahman", {
        "takes": "Codes that do not exist.",
        "waits": "Half a day for merchandising, when a stock code is unknown.",
        "wrong": "Two customers send files with a column too many.",
        "suggests": "Let merchandising publish new codes the day before.",
    }),
    ("Live chat", "Beth Marlow", {"takes": "The same five questions.", "knows": "When to hand over to the phone."}),
)  # fmt: skip
"""The process, who was asked, and what they said."""

SOURCES: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("report", "Shared services benchmark 2025", "Severn Insight", "2025-06-12", "https://severn-insight.example/shared-services-2025",
     "Retained governance of outsourced customer care costs six to nine per cent of the work's former cost."),
    ("recommendation", "Notes of a call with Ellis Lamps", "Ellis Lamps", "2025-09-30", "file of the audit, note 4",
     "Their handover took eleven weeks and cost a month of the old price."),
    ("own figures", "Seats and licences, August 2025", "Harbour & Pine", "2025-08-31", "finance, folder 12",
     "£1,180 a month for helpdesk and chat."),
)  # fmt: skip
"""Kind, title, publisher, day, address and what each says; invented, like the companies."""
LINES: tuple[tuple[str, str, str, str, str, str, str, str, int | None], ...] = (
    ("price", "Tickets", "running", "ticket", "2.45", "2.60", "2.90", "price sheets of four providers", None),
    ("price", "Order lines", "running", "order line", "0.29", "0.31", "0.36", "price sheets of four providers", None),
    ("price", "Fixed charge of the desk", "running", "month", "1450", "1450", "1450", "", None),
    ("governance", "A day a week of Priya, reviews, audits", "running", "month", "1400", "1500", "2000", "six to nine per cent", 1),
    ("licences", "Seats of the provider's people", "running", "month", "0", "0", "236", "passed through beyond twelve seats", 3),
    ("training", "Courses when something changes", "running", "month", "0", "0", "320", "20 hours a year at £32, if at all", None),
    ("currency", "Half of what the rand moves beyond 4 %", "running", "month", "-450", "0", "650", "the collar we mean to ask for", None),
    ("transition", "Documents, shadowing, systems", "transition", "once", "11000", "12400", "17500", "Ellis Lamps paid a month", 2),
    ("parallel run", "Four weeks done twice", "transition", "once", "7200", "8000", "12000", "half of each desk", None),
    ("travel", "Two visits to the desk and back", "transition", "once", "3400", "4200", "5200", "flights and ten nights", None),
    ("severance", "None: contracts end, people move", "transition", "once", "0", "0", "0", "see the role plan", None),
    ("exit", "Return of data, re-tender, overlap", "exit", "once", "3000", "6500", "15000", "a month of parallel work at worst", None),
)  # fmt: skip
"""Kind, name, phase, per, low, likely, high, why, and the source's number."""
ROLES: tuple[tuple[str, int, str, str, str, str], ...] = (
    ("Agency clerks, care and order desk", 4, "leaves", "2026-05-31", "15300", "their contracts end"),
    ("Care and order desk, employed", 2, "moves to budget", "2026-06-01", "7480", "two vacancies in the shop and in range planning"),
)
"""Role, people, outcome, day, cost a month, and what each does then."""
COUNSEL = ("united kingdom", "2026-05-05", 30, "Finch & Alder, solicitors", "2026-01-19",
           "The two employed at the desk do this work all day, so it is a service provision change, though it goes abroad. Both take "
           "vacancies here; they are affected, and are heard. The four clerks are the agency's. Letter in file 7.")  # fmt: skip
"""Where the people work, when the work moves, days for talks, who said so, when, and what: that the law holds."""
TRANSFER: tuple[tuple[str, str, str], ...] = (
    ("representatives", "2026-02-02", "The staff forum, elected in 2024: two of its members speak for the desk. Minutes of that day."),
    ("measures", "2026-02-25", "Salt River's letter of 25 February: it takes nobody over in Bristol, and does the work in Cape Town."),
    ("informed", "2026-03-09", "Letter to both, with the plan of the waves and what becomes of each post. File 7, number 4."),
    ("consulted", "2026-04-10", "Three talks. The forum asked for a trial of eight weeks in the new posts; agreed. File 7, minutes."),
    ("person", "2026-04-13", "Both have their new post in writing; the agency has told its four clerks. File 7, numbers 9 and 10."),
    ("agreed", "2026-04-20", "Side letter: no claim of the time before 5 May goes to Salt River. File 3, number 2."),
)  # fmt: skip
"""The steps that the law asks for, when each was done, and what was done."""
GOALS: tuple[tuple[str, str, str, str, str, str, str, str, str], ...] = (
    ("saving", "Care and order desk cost less", "22780", "17070", "£ a month", "less", "2026-10-31", "the register, October 2025", ""),
    ("speed", "Email answered within four hours", "74", "90", "%", "more", "2026-07-31", "helpdesk, three months to August 2025", "8.1"),
    ("quality", "Order lines without an error", "98.4", "99.5", "%", "more", "2026-10-31", "200 lines checked in September 2025", "8.3"),
    ("focus", "Hours of managers lost to the three", "34", "12", "hours a month", "less", "2026-10-31", "diaries, September 2025", ""),
)
"""Kind, name, baseline, target, unit, which is better, by when, where it is measured, and the level that measures it."""
FIT = {"volume": 2, "steady": 2, "described": 1, "core": 2, "measured": 1, "systems": 2, "data": 2, "overseer": 2, "people": 1, "saving": 1,
       "patience": 2, "way back": 1}  # fmt: skip
"""How the owner answered the twelve questions on the first day."""
