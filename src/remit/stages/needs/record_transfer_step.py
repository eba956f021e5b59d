"""Record that a step of a staff transfer is done. The order is the law's: what comes first is done first, or somebody says why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from remit.choice.staff_transfer import BY_KEY, STEPS, Step, early, followers
from remit.records.models.member import Member
from remit.records.models.staff_transfer import StaffTransferStep
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import no_longer
from remit.stages.needs.staff_transfer import Seen, seen
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment


@action(may=roles.audits, says="recorded a step of the staff transfer: {step}", shared=False)
def record_transfer_step(*, by: Member, step: str, day: date, note: str, despite: str = "") -> StaffTransferStep:
    """`day` is when it was done, `note` what was done and where the paper is. The same step again replaces what was recorded. Out of order,
    or later than the law allows, it is refused unless `despite` says why."""
    today = moment(by.engagement.now(), by.engagement.zone).date()
    found, one = seen(by, today), BY_KEY.get(step)
    faults: list[Fault] = []
    if one is None or not one.typed:
        known = listed([each.key for each in STEPS if each.typed], "or")
        raise Refused([Fault(Place(column="step"), f"'{step[:40]}' is no step that is recorded here", f"write {known}")])
    if found.said is None:
        raise Refused([Fault(Place(column="step"), "nobody has said which law holds", "record what counsel said first")])
    if found.step(step).word == "not asked":
        why = "nobody goes over" if found.said.applies else "no law asks for it"
        raise Refused([Fault(Place(column="step"), f"{why}, so this step is not asked", "change the plan first if that is no longer so")])
    if day > today:
        faults.append(Fault(Place(column="day"), f"{day.day} {day:%B %Y} has not come yet", "record it once it is done"))
    if step == "moved" and day < found.said.day:
        what = f"the work moves on {found.said.day.day} {found.said.day:%B %Y}"
        faults.append(Fault(Place(column="day"), what, "record it from that day on, or change the day"))
    if not note.strip() or len(note) > 2_000:
        faults.append(Fault(Place(column="note"), "is no text of 1 to 2,000 letters", "write what was done, and where the paper is"))
    faults += no_longer("despite", despite, 1_000)
    against = list(_against(found, one, day))
    if not despite:
        faults += against
    if faults:
        raise Refused(faults)
    now = by.engagement.now()
    if step in found.rows:
        found.rows[step].removed_at = now
        found.rows[step].save(update_fields=["removed_at"])
    return StaffTransferStep.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        step=step,
        day=day,
        note=note,
        despite=despite if against else "",
        recorded_by=by,
        recorded_at=now,
    )


def _against(found: Seen, step: Step, day: date) -> Iterator[Fault]:
    """What the order has against the day."""
    done = {one.step.key: one.done for one in found.asked if one.done is not None}
    where, standing = Place(column="despite"), found.step(step.key)
    for key in standing.waits_for:
        yield Fault(where, f"this comes first: {BY_KEY[key].title.lower()}", "record that, or say why this came before")
    for key in early(step, day, done):
        yield Fault(where, f"this comes first, and was on {_day(done[key])}: {BY_KEY[key].title.lower()}", "say why the order was another")
    for one in followers(step):
        if one.key in done and done[one.key] < day:
            what = f"this came already on {_day(done[one.key])}, and comes after: {one.title.lower()}"
            yield Fault(where, what, "say why the order was another")
    if standing.latest is not None and day > standing.latest:
        yield Fault(where, f"the last day for it was {_day(standing.latest)}", "say why it came later, or move the day of the work")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
