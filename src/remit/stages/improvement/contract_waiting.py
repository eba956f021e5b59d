"""What of the contract waits for a decision: changes to price and to approve, offers to sign, signatures on paper to confirm."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Value

from remit.intake.knowledge import kept
from remit.records.models.change_request import ChangeRequest
from remit.records.models.draft import Draft, DraftSignature
from remit.records.models.member import Member
from remit.records.models.paper_signature import PaperSignature
from remit.records.scoping import visible
from remit.stages.contract import changes
from remit.stages.contract.approve_change import approve_change
from remit.stages.contract.price_change import price_change
from remit.stages.contract.sign_draft import sign_draft
from remit.stages.improvement.decision import Waiting


def waiting(member: Member) -> Iterator[Waiting]:
    """Each company's part, so that both see who holds what up."""
    changing = visible(ChangeRequest, member).filter(state__in=changes.OPEN).annotate(which=Value("change")).values_list("which")
    offering = visible(Draft, member).filter(state="offered").annotate(which=Value("draft")).values_list("which")
    if not changing.union(offering):  # most days there is neither, and every page that counts what waits asks
        return
    terms = kept(member.engagement).versions[-1].terms
    currency = terms.money["currency"]
    rows = visible(ChangeRequest, member).filter(state__in=changes.OPEN).select_related("engagement", "draft").order_by("number")
    priced = []
    for row in rows:
        if row.state == "raised":
            mine = price_change.allowed(member)
            what = f"Price {row.code}: {row.title}"
            yield Waiting(f"price {row.code}", what, row.what, None, "", "Price", row.path, "provider", mine)
        elif row.draft is not None and row.draft.state == "offered":
            priced.append(row.draft.pk)
            asked = changes.approval(terms, row.first_year)
            mine = approve_change.allowed(member) and (asked is None or (member.contract_role or member.role) in asked.may)
            what, why = f"Approve {row.code}: {row.title}", f"{changes.price(row, currency)}. {row.impact}"
            yield Waiting(f"approve {row.code}", what, why, None, "", "Review", row.path, "client", mine)
    offers = list(visible(Draft, member).filter(state="offered").defer("content", "amendment").order_by("number"))
    if offers:
        yield from _offers(member, offers, priced)
        yield from _papers(member)


def _offers(member: Member, offers: list[Draft], priced: list[int]) -> Iterator[Waiting]:
    """Offers that a company has not signed; those of priced changes wait as changes for the client."""
    given = set(visible(DraftSignature, member).filter(draft__in=offers).values_list("draft_id", "side"))
    for row in offers:
        for side in ("client", "provider"):
            if (row.pk, side) in given or (side == "client" and row.pk in priced):
                continue
            mine = member.side == side and sign_draft.allowed(member)
            what = f"{'Sign' if row.side == side else 'Answer'} the offer “{row.title}”"
            why = row.message or f"It would hold from {row.starts.day} {row.starts:%B %Y}."
            yield Waiting(f"sign offer {side} {row.number}", what, why, None, "", "Open", f"contract/drafts/{row.number}/", side, mine)


def _papers(member: Member) -> Iterator[Waiting]:
    """Countersigned files that the other company has not confirmed."""
    for row in visible(PaperSignature, member).filter(state="waiting", draft__state="offered").select_related("draft", "attachment"):
        side = "provider" if row.side == "client" else "client"
        mine = member.side == side and sign_draft.allowed(member)
        what = f"Confirm the signed paper of “{row.draft.title}”"
        why = f"{row.attachment.name}: look at it, and say whether this is the signature of the other company."
        yield Waiting(f"confirm paper {row.public_id}", what, why, None, "", "Open", f"contract/drafts/{row.draft.number}/", side, mine)
