"""Ask the client something about a request. The answer goes to all bidders; who asked goes to none of them."""

from __future__ import annotations

from remit.records import row_level
from remit.records.models.bidder import Asker
from remit.records.models.member import Member
from remit.records.models.request import Inquiry
from remit.records.scoped import BIDDER, CLIENT, TENDER
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.bidding import bidder_of
from remit.stages.workspace.notify import members_who, notify
from remit.values.fault import Fault, Place, Refused
from remit.values.period import MINUTE

MOST = 50


@action(may=roles.bids, says="asked a question", shared=False, keeps_back=("text",))
def ask_question(*, by: Member, request: str, text: str) -> Inquiry:
    """Until the instant that the request names. The client sees the text, and who asked only where the request says so. Write nothing that
    gives you away: the text is shown as it stands."""
    bidder = bidder_of(by, request)
    row, now, faults = bidder.request, by.engagement.now(), []
    if not 1 <= len(text) <= 2_000:
        faults.append(Fault(Place(column="text"), "a question has 1 to 2,000 letters", "ask one thing at a time"))
    if row.state != "published" or row.questions_until is None or now >= row.questions_until:
        faults.append(Fault(Place(column="text"), "the time for questions is over", "answer by what is written"))
    if Asker.objects.filter(bidder=bidder).count() >= MOST:
        faults.append(Fault(Place(column="text"), f"you have asked {MOST} questions", "wait for the answers"))
    if faults:
        raise Refused(faults)
    with row_level.acting_for(by.engagement_id):  # a question of nobody, until it is answered
        last = Inquiry.objects.filter(request=row).order_by("-number").values_list("number", flat=True).first()
        inquiry = Inquiry.objects.create(
            engagement=by.engagement,
            visible_to=CLIENT,
            request=row,
            number=(last or 0) + 1,
            text=text,
            asked_at=now - now % (60 * MINUTE),
        )
    Asker.objects.create(
        engagement=by.engagement,
        visible_to=BIDDER if row.hides_askers else TENDER,
        inquiry=inquiry,
        bidder=bidder,
        text=text,
        asked_at=now,
    )
    for reader in members_who(by.engagement, roles.runs_selection, "client"):
        notify(
            reader,
            kind="decision",
            title=f"Answer question {inquiry.number} about “{row.title}”",
            why="All bidders read the answer; none reads who asked.",
            link=f"/e/{by.engagement.code}/requests/{row.number}/#questions",
            act="Answer",
            due_at=row.questions_until,
            key=f"answer inquiry {inquiry.public_id}",
        )
    return inquiry
