"""Record a call with a reference, by the same form for all: what they said, and whether they would hire the provider again."""

from __future__ import annotations

from datetime import date

from remit.records.models.diligence import Reference
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment

CALL_FORM = (
    "What does it do for you, since when and how much?",
    "Does it deliver what was agreed? Ask for a figure.",
    "What does it do badly?",
    "How did you learn of the last thing that went wrong?",
    "How many of your people there changed in the last year?",
)
"""Asked of each reference, in these words, so that the answers compare."""
AGAIN = ("yes", "no", "unsure")
LONGEST = 4_000


@action(may=roles.scores_bids, says="recorded a call with a reference", shared=False)
def record_call(*, by: Member, reference: str, day: date, again: str, answers: dict[str, str]) -> Reference:
    """`answers` by the place of the question in the form, from 0. Recorded again, the new record takes the place of the old."""
    row = visible(Reference, by).filter(public_id=reference).first()
    faults = []
    if row is None:
        faults.append(Fault(Place(column="reference"), f"there is no reference {reference[:40]}", "open the page again"))
    if again not in AGAIN:
        faults.append(
            Fault(Place(column="again"), f"'{again[:20]}' does not say whether they would hire again", f"choose {listed(AGAIN, 'or')}")
        )
    if day > moment(by.engagement.now(), by.engagement.zone).date():
        faults.append(Fault(Place(column="day"), f"{day} is still to come", "record the call once it was made"))
    said = {place: text for place, text in answers.items() if text}
    if set(said) - {str(place) for place in range(len(CALL_FORM))} or any(len(text) > LONGEST for text in said.values()):
        faults.append(
            Fault(Place(column="answers"), "an answer is to no question of the form, or too long", f"at most {LONGEST:,} letters")
        )
    if not said:
        faults.append(Fault(Place(column="answers"), "there is no answer", "write what they said"))
    if faults or row is None:
        raise Refused(faults)
    row.called_on, row.again, row.answers, row.called_by = day, again, said, by
    row.save(update_fields=["called_on", "again", "answers", "called_by"])
    return row
