"""The fixed sections in words: 1 parties, 2 term, 3 money, 12 statement, 16 amendments, and the annex of roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from remit.prose.document import Block, Grid, Paragraph
from remit.terms.document import Terms
from remit.terms.typed import Length
from remit.terms.words import Words, listed

_ROUNDED = {
    "half up": "half up",
    "half even": "half to even",
    "down": "down, towards zero",
    "up": "up, away from zero",
}


def head(terms: Terms, words: Words) -> list[Block]:
    """What the text is, what prevails, and how brackets are read."""
    schedule = f"Schedule to the {terms.schedule_to}. " if terms.schedule_to else ""
    order = f"Where documents differ, the order is: {'; '.join(_lower_these(terms.precedence))}. " if terms.precedence else ""
    return [
        Paragraph(
            f"{schedule}Terms in the language *Remit terms {terms.version}*, form *{terms.form}*; digest {terms.digest} of the text."
        ),
        Paragraph(
            f"{order}This prose is generated from the text; the text prevails. "
            "Words in *[brackets]* state a reading that the parties left at its default."
        ),
    ]


def _lower_these(names: tuple[str, ...]) -> list[str]:
    return ["these terms" if name == "These terms" else name for name in names]


def parties(terms: Terms, words: Words) -> list[Block]:
    sides = []
    for number, side in (("1.1", "client"), ("1.2", "provider")):
        party = terms.parties[side]
        place = ", ".join(part for part in (party["name"], party.get("town"), party["country"]) if part)
        sides.append(f"{number} The *{side}* is {place}.")
    roles = any(terms.parties[side].get("roles and deputies") for side in ("client", "provider"))
    named = (
        " Roles and their deputies are named in the annex; who holds a role is a dated record, not part of these terms." if roles else ""
    )
    return [Paragraph(f"**1 Parties.** {' '.join(sides)}{named}")]


def term(terms: Terms, words: Words) -> list[Block]:
    clause = terms.term
    signed, force = clause["signed"], clause.get("in force from")
    begins = "*[from that day]*" if "in force from" not in clause.written else f"from {words.day(force)}"
    notice = _possessive(words.length(clause["notice"]))
    if isinstance(clause["renews for"], Length):
        renewal = f"renews for {words.length(clause['renews for'])} at a time (2.5) unless a party gives {notice} notice (2.6)"
    else:
        renewal = f"{words.default(clause, 'renews for', 'does not renew by itself')} (2.5); a party gives {notice} notice (2.6)"
    return [
        Paragraph(
            f"**2 Term.** Signed on {words.day(signed)} and in force {begins} (2.1, 2.2). Services start on "
            f"{words.day(clause['services start'])} (2.3). The term ends on {words.day(clause['ends'])} (2.4) and {renewal}."
        )
    ]


def _possessive(length: str) -> str:
    """`3 months'`, `1 month's`."""
    return f"{length}'" if length.endswith("s") else f"{length}'s"


def money(terms: Terms, words: Words) -> list[Block]:
    clause = terms.money
    rule = words.default(clause, "rounding", _ROUNDED[clause["rounding"]])
    unit = words.default(clause, "rounded to", f"to {words.money(clause['rounded to'])}")
    tax = clause["value added tax"]
    treated = {
        "reverse charge": "reverse charge, shown and not charged",
        "none": "none",
        "exempt": "exempt",
    }.get(tax) or f"{words.percent(tax)}, added to each statement"
    parts = [
        f"3.1 Sums are in {words.currency(clause['currency'])} ({clause['currency']}).",
        f"3.2 Each line is rounded once, {rule}, {unit}; the total is the sum of its lines.",
        f"3.3 Value added tax: {words.default(clause, 'value added tax', treated)}.",
    ]
    if clause.get("purchase order"):
        parts.append(f"3.4 Purchase order {clause['purchase order']}.")
    if clause.get("cost centre"):
        parts.append(f"3.5 Cost centre {clause['cost centre']}.")
    withheld = clause["withholding tax"]
    text = "No withholding tax" if withheld == "none" else f"The client withholds {words.percent(withheld)} for its tax office"
    parts.append(f"3.6 {words.default(clause, 'withholding tax', text)}.")
    interest = clause["late interest"]
    if isinstance(interest, Mapping):
        above = f"{words.number(interest['points'])} points above the {interest['above']}"
        parts.append(f"3.7 Late payments bear interest at {above}.")
    else:
        parts.append(f"3.7 {words.default(clause, 'late interest', 'Late payments bear no interest')}.")
    return [Paragraph(f"**3 Money.** {' '.join(parts)}")]


def statement(terms: Terms, words: Words) -> list[Block]:
    clause = terms.statement

    def said(setting: str, text: str) -> str:
        return words.default(clause, setting, text)

    def business(setting: str) -> str:
        return said(setting, f"business day {clause[setting]}")

    concerns = f"concern {clause['objection concerns']}"
    silence = {"accepts": "silence accepts", "objects": "silence objects"}[clause["silence"]]
    steps = [f"after {words.length(step['after'])} to {words.the(step['to'])}" for step in clause["disputes go to"]]
    calendar = words.reference(clause["calendar"], 4)
    return [
        Paragraph(
            f"**12 Statement.** A statement covers a {said('period', clause['period'])}. "
            f"Its days are those of {calendar} in the month after. "
            f"Records are frozen on {business('records frozen')}, the preview follows on {business('preview')}, objections are due by "
            f"{business('objections until')} and {said('objection concerns', concerns)}; {said('silence', silence)}. The undisputed part "
            f"is due in {said('undisputed part due', words.length(clause['undisputed part due']))}. "
            f"A dispute goes {said('disputes go to', listed(steps))}."
        )
    ]


def amendments(terms: Terms, words: Words) -> list[Block]:
    if not terms.amendments:
        return []
    rows = tuple(
        (words.day(one["signed"]), words.day(one["from"]), listed(_texts(one["clauses"])), str(one["digest"])) for one in terms.amendments
    )
    return [Paragraph("**16 Amendments.** Consolidated in this text:"), Grid(("Signed", "In force from", "Clauses", "Digest"), rows)]


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(item) for item in value]


def annex(terms: Terms, words: Words) -> list[Block]:
    """Roles and their deputies."""
    rows = tuple(
        (side, role, deputy)
        for side in ("client", "provider")
        for role, deputy in (terms.parties[side].get("roles and deputies") or {}).items()
    )
    return [Grid(("Party", "Role", "Deputy"), rows)] if rows else []


def unused(sections: str) -> list[Block]:
    """What the contract leaves to others."""
    not_used = f"Not used: {sections}. " if sections else ""
    return [Paragraph(f"*{not_used}Left to the master agreement: liability, law and courts.*")]
