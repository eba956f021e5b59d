"""Take volume and minutes of a process over from its log: counted, not estimated."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.maps import Seen, found, of_row
from remit.values.fault import Fault, Place, Refused
from remit.values.money import Rounding
from remit.values.period import MINUTE, moment

_VOLUME, _MINUTES = Rounding(to=Decimal("1")), Rounding(to=Decimal("0.01"))


@action(may=roles.audits, says="took the figures of {result} over from a log", shared=False)
def take_over_figures(*, by: Member, log: str, volume: bool = True, minutes: bool = False) -> Process:
    """`volume` is the cases of the log for each month it spans; `minutes` the median handling of all its steps together, which only a log
    that says when steps began can give. Where the figures come from is written beside them."""
    row = found(by, log)
    if row.process is None:
        raise Refused([Fault(Place(column="log"), "the log belongs to no process", "say to which when you bring it in")])
    seen = of_row(row)
    if minutes and not seen.found.has_handling:
        what = "the log does not say when steps began, so it cannot tell work from waiting"
        raise Refused([Fault(Place(column="minutes"), what, "measure a few, or bring in a log with begin and end")])
    if not volume and not minutes:
        raise Refused([Fault(Place(), "nothing is to be taken over", "choose volume, minutes or both")])
    process = row.process
    if volume:
        process.volume = volume_of(seen)
    if minutes:
        process.minutes = minutes_of(seen)
    zone = by.engagement.zone
    first, last = moment(seen.found.first, zone).date(), moment(seen.found.last, zone).date()
    process.figures_from = f"{row.file}, {seen.found.cases:,} cases from {first} to {last}"[:200]
    process.changed_at = by.engagement.now()
    process.save(update_fields=["volume", "minutes", "figures_from", "changed_at"])
    return process


def volume_of(seen: Seen) -> Decimal:
    """Cases a month, whole."""
    return _VOLUME.of(Fraction(seen.found.cases) / seen.months)


def minutes_of(seen: Seen) -> Decimal:
    """Minutes of work in a case: each step's median handling times how often a case has it, to a hundredth."""
    worked = sum(
        (Fraction(row["handling"]) * row["events"] for row in seen.found.steps.iter_rows(named=True) if row["handling"] is not None),
        Fraction(0),
    )
    return _MINUTES.of(worked / MINUTE / max(seen.found.cases, 1))
