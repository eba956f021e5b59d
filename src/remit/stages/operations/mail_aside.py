"""Mails that a person looks at before they become work: sent by machines, without a sender, or too broken to be read."""

from __future__ import annotations

from django.db.models import QuerySet

from remit.records.models.letter import MailReceived
from remit.records.models.member import Member
from remit.records.scoping import visible


def aside(by: Member) -> QuerySet[MailReceived]:
    """Those that nobody has decided on, the oldest first, without their bytes."""
    return visible(MailReceived, by).filter(outcome="aside").defer("content").order_by("received_at", "pk")
