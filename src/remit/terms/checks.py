"""Faults of the whole contract: dates and figures that do not fit together, rules that its form does not have, words that do harm.

What concerns one rule alone is the rule's own `check`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from remit.terms.catalogue import Catalogue
from remit.terms.context import listed
from remit.terms.document import SECTIONS, Clause, Terms
from remit.terms.fixed import NUMBERS
from remit.terms.forms import unfit
from remit.terms.levels import level_figures
from remit.terms.node import Pairs
from remit.terms.stakes import stakes
from remit.terms.wording import penalties
from remit.values.fault import Fault, Place
from remit.values.period import Month


def checked(terms: Terms, catalogue: Catalogue, root: Pairs, incomplete: bool) -> list[Fault]:
    """Every fault and notice between clauses. `terms` holds the clauses that are clean; `incomplete` says that others are missing."""
    faults = [*dates(terms), *closing_days(terms), *definitions(terms), *words(root), *unfit(terms), *stakes(terms)]
    for clause in terms.clauses:
        rule = catalogue.find(clause.section, clause.rule) if clause.rule else None
        if rule is None:
            continue
        if clause.section == 8:
            faults += level_figures(clause, rule, terms)
        if clause.section == 11:
            faults += whole_months(clause)
        try:
            faults += rule.check(clause, terms)
        except LookupError:
            # A clause that this one leans on has faults of its own and is not here; its check waits until they are mended.
            if not incomplete:
                raise
    return faults


def dates(terms: Terms) -> Iterator[Fault]:
    """Section 2 in order, and no clause before the signature."""
    term = terms.term
    signed, start, ends = term["signed"], term["services start"], term["ends"]

    def fault(setting: str, number: str, what: str, remedy: str) -> Fault:
        return Fault(Place(clause=number, line=term.lines.get(setting)), what, remedy)

    if ends <= start:
        yield fault("ends", "2.4", f"the term ends on {ends}, and services start on {start}", "write a later end")
        return
    if start < signed and term["in force from"] >= signed:
        yield fault(
            "services start",
            "2.3",
            f"services start on {start}, before the terms are signed on {signed}",
            "write 'in force from' if they are to hold earlier",
        )
    earliest = min(signed, term["in force from"])
    for clause in terms.clauses:
        if clause.rule is None:
            continue
        for setting in ("from", "until"):
            day = clause.get(setting)
            if isinstance(day, date) and day < earliest:
                place = Place(clause=clause.number, line=clause.lines.get(setting))
                yield Fault(
                    place,
                    f"{day} lies before the terms are signed (clause 2.1, {signed})",
                    "a closed month is never changed; write a later date",
                )
            if setting == "from" and isinstance(day, date) and day > ends:
                place = Place(clause=clause.number, line=clause.lines.get(setting))
                yield Fault(place, f"the clause begins on {day}, after the term ends (clause 2.4, {ends})", "write an earlier date")


def closing_days(terms: Terms) -> Iterator[Fault]:
    """Section 12 in order: records freeze, then the preview follows, then objections end."""
    steps = ("records frozen", "preview", "objections until")
    for earlier, later in itertools.pairwise(steps):
        first, second = terms.statement[earlier], terms.statement[later]
        if second < first:
            line = terms.statement.lines.get(later) or terms.statement.lines.get(earlier)
            what = f"'{later}' is business day {second}, before '{earlier}' on business day {first}"
            yield Fault(Place(clause=NUMBERS[later], line=line), what, f"write business day {first} or later")


def definitions(terms: Terms) -> Iterator[Fault]:
    """Calendars that open, clocks that can run, roles whose deputies exist."""
    for party in ("client", "provider"):
        roles = terms.parties[party]["roles and deputies"] or {}
        for role, deputy in roles.items():
            if deputy == role or deputy not in roles:
                line = terms.parties.lines.get(f"{party}/roles and deputies/{role}")
                what = f"'{role}' is its own deputy" if deputy == role else f"'{deputy}', the deputy of '{role}', is no role of the {party}"
                yield Fault(Place(clause=NUMBERS[party], line=line), what, "name another role of the same party", notice=True)
    for clause in terms.section(4):
        if not any(clause["hours"].values()) and not any(clause["dates"].values()):
            yield Fault(
                Place(clause=clause.number, line=clause.lines.get("hours")), "the calendar is never open", "write hours for a weekday"
            )
        yield from holidays_signed(clause, terms)
    for clause in terms.section(7):
        if clause["start"] == clause["stop"]:
            what = f"the clock starts and stops with the same event, '{clause['start']}'"
            yield Fault(Place(clause=clause.number, line=clause.lines.get("stop")), what, "name the event that ends the work")


def holidays_signed(clause: Clause, terms: Terms) -> Iterator[Fault]:
    """Holidays proclaimed after signature can only be left out where those of the signature stand as dates."""
    listing = "holidays as signed" in clause.written
    if clause["new holidays"] == "count":
        if listing:
            what = "the dates of 'holidays as signed' change nothing while new holidays count"
            remedy = "write 'new holidays: do not count', or leave them out"
            yield Fault(Place(clause=clause.number, line=clause.lines.get("holidays as signed")), what, remedy, notice=True)
        return
    place = Place(clause=clause.number, line=clause.lines.get("holidays as signed", clause.lines.get("new holidays")))
    first, last = terms.services_start, terms.term["ends"]
    if clause["holidays"] and not listing:
        what = "new holidays do not count, and the text does not say which public holidays were known at signature"
        places = " ".join(f'"{name}"' for name in clause["holidays"])
        command = f"`remit clock holidays {places} --from {first.year} --to {last.year + 1}`"
        yield Fault(place, what, f"list their dates under 'holidays as signed'; {command} prints them")
    bare = [str(year) for year in range(first.year, last.year + 1) if all(day.year != year for day in clause["holidays as signed"])]
    if listing and bare:
        what = f"'holidays as signed' has no date in {listed(bare)}, and services run until {last}"
        yield Fault(place, what, "add the holidays of that year, or agree that there are none", notice=True)


def whole_months(clause: Clause) -> Iterator[Fault]:
    """Adjustments begin and end with a month, because they are settled by month."""
    first, until = clause.get("from"), clause.get("until")
    if isinstance(first, date) and first.day != 1:
        choices = (Month.of(first).first, Month.of(first).next().first)
        yield _inside("from", first, choices, clause)
    if isinstance(until, date) and (until + timedelta(days=1)).day != 1:
        yield _inside("until", until, (Month.of(until).previous().last, Month.of(until).last), clause)


def _inside(setting: str, day: date, choices: Iterable[date], clause: Clause) -> Fault:
    lies = f"{day.day} {Month.of(day).name.split(' ')[0]}"
    what = f"credits are settled by calendar month (clause 12.1), and {lies} lies inside one"
    return Fault(Place(clause=clause.number, line=clause.lines.get(setting)), what, f"write {' or '.join(map(str, choices))}")


def words(root: Pairs) -> Iterator[Fault]:
    """Notices for words that invite a court to strike a clause out."""
    for section in root:
        if section.key not in SECTIONS.values():
            continue
        for clause in section.value if isinstance(section.value, Pairs) else ():
            number = clause.key.split(" ")[0] if clause.key[:1].isdigit() else None
            for line, word in penalties(Pairs((clause,), clause.line)):
                what = f"'{word}' invites a court to strike the clause out"
                yield Fault(Place(clause=number, line=line), what, "write 'price adjustment' or 'service credit'", notice=True)
