"""Close a month: settle it from what is known now and issue the next version of its statement, for both companies to see."""

from __future__ import annotations

import platform

from remit import __version__, closing
from remit.exchange import statement_json
from remit.exchange.statement_json import Envelope
from remit.intake.knowledge import knowledge
from remit.intake.store import touch
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import MonthInput
from remit.timetable import reopened_until, timetable
from remit.values.fault import Fault, Place, Refused


@action(may=roles.closes_months, says="closed {month}", happening="statement issued")
def close_month(*, by: Member, month: MonthInput) -> IssuedStatement:
    """Issues the month's statement as known at this instant. A version that says the same as the last one is refused: issued statements
    never change, and a new one must have a reason. `Refused` as well where the month is not over or a clause lacks a fact."""
    engagement = by.engagement
    cut = engagement.now()
    known = knowledge(engagement)
    made = closing.settle(known, month, cut)
    agreement = known.agreements(month)
    closing.refuse_unfit(agreement, known.issued, made)
    before = [one for one in known.issued if one.month == month]
    if before and closing.says_the_same(before[-1], made):
        what = f"nothing has changed since version {before[-1].version} of {month.name}"
        raise Refused([Fault(Place(), what, "answer an objection or bring late work in first")])
    content = statement_json.write(made, Envelope(program=f"remit {__version__}", platform=platform.platform(), issued_at=cut))
    times = timetable(agreement.terms, month)
    object_until = max(times.objections_until, cut) if not before else max(times.objections_until, reopened_until(agreement.terms, cut))
    row = IssuedStatement.objects.create(
        engagement=engagement,
        month=str(month),
        version=made.version,
        content=content,
        digest=statement_json.digest(made),
        cut=cut,
        total=made.total,
        agreed=made.agreed,
        disputed=made.disputed,
        currency=made.currency,
        issued_by=by,
        issued_at=cut,
        frozen_at=times.frozen,
        object_until=object_until,
        due_day=times.undisputed_due(agreement.terms, object_until),
    )
    touch(engagement)
    return row
