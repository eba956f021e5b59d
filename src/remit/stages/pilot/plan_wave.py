"""Plan a wave of the handover: which work, how much of it, from which day on, and who owns it before and after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.wave import Wave, WaveAcceptance
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import TextsInput
from remit.stages.needs.staff_transfer import unready
from remit.stages.pilot.tasks import contract, tasks_of
from remit.stages.workspace.closed_days import places
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment
from remit.work.closures import closures, first_open


@action(may=roles.plans_waves, says="planned the wave “{name}” for {day}", happening="wave planned")
def plan_wave(
    *,
    by: Member,
    name: str,
    tasks: TextsInput,
    share: Decimal,
    day: date,
    owner_before: str,
    owner_after: str,
    needs_go: bool = False,
    despite: str = "",
) -> Wave:
    """`tasks` are components of the contract's services, `share` the per cent of them that is with the provider from `day` on; the owners
    are places of the client and of the provider. With `needs_go` nothing is handed over before a gate is signed as a go. A day on which
    one of the companies is closed is refused, with the first day on which both work, unless `despite` says why. Who plans accepts for
    the own company; the other one accepts for itself."""
    known = [task.name for task in tasks_of(contract(by))]
    faults = []
    if not name or len(name) > 120:
        faults.append(Fault(Place(column="name"), "a wave has a name of 1 to 120 letters", "write it as both companies call it"))
    unknown = [task for task in tasks if task not in known]
    if unknown or not tasks:
        what = f"the contract has no {listed([task[:60] for task in unknown], 'or')}" if unknown else "no work is chosen"
        faults.append(Fault(Place(column="tasks"), what, f"there is {listed(known)}"))
    if not share.is_finite() or not 0 < share <= 100:
        faults.append(Fault(Place(column="share"), "a share is more than 0 and at most 100 per cent", "write 10 for a tenth"))
    before, after = _owner(by, owner_before, "client"), _owner(by, owner_after, "provider")
    if before is None:
        faults.append(Fault(Place(column="owner_before"), "the client has no such person here", "choose one of its people"))
    if after is None:
        faults.append(Fault(Place(column="owner_after"), "the provider has no such person here", "choose one of its people"))
    faults += day_faults(by, day, despite)
    faults += unready(by, day)
    if faults or before is None or after is None:
        raise Refused(faults)
    last = Wave.objects.filter(engagement=by.engagement).order_by("-number").values_list("number", flat=True).first()
    made = Wave.objects.create(
        engagement=by.engagement,
        number=(last or 0) + 1,
        name=name,
        tasks=list(dict.fromkeys(tasks)),
        share=share,
        day=day,
        needs_go=needs_go,
        owner_before=before,
        owner_after=after,
        despite=despite if closures(places(by.engagement, by.engagement.now()), day) else "",
        planned_by=by,
        planned_at=by.engagement.now(),
    )
    accept(by, made)
    return made


def accept(by: Member, wave: Wave) -> WaveAcceptance:
    """The own company's word that the wave may begin on its day as it is now."""
    return WaveAcceptance.objects.create(
        engagement=by.engagement, wave=wave, side=by.side, day=wave.day, given_by=by, given_at=by.engagement.now()
    )


def day_faults(by: Member, day: date, despite: str) -> Iterator[Fault]:
    """What is wrong with beginning on a day: it is over, or one company is closed and nobody said why it is all right."""
    now = by.engagement.now()
    if day < moment(now, by.engagement.zone).date():
        yield Fault(Place(column="day"), f"{day.day} {day:%B %Y} is over", "choose a day that comes")
        return
    where = places(by.engagement, now)
    closed = closures(where, day)
    if closed and not despite:
        who = listed([f"{by.engagement.organisation(one.side)} is closed ({one.name})" for one in closed])
        better = first_open(where, day)
        remedy = f"begin on {better:%A} {better.day} {better:%B}, the first day on which both companies work, or say why on this day"
        yield Fault(Place(column="day"), f"on {day:%A} {day.day} {day:%B %Y} {who}", remedy)


def _owner(by: Member, number: str, side: str) -> Member | None:
    return Member.objects.filter(engagement=by.engagement, public_id=number, side=side, ended_at=None).first()
