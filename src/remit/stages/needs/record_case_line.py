"""Record a cost of outsourcing with its range, or replace one: what it is, when it falls, low, likely and high."""

from __future__ import annotations

from decimal import Decimal

from remit.choice.business_case import KINDS, PHASES
from remit.records.models.business_case import CaseLine
from remit.records.models.member import Member
from remit.records.models.source import Source
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line, no_longer
from remit.stages.needs.case import baseline
from remit.stages.needs.queries import processes
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

MOST = Decimal(10) ** 9


@action(may=roles.audits, says="recorded a cost of the business case: {name}", shared=False)
def record_case_line(
    *,
    by: Member,
    kind: str,
    name: str,
    phase: str,
    likely: Decimal,
    low: Decimal | None = None,
    high: Decimal | None = None,
    per: str = "",
    because: str = "",
    source: int | None = None,
    line: str = "",
) -> CaseLine:
    """`kind` is price, governance, licences, training, travel, transition, parallel run, severance, currency or exit; `phase` transition
    (once, before), running (each month) or exit (once, at the end). A running line is `per` month, or per unit of the baseline. Without
    `low` and `high` there is no range. A nought says that somebody thought of it. `source` is the number of a source; `line` replaces one.
    A low figure may be below nought: a move of the currency can also help."""
    low, high = (likely if value is None else value for value in (low, high))
    units = [one.name for one in baseline(processes(by)).units]
    per = (per or "month") if phase == "running" else "once"
    faults = list(_faults(kind, name, phase, (low, likely, high), because))
    if phase == "running" and per not in ("month", *units):
        faults.append(Fault(Place(column="per"), f"'{per[:40]}' is no unit of the baseline", f"write {listed(['month', *units], 'or')}"))
    cited = visible(Source, by).filter(number=source).first() if source is not None else None
    if source is not None and cited is None:
        faults.append(Fault(Place(column="source"), f"there is no source {source}", "record it in the library first"))
    old = visible(CaseLine, by).filter(public_id=line, removed_at=None).first() if line else None
    if line and old is None:
        faults.append(Fault(Place(column="line"), "there is no such line", "reload the page"))
    if faults:
        raise Refused(faults)
    now = by.engagement.now()
    if old is not None:
        old.removed_at = now
        old.save(update_fields=["removed_at"])
    return CaseLine.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        kind=kind,
        name=name,
        phase=phase,
        per=per,
        low=low,
        likely=likely,
        high=high,
        because=because,
        cited=cited,
        recorded_by=by,
        recorded_at=now,
    )


def _faults(kind: str, name: str, phase: str, figures: tuple[Decimal, Decimal, Decimal], because: str) -> list[Fault]:
    faults = []
    if kind not in KINDS:
        faults.append(Fault(Place(column="kind"), f"'{kind[:40]}' is no kind of cost", f"write {listed(KINDS, 'or')}"))
    if phase not in PHASES:
        faults.append(Fault(Place(column="phase"), f"'{phase[:40]}' is no phase", f"write {listed(PHASES, 'or')}"))
    faults += line("name", name, 120, "write what it is", least=1)
    faults += no_longer("because", because, 240)
    for value in figures:
        exponent = value.normalize().as_tuple().exponent if value.is_finite() else 0
        if not value.is_finite() or abs(value) >= MOST or not isinstance(exponent, int) or exponent < -4:
            return [*faults, Fault(Place(column="likely"), f"{str(value)[:40]} is no figure for this", "write at most four decimals")]
    low, likely, high = figures
    if not low <= likely <= high:
        faults.append(Fault(Place(column="low"), f"{low} to {high} does not hold {likely}", "write low, likely and high in this order"))
    return faults
