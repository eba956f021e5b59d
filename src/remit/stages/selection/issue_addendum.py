"""Issue an addendum: a numbered change of a published request, the same for every bidder, chained to what stood before by its digest."""

from __future__ import annotations

import rfc8785

from remit.records.models.member import Member
from remit.records.models.request import Addendum
from remit.records.scoped import TENDER
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.bidders_told import tell
from remit.stages.selection.request_rows import at_wall_clock, digest_now, digest_of, faults_of_dates, published_of, written
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="issued an addendum to request {request}", shared=False)
def issue_addendum(*, by: Member, request: str, text: str, questions_until: str = "", deadline: str = "", opening: str = "") -> Addendum:
    """What the text says holds beside the frozen words. Dates that are given take the place of the old ones; a deadline only moves later,
    and not once it has passed. Bids that are in stay valid: whoever wants to change one submits it again."""
    row, engagement = published_of(by, request), by.engagement
    if not 1 <= len(text) <= 10_000:
        raise Refused([Fault(Place(column="text"), "an addendum has 1 to 10,000 letters", "say what changes")])
    asked, due, opened = row.questions_until, row.deadline_at, row.opening_at
    if questions_until:
        asked = at_wall_clock(engagement, questions_until, "questions_until")
    if deadline:
        due = at_wall_clock(engagement, deadline, "deadline")
        opened = max(opened or due, due)
    if opening:
        opened = at_wall_clock(engagement, opening, "opening")
    now, faults = engagement.now(), []
    if row.deadline_at is None or now >= row.deadline_at:
        faults.append(Fault(Place(), "the deadline has passed", "open the bids, or withdraw the request"))
    elif due is not None and due < row.deadline_at:
        faults.append(Fault(Place(column="deadline"), "it is earlier than what was published", "a deadline only moves later"))
    if (asked, due, opened) != (row.questions_until, row.deadline_at, row.opening_at):
        faults += [one for one in faults_of_dates(now, asked, due, opened) if questions_until or one.place.column != "questions_until"]
    if faults:
        raise Refused(faults)
    changed = {
        name: written(new, engagement.zone)
        for name, new, old in (
            ("questions_until", asked, row.questions_until),
            ("deadline", due, row.deadline_at),
            ("opening", opened, row.opening_at),
        )
        if new != old
    }
    before, number = digest_now(row), row.addenda.count() + 1
    content = rfc8785.dumps({"remit_addendum": 1, "number": number, "text": text, "changes": changed, "before": before})
    made = Addendum.objects.create(
        engagement=engagement,
        visible_to=TENDER,
        request=row,
        number=number,
        text=text,
        changes=changed,
        before=before,
        digest=digest_of(content),
        issued_by=by,
        issued_at=now,
    )
    row.questions_until, row.deadline_at, row.opening_at = asked, due, opened
    row.save(update_fields=["questions_until", "deadline_at", "opening_at"])
    tell(row, f"Addendum {number} to “{row.title}”", text[:300], f"addendum {made.public_id}")
    return made
