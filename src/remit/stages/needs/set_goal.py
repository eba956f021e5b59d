"""Set a goal: what is wanted, where it stands, where it shall stand and by when; setting it anew keeps what was said before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from django.db.models import Max

from remit.choice.goals import KINDS
from remit.records.models.goal import Goal
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line, no_longer
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment

MOST = Decimal(10) ** 11


@action(may=roles.audits, says="set the goal {name}", shared=False)
def set_goal(
    *,
    by: Member,
    kind: str,
    name: str,
    baseline: Decimal,
    target: Decimal,
    due: date,
    measured_from: str,
    unit: str = "",
    better: Literal["more", "less"] = "more",
    level: str = "",
    why: str = "",
    goal: str = "",
) -> Goal:
    """A goal needs a `baseline`, a `target` and a date (`due`), and says where its figures are measured; `level` is the clause of a service
    level that measures it once there is a contract (8.1). With `goal` it replaces one, and says `why`."""
    faults = []
    if kind not in KINDS:
        faults.append(Fault(Place(column="kind"), f"'{kind[:40]}' is no kind of goal", f"write {listed(KINDS, 'or')}"))
    for label, text, most in (("name", name, 120), ("measured_from", measured_from, 200)):
        faults += line(label, text, most, "write it in a few words", least=1)
    for label, text, most in (("unit", unit, 40), ("level", level, 20), ("why", why, 1_000)):
        faults += no_longer(label, text, most)
    for label, value in (("baseline", baseline), ("target", target)):
        if not value.is_finite() or abs(value) >= MOST or value != round(value, 4):
            faults.append(Fault(Place(column=label), f"{str(value)[:40]} is no figure for this", "write at most four decimals"))
    if not faults and (target <= baseline if better == "more" else target >= baseline):
        faults.append(
            Fault(Place(column="target"), f"{target} is no better than {baseline}, where {better} is better", "write a better one")
        )
    old = visible(Goal, by).filter(public_id=goal, ended_at=None).first() if goal else None
    if goal and old is None:
        faults.append(Fault(Place(column="goal"), "there is no such goal", "reload the page"))
    if due < moment(by.engagement.now(), by.engagement.zone).date() and (old is None or old.due != due):
        faults.append(Fault(Place(column="due"), f"{due.day} {due:%B} {due.year} is over", "write a day that comes"))
    if goal and not why:
        faults.append(Fault(Place(column="why"), "the goal is set anew without a reason", "say why"))
    if faults:
        raise Refused(faults)
    now = by.engagement.now()
    if old is not None:
        old.ended_at = now
        old.save(update_fields=["ended_at"])
    number = (
        old.number if old is not None else (Goal.objects.filter(engagement=by.engagement).aggregate(last=Max("number"))["last"] or 0) + 1
    )
    return Goal.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        number=number,
        kind=kind,
        name=name,
        unit=unit,
        better=better,
        baseline=baseline,
        target=target,
        measured_from=measured_from,
        due=due,
        level=level,
        why=why,
        replaces=old,
        recorded_by=by,
        recorded_at=now,
    )
