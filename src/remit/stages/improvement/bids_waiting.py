"""What waits of requests: a bidder's bids that are not submitted, and bids that wait for the openers of the client."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from remit.records.models.member import Member
from remit.records.models.opener import OpeningAct
from remit.records.models.request import Request
from remit.records.scoping import visible
from remit.stages.improvement.decision import Waiting
from remit.stages.selection.bidding import checklist, draft_of, invited_to, standing


def waiting(member: Member, now: int) -> Iterator[Waiting]:
    """Also where there is no contract yet: that is when bids are written and opened."""
    yield from _bids(member, now)
    yield from _openings(member, now)


def _bids(member: Member, now: int) -> Iterator[Waiting]:
    """A bidder's requests that have no bid of theirs yet."""
    if member.side != "bidder":
        return
    for one in invited_to(member):
        request, draft = one.request, draft_of(one.bidder)
        if request.state != "published" or now >= (request.deadline_at or 0) or one.bidder.declined_at is not None:
            continue
        if standing(one.bidder) is not None:
            continue
        items = list(checklist(request, draft.answered if draft is not None else []))
        words = {"n": sum(not one.done for one in items), "count": len(items), "who": member.engagement.client}
        why = (
            _("%(n)d of %(count)d things %(who)s asks are still to answer.")
            if words["n"]
            else _("Everything is answered; it is not submitted.")
        )
        what = _("Bid for “%(title)s”") % {"title": request.title}
        then = _("then too late")
        yield Waiting(
            f"bid {request.number}", what, why % words, request.deadline_at, then, _("Answer"), f"bid/{request.number}/", "bidder", True
        )


def _openings(member: Member, now: int) -> Iterator[Waiting]:
    """Bids whose opening time has come, for the openers who have not given their share."""
    if member.side != "client":
        return
    for request in visible(Request, member).filter(state="published", opening_at__lte=now, deadline_at__lte=now):
        opener = request.openers.filter(member=member).first()
        given = OpeningAct.objects.filter(request=request)
        if opener is None or given.filter(opener=opener).exists():
            continue
        why = _("It takes two of you, each with the own passphrase.")
        what = _("Open the bids for “%(title)s”") % {"title": request.title}
        yield Waiting(f"open {request.number}", what, why, None, "", _("Open"), f"requests/{request.number}/#opening", "client", True)
