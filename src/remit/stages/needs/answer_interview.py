"""Answer an interview. Not an `action`: whoever opens the link is no member; the secret in the link is what they may do it by."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hashlib import sha256

from django.db import transaction

from remit.records import audit, row_level
from remit.records.models.engagement import Engagement
from remit.records.models.staff_interview import StaffInterview, Suggestion
from remit.records.scoped import CLIENT
from remit.stages.needs.interviews import LONGEST, QUESTIONS
from remit.values.fault import Fault, Place, Refused, RemitError

MOST_SUGGESTIONS = 20


class Unusable(RemitError):
    """The link was used, withdrawn, is too old, or was never made; which of them is not told to a stranger."""


def open_interview(public_id: str, secret: str) -> StaffInterview:
    """The interview that a link names; `Unusable` otherwise, in the same words for every reason."""
    with row_level.directory():
        row = StaffInterview.objects.filter(public_id=public_id, answered_at=None, withdrawn_at=None).select_related("engagement").first()
    given = sha256(secret.encode()).hexdigest()
    if row is None or not secrets.compare_digest(row.secret_digest, given) or row.expires_at < row.engagement.now():
        raise Unusable("This link cannot be used: it was answered before, withdrawn, or is too old.")
    with row_level.acting_for(row.engagement_id):
        return StaffInterview.objects.select_related("engagement__client", "process", "made_by__user").get(pk=row.pk)


def answer_interview(*, public_id: str, secret: str, answers: Mapping[str, str]) -> StaffInterview:
    """Keeps the answers; each line of what is suggested becomes a suggestion on the process. The link is spent in the same transaction."""
    faults = [
        Fault(Place(column=key), f"has {len(answers.get(key, '')):,} letters", f"write at most {LONGEST:,}")
        for key in QUESTIONS
        if len(answers.get(key, "")) > LONGEST
    ]
    given = {key: answers[key].strip() for key in QUESTIONS if answers.get(key, "").strip()}
    if not given:
        faults.append(Fault(Place(), "nothing is answered", "answer at least one question"))
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        waiting = open_interview(public_id, secret)
        with row_level.acting_for(waiting.engagement_id):
            Engagement.objects.select_for_update().get(pk=waiting.engagement_id)
            row = open_interview(public_id, secret)  # once more, now that nobody else can spend it
            now = row.engagement.now()
            row.answers, row.answered_at = given, now
            row.save(update_fields=["answers", "answered_at"])
            for line in [line.strip() for line in given.get("suggests", "").splitlines() if line.strip()][:MOST_SUGGESTIONS]:
                Suggestion.objects.create(
                    engagement=row.engagement, visible_to=CLIENT, interview=row, process=row.process, text=line, made_at=now
                )
            said = {"interview": row.public_id, "answers": str(len(given))}
            audit.append(
                row.engagement, now, "answer interview", by=None, subject="an interview was answered", said=said, visible_to=CLIENT
            )
    return row
