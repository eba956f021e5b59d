"""Offers that came back on paper, as pages and actions read them."""

from __future__ import annotations

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.records.models.paper_signature import PaperSignature
from remit.records.scoping import visible
from remit.values.fault import Fault, Place, Refused

DIGITS = 12
"""So many digits of the digest are read off a paper that no program can read."""


def of_draft(member: Member, row: Draft) -> list[PaperSignature]:
    """The files that came back for an offer, the newest first; those that were replaced are left out."""
    rows = visible(PaperSignature, member).filter(draft=row).exclude(state="withdrawn").defer("attachment__content", "attachment__text")
    return list(rows.select_related("attachment", "uploaded_by__user", "answered_by__user").order_by("-uploaded_at", "-pk"))


def waiting_paper(by: Member, number: str) -> PaperSignature:
    """A file of the other company that waits to be confirmed; `Refused` otherwise."""
    row = visible(PaperSignature, by).filter(public_id=number, state="waiting").select_related("draft", "attachment", "uploaded_by").first()
    if row is None:
        raise Refused([Fault(Place(column="paper"), "no such file waits to be confirmed", "open the offer again")])
    if row.side == by.side:
        raise Refused([Fault(Place(column="paper"), "your own company brought this file", "the other company confirms it")])
    return row
