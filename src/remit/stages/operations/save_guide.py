"""Write how items are worked: a guide beside every item of its channel. A change is a new version, and the old ones stay."""

from __future__ import annotations

from django.db.models import Max

from remit.records.models.item_guide import ItemGuide
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused

LONGEST = 60_000


@action(may=roles.leads_queue, says="wrote the guide '{title}'")
def save_guide(*, by: Member, title: str, text: str, channel: str = "", number: int | None = None) -> ItemGuide:
    """`text` is Markdown, read by both companies. Without a `channel` it stands beside every item. `number` is that of a guide of which
    this is the next version."""
    rows = visible(ItemGuide, by)
    last = rows.filter(number=number).aggregate(most=Max("version"))["most"] if number is not None else 0
    faults = []
    if last is None:
        faults.append(Fault(Place(column="number"), f"there is no guide {number}", "write it as a new one"))
    if not title or len(title) > 120:
        faults.append(Fault(Place(column="title"), "a guide needs a title of up to 120 letters", "say what it explains"))
    if not text.strip() or len(text) > LONGEST:
        faults.append(Fault(Place(column="text"), "the text is missing, or too long", f"write up to {LONGEST:,} letters"))
    if len(channel) > 60:
        faults.append(Fault(Place(column="channel"), "the channel is too long", "choose one of the list"))
    if faults:
        raise Refused(faults)
    return ItemGuide.objects.create(
        engagement=by.engagement,
        number=number if number is not None else (rows.aggregate(most=Max("number"))["most"] or 0) + 1,
        version=(last or 0) + 1,
        title=title,
        channel=channel,
        text=text,
        changed_by=by,
        changed_at=by.engagement.now(),
    )
