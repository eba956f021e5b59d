"""What silence does: a statement nobody objected to in time is deemed accepted, an objection nobody answered in time stands accepted.

The terms say it (12.6, and `silence accepts after` of a relief); the job calls it, and calling it twice does nothing twice. Relief that is
accepted by silence needs no fact of its own: the core counts the silence from the claim itself.
"""

from __future__ import annotations

from django.db import transaction

from remit.intake.knowledge import kept
from remit.records import audit
from remit.records.models.acceptance import Acceptance
from remit.records.models.dispute import Dispute
from remit.records.models.engagement import Engagement
from remit.records.models.issued_statement import IssuedStatement
from remit.stages.happenings import happened
from remit.stages.job import MINUTE, job
from remit.stages.workspace.notify import settle_all


@job(every=10 * MINUTE, each_engagement=True)
def accept_by_silence(*, engagement: Engagement) -> None:
    """Record what silence has accepted: statements nobody objected to, objections nobody answered."""
    accepted_by_silence(engagement, engagement.now())


def accepted_by_silence(engagement: Engagement, now: int) -> list[str]:
    """Records what silence has accepted up to an instant; the sentences of what was done."""
    with transaction.atomic():
        Engagement.objects.select_for_update().get(pk=engagement.pk)
        engagement.refresh_from_db()
        said = [*_disputes(engagement, now), *_statements(engagement, now)]
        for sentence in said:
            audit.append(engagement, now, "accept by silence", by=None, subject=sentence)
            happened(engagement, "dispute answered" if sentence.startswith("dispute") else "month accepted", said=sentence)
    return said


def _statements(engagement: Engagement, now: int) -> list[str]:
    versions = kept(engagement).versions
    if not versions or versions[-1].terms.statement["silence"] != "accepts":
        return []
    said = []
    latest: dict[str, IssuedStatement] = {}
    for row in IssuedStatement.objects.filter(engagement=engagement).order_by("month", "version"):
        latest[row.month] = row
    for row in latest.values():
        if row.object_until is None or row.object_until >= now:
            continue
        if Dispute.objects.filter(engagement=engagement, month=row.month, state="open").exists():
            continue
        for side in ("client", "provider"):
            if Acceptance.objects.filter(statement=row, side=side).exists():
                continue
            Acceptance.objects.create(
                engagement=engagement,
                statement=row,
                side=side,
                kind="deemed accepted",
                method="time",
                digest=row.digest,
                given_at=row.object_until,
            )
            said.append(f"{row.month}, version {row.version}: deemed accepted by the {side}")
    return said


def _disputes(engagement: Engagement, now: int) -> list[str]:
    said = []
    for dispute in Dispute.objects.filter(engagement=engagement, state="open", answer_until__lt=now):
        dispute.state, dispute.answered_at, dispute.answer = "accepted", dispute.answer_until, "Accepted by silence."
        dispute.save(update_fields=["state", "answered_at", "answer"])
        settle_all(engagement, f"dispute {dispute.number} ")
        said.append(f"dispute {dispute.number}: accepted by silence")
    return said
