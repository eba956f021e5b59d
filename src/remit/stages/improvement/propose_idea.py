"""Propose an idea: a practice that shall move one service level. Either company may."""

from __future__ import annotations

from django.db.models import Max

from remit.records.models.idea import Idea
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement.ideas import levels_in_force
from remit.stages.lengths import line, no_longer
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="proposed the idea {result}")
def propose_idea(*, by: Member, title: str, level: str, what: str = "", source: str = "") -> Idea:
    """`level` is the clause of the service level by which its effect is measured (8.1), so that nobody argues later whether it helped;
    `source` says where it is practised already."""
    known = levels_in_force(by)
    faults: list[Fault] = []
    for name, text, least, most in (("title", title, 1, 120), ("source", source, 0, 200)):
        faults += line(name, text, most, "write it in a few words", least=least)
    faults += no_longer("what", what, 4_000, "write what is done differently")
    if level not in known:
        there = listed([f"{clause} {name}" for clause, name in known.items()], "or") if known else "the contract's, once there is one"
        faults.append(Fault(Place(column="level"), f"'{level[:20]}' is no service level of the contract", f"choose {there}"))
    if faults:
        raise Refused(faults)
    last = Idea.objects.filter(engagement=by.engagement).aggregate(last=Max("number"))["last"] or 0
    return Idea.objects.create(
        engagement=by.engagement,
        number=last + 1,
        title=title,
        what=what,
        source=source,
        level=level,
        proposed_by=by,
        proposed_at=by.engagement.now(),
    )
