"""Which terms hold when: the signed text and its amendments, consolidated into one dated text each.

A consolidated text is generated and hashed: every line that no amendment touches keeps its bytes, and section 16 lists what was put in. An
amendment names the text it amends by digest, so an order or a copy that differs is noticed. A signed text is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from remit.terms.amendment import Amendment, read_amendment
from remit.terms.catalogue import Catalogue
from remit.terms.clauses import order_of
from remit.terms.context import listed
from remit.terms.document import SECTIONS, Terms
from remit.terms.reader import read, read_with_notices
from remit.terms.splice import Line, Span, indented, inserted, lines_of, removed, replaced, section_written, spans
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month


@dataclass(frozen=True, slots=True)
class Version:
    """Terms that hold from a day on, until the next version's day. `amendment` made them; it is None for the text first signed."""

    starts: date
    terms: Terms
    amendment: Amendment | None = None


def consolidate(
    text: bytes | str,
    amendments: Sequence[bytes | str],
    catalogue: Catalogue,
    *,
    names: Sequence[str] = (),
    closed: Month | None = None,
) -> tuple[Version, ...]:
    """The signed terms and the terms after each amendment, in order; `Refused` with every fault of the first amendment that has any.

    `names` are what the amendments are called in messages. `closed` is the last month whose statement is final: an amendment that holds
    from a day within or before it is refused, because a closed month is only ever corrected by a later line.
    """
    first = read(text, catalogue)
    versions = [Version(first.term["in force from"], first)]
    for index, source in enumerate(amendments):
        name = names[index] if index < len(names) else f"amendment {index + 1}"
        amendment = read_amendment(source, name)
        faults = list(_misfits(amendment, versions, closed))
        if faults:
            raise Refused(faults)
        versions.append(_amended(versions[-1].terms, amendment, catalogue))
    return tuple(versions)


def in_force(versions: Sequence[Version], day: date) -> Terms:
    """The terms that hold on a day; before the first version's day the first one, because earlier days are only measured by it."""
    return next((version.terms for version in reversed(versions) if version.starts <= day), versions[0].terms)


def in_force_in(versions: Sequence[Version], month: Month) -> Terms:
    """The terms that a month is settled by. What settles a month changes with the first of one, so it is the same all month."""
    return in_force(versions, month.last)


def _misfits(amendment: Amendment, versions: Sequence[Version], closed: Month | None) -> Iterator[Fault]:
    """What keeps an amendment from following the versions before it."""
    current = versions[-1].terms

    def fault(setting: str, what: str, remedy: str) -> Fault:
        return Fault(Place(line=amendment.at.get(setting), file=amendment.name), what, remedy)

    if amendment.amends != current.digest:
        earlier = any(version.terms.digest == amendment.amends for version in versions)
        why = "which another amendment has changed since" if earlier else f"and the terms in force are {_short(current.digest)}"
        remedy = f"write {current.digest}" if earlier else "check that both parties hold the same text, then write its digest"
        yield fault("amends", f"the amendment amends {_short(amendment.amends)}, {why}", remedy)
    signed = current.term["signed"]
    if amendment.signed < signed:
        yield fault(
            "signed",
            f"the amendment is signed on {amendment.signed}, before the terms themselves (clause 2.1, {signed})",
            "write the day of its signature",
        )
    first = max(signed, versions[-1].starts) if len(versions) > 1 else signed
    if amendment.starts < first:
        held = f"the version before it holds from {first}" if len(versions) > 1 else f"the terms were signed on {first} (clause 2.1)"
        yield fault("from", f"the amendment holds from {amendment.starts}, and {held}", "write a later day")
    if amendment.starts.day != 1 and amendment.settles:
        month = Month.of(amendment.starts)
        what = f"statements are made by calendar month (clause 12.1), and {amendment.starts} lies inside one"
        yield fault("from", what, f"write {month.first} or {month.next().first}")
    if closed is not None and amendment.starts <= closed.last:
        what = f"the amendment holds from {amendment.starts}, and {closed.name} is closed"
        yield fault("from", what, f"write {closed.next().first} or later; a closed month is corrected by a line in a later statement")
    yield from _wrong_numbers(amendment, current)


def _wrong_numbers(amendment: Amendment, current: Terms) -> Iterator[Fault]:
    numbers = {clause.number for clause in current.clauses}
    gone = {word.removeprefix("removed ") for row in current.amendments for word in row["clauses"] if word.startswith("removed ")}
    for number in amendment.removes:
        place = Place(line=amendment.at.get("remove"), file=amendment.name)
        if number in gone:
            yield Fault(place, f"clause {number} was removed before", "take it out of 'remove'")
        elif number not in numbers:
            near = [other for other in sorted(numbers, key=order_of) if other.split(".")[0] == number.split(".")[0]]
            remedy = f"section {number.split('.')[0]} has {listed(near)}" if near else "write a number of the terms"
            yield Fault(place, f"there is no clause {number} to remove", remedy)
    for (_, number), lines in amendment.clauses.items():
        place = Place(clause=number, line=lines[0].number, file=amendment.name)
        if number in gone:
            yield Fault(
                place, f"the number {number} belonged to a clause that was removed, and is never used again", "take the next free number"
            )
        if number in amendment.removes:
            yield Fault(place, f"clause {number} is changed and removed at once", "do one of them")


def _amended(current: Terms, amendment: Amendment, catalogue: Catalogue) -> Version:
    """The version after an amendment; faults of the consolidated text are told where they were written."""
    lines = lines_of(current.text.decode("utf-8-sig"), "the terms")
    for number in amendment.removes:
        lines = removed(lines, _span(lines, number))
    for name, body in amendment.sections.items():
        lines = section_written(lines, name, body)
    for (section, number), body in amendment.clauses.items():
        found = next((span for span in spans(lines).get(section, ()) if span.number == number), None)
        indent = found.indent if found else next((span.indent for span in spans(lines).get(section, ())), 2)
        lines = replaced(lines, found, indented(body, indent)) if found else inserted(lines, section, number, indented(body, indent))
    lines = _recorded(lines, amendment)
    text = "".join(line.text for line in lines).encode()
    terms, faults = read_with_notices(text, catalogue)
    if terms is None:
        raise Refused([_where_written(fault, lines) for fault in faults if not fault.notice])
    return Version(amendment.starts, terms, amendment)


def _span(lines: list[Line], number: str) -> Span:
    section = SECTIONS[int(number.split(".")[0])]
    return next(span for span in spans(lines)[section] if span.number == number)


def _recorded(lines: list[Line], amendment: Amendment) -> list[Line]:
    """Section 16 with one more row."""
    row = (
        f"  - signed: {amendment.signed}\n    from: {amendment.starts}\n"
        f"    clauses: [{', '.join(amendment.numbers)}]\n    digest: {amendment.digest}\n"
    )
    new = lines_of(row, amendment.name)
    span = next(iter(spans(lines).get("amendments", ())), None)
    if span is not None:
        return [*lines[: span.last], *new, *lines[span.last :]]
    return section_written(lines, "amendments", [*lines_of("amendments:\n", amendment.name), *new])


def _where_written(fault: Fault, lines: Sequence[Line]) -> Fault:
    """The fault at the line of the amendment or of the terms that it comes from."""
    line = fault.place.line
    if line is None or line > len(lines):
        return replace(fault, place=replace(fault.place, file="the consolidated text"))
    origin = lines[line - 1]
    return replace(fault, place=replace(fault.place, file=origin.source, line=origin.number))


def _short(digest: str) -> str:
    return f"{digest[:15]}…" if len(digest) > 20 else digest
