"""What happens in an engagement that others want to hear of, and the outbox: rows written in the transaction of what happened.

An action names its happening on the decorator; a job calls `happened`. Nothing is sent here: a row waits in `Delivery` for each place that
wants to hear of it, exists exactly when what it tells of does, and a job sends it once the transaction is committed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from remit.records import row_level
from remit.records.fields import public_id
from remit.records.models.engagement import Engagement
from remit.records.models.webhook import Delivery, Webhook
from remit.values.period import moment

HAPPENINGS: Mapping[str, str] = {
    "statement issued": "A month is closed, or gets a further version",
    "statement approved": "A company says that the figures are right",
    "statement signed": "A company signs a statement",
    "month accepted": "Both have accepted, or the time to object has run out",
    "dispute opened": "Items of a statement are objected to",
    "dispute answered": "An objection is accepted or refused",
    "gate decided": "A pilot gate ends: go, conditional or no-go",
    "gate signed": "A company signs a decided gate",
    "wave planned": "A wave of the handover is planned, moved or withdrawn",
    "wave accepted": "A company accepts a wave of the handover",
    "import done": "Work or facts came in by file: they are stored, not only queued",
    "import failed": "A queued import stored nothing",
    "contract offered": "A company offers a change of the contract",
    "contract signed": "A company signs an offered change; with both it is part of the contract",
    "change raised": "A company asks for a change",
    "change priced": "The provider prices a change and offers its amendment",
    "change answered": "The client approves or refuses a priced change",
    "escalation": "Something is escalated under the contract",
    "alert": "A clock or a month's service level needs attention",
}
"""Every happening and when it is told. On the wire the words are joined by a dot: statement.issued."""
TEST = "test"


def happened(
    engagement: Engagement,
    happening: str,
    *,
    said: str,
    by: object = "Remit",
    subject: object = None,
    visible_to: str = "both",
) -> int:
    """Writes a delivery for each place that wants to hear of it, and gives their number. `said` is one sentence, `subject` the row that it
    is about. What only one company may see goes to places of that company alone. `ValueError` for a happening that is none."""
    if happening not in HAPPENINGS:
        raise ValueError(f"'{happening}' is no happening; there are {', '.join(HAPPENINGS)}")
    with row_level.acting_for(engagement.pk):  # whoever acts, places of both companies hear of it
        places = Webhook.objects.filter(engagement=engagement, ended_at=None).select_related("engagement")
        wanted = [one for one in places if happening in one.happenings and (visible_to == "both" or one.visible_to == visible_to)]
        if wanted:
            told = message(engagement, happening, said, str(by), subject)
            Delivery.objects.bulk_create([delivery(one, happening, told) for one in wanted])
    return len(wanted)


def message(engagement: Engagement, happening: str, said: str, by: str, subject: object = None) -> dict[str, Any]:
    """What is told, whatever the form: thin on purpose, because who wants more asks the API with the number."""
    return {
        "type": happening.replace(" ", "."),
        "timestamp": moment(engagement.now()).isoformat().replace("+00:00", "Z"),
        "data": {
            "engagement": engagement.code,
            "name": engagement.name,
            "said": said,
            "by": by,
            "record": getattr(subject, "public_id", None),
            "link": f"{settings.ORIGIN}/e/{engagement.code}/{_path(subject)}",
        },
    }


def delivery(place: Webhook, happening: str, told: Mapping[str, Any]) -> Delivery:
    """A message that waits to be sent to one place at once. Its number is the `webhook-id` by which the receiver knows a repetition."""
    return Delivery(
        public_id=public_id(),
        engagement_id=place.engagement_id,
        webhook=place,
        happening=happening,
        payload=dict(told),
        next_try_at=0,
        made_at=place.engagement.now(),
    )


def _path(subject: object) -> str:
    """Where a person reads of it: the record's own page, or the month's statement, for what belongs to one."""
    path = getattr(subject, "path", None)
    if isinstance(path, str):
        return path
    statement = getattr(subject, "statement", None) or subject
    month = getattr(statement, "month", None)
    return f"statements/{month}" if month else ""
