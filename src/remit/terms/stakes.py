"""What hangs on a level: a credit needs one that can be missed, and a limit below what can come together loses credits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from remit.terms.context import listed
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Percent
from remit.values.fault import Fault, Place
from remit.values.money import Money

UNUSUAL = Fraction(25, 100)
"""A redline of a signed contract prints 51 % where 5 % was meant."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")


def stakes(terms: Terms) -> Iterator[Fault]:
    """Faults of adjustments and the levels they hang on, and notices of limits."""
    levels = {clause.name: clause for clause in terms.section(8)}
    for clause in terms.section(11):
        yield from _levels(clause, levels)
        if clause.rule == "cap":
            yield from _limit(clause, terms)


def credits_of(clause: Clause) -> Mapping[str, Fraction | Money | None]:
    """Each level an adjustment hangs on, with the most it can bring in a month where one figure says so."""
    credits = clause.get("credits")
    if isinstance(credits, Mapping):
        return dict(credits)
    level = clause.get("service level")
    if not isinstance(level, str):
        return {}
    return {level: _highest(clause)}


def _highest(clause: Clause) -> Fraction | Money | None:
    """The highest share of bands; None where the adjustment has no one figure."""
    shares = [pay for band in clause.get("bands") or () for pay in band.pays.values() if isinstance(pay, Fraction)]
    most = clause.get("at most")
    return max(shares) if shares else most if isinstance(most, Fraction) else None


def _levels(clause: Clause, levels: Mapping[str, Clause]) -> Iterator[Fault]:
    """A credit for each miss needs a level that can be missed; one far beyond practice may be a slip of the pen."""
    for name, share in (clause.get("credits") or {}).items():
        if isinstance(share, Fraction) and share > UNUSUAL:
            place = Place(clause=clause.number, line=clause.lines.get(f"credits/{name}"))
            what = f"{_written(share)} for one miss is far beyond practice, where 2 % to 10 % are usual"
            yield Fault(place, what, "check the figure", notice=True)
        level = levels.get(name)
        if level is not None and level.get("target") is None:
            place = Place(clause=clause.number, line=clause.lines.get(f"credits/{name}"))
            what = f"the credit of {_written(share)} hangs on clause {level.number}, which has no target and is never missed"
            yield Fault(place, what, f"add 'target' to clause {level.number}")


def _written(share: Fraction | Money) -> str:
    return Amount().write(share) if isinstance(share, Money) else Percent().write(share)


def _limit(cap: Clause, terms: Terms) -> Iterator[Fault]:
    """A notice where what is limited can come to more than the limit, so that part of a credit is lost."""
    most = cap.get("at most")
    limited = [clause for clause in terms.section(11) if clause.name in cap["limits"]]
    if not isinstance(most, Fraction) or cap["each"] != "month" or cap["excess"] != "lapses":
        return
    shares: list[Fraction] = []
    for clause in limited:
        for share in credits_of(clause).values():
            if not isinstance(share, Fraction) or clause.get("of") != cap["of"]:
                return
            shares.append(share)
    if cap["of"] == "this service":
        shares = max(_by_service(limited, terms), key=sum, default=[])
    total = sum(shares, Fraction(0))
    if total <= most:
        return
    so_far, misses = Fraction(0), 0
    for share in sorted(shares, reverse=True):
        so_far, misses = so_far + share, misses + 1
        if so_far > most:
            break
    which = _ORDINALS[misses - 1] if misses <= len(_ORDINALS) else f"{misses}th"
    numbers = listed([clause.number for clause in limited])
    plural = "clauses" if len(limited) > 1 else "clause"
    verb = "are" if len(limited) > 1 else "is"
    what = f"{plural} {numbers} can come to {Percent().write(total)} in a month and {verb} limited to {Percent().write(most)}"
    yield Fault(
        Place(clause=cap.number, line=cap.lines.get("at most")), what, f"from the {which} miss on, part of a credit is lost", notice=True
    )


def _by_service(limited: list[Clause], terms: Terms) -> list[list[Fraction]]:
    """The shares of each service by themselves."""
    services: dict[str, list[Fraction]] = {}
    for clause in limited:
        for name, share in credits_of(clause).items():
            service = _service(name, terms)
            if isinstance(share, Fraction):
                services.setdefault(service, []).append(share)
    return list(services.values())


def _service(level: str, terms: Terms) -> str:
    """The service a level measures, through its clock and component; the level itself where there is none."""
    clause = next((clause for clause in terms.section(8) if clause.name == level), None)
    clock = next((one for one in terms.section(7) if clause is not None and one.name == clause.get("clock")), None)
    measured = clock or clause
    name = measured.get("covers") if measured else None
    for service in terms.section(6):
        if name == service.name or name in (service.get("components") or {}):
            return service.name
    return level
