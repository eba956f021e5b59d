"""A request that carries an `Idempotency-Key` is done once: sent again, it gets the first answer, and nothing is done again.

The answer is stored in the same transaction as what was done, so there is never one without the other. The key belongs to the member; with
another request behind it, it is refused (409). What was refused is not kept: mended, it may come again under its key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from remit.api.problem import Problem, refused
from remit.records.models.engagement import Engagement
from remit.records.models.idempotency_key import IdempotencyKey
from remit.records.models.member import Member
from remit.stages.action import enter

LONGEST = 200


def once(request: HttpRequest, member: Member, digest: str, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The answer of `do`, or the one it gave when this key came first. `digest` names the request: where it goes and what it says."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return do()
    if len(key) > LONGEST or not key.isprintable():
        raise refused("Idempotency-Key", f"is longer than {LONGEST} characters or not plain text", "send a random number, such as a UUID")
    with transaction.atomic():
        enter(member)
        Engagement.objects.select_for_update().get(pk=member.engagement_id)
        found = IdempotencyKey.objects.filter(member=member, key=key).first()
        if found is not None and found.request_digest != digest:
            raise Problem(409, "This Idempotency-Key came first with another request; send a new key with a new request.")
        if found is not None:
            answer: dict[str, Any] = found.answer
            return answer
        done = do()
        IdempotencyKey.objects.create(
            engagement=member.engagement,
            member=member,
            key=key,
            request_digest=digest,
            status=200,
            answer=done,
            at=member.engagement.now(),
        )
    return done
