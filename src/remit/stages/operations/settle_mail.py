"""Decide on a mail that was kept aside: it is work after all, or it is not."""

from __future__ import annotations

from remit.exchange import mail as mails
from remit.records.models.letter import MailReceived
from remit.records.models.member import Member
from remit.records.models.own_queue import OwnQueue
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations.mail_in import opened
from remit.values.fault import Fault, Place, Refused

VERDICTS = ("item", "dismissed")


@action(may=roles.works_queue, says="decided on a mail kept aside: {verdict}")
def settle_mail(*, by: Member, mail: str, verdict: str) -> MailReceived:
    """`verdict` is item, whose clocks start when the mail came, or dismissed: the mail stays, and is no work."""
    row = visible(MailReceived, by).filter(public_id=mail, outcome="aside").select_related("engagement").first()
    if row is None or verdict not in VERDICTS:
        what = "this mail is not kept aside any more" if row is None else f"'{verdict[:20]}' is no verdict"
        raise Refused([Fault(Place(column="mail"), what, "open the queue again")])
    if verdict == "item":
        queue = OwnQueue.objects.filter(engagement=by.engagement, is_on=True).exclude(address="").select_related("engagement").first()
        if queue is None:
            raise Refused([Fault(Place(), "no queue takes mail", "switch one on, with its address")])
        row.letter = opened(queue, mails.read(bytes(row.content)), row.received_at, by.engagement.now())
    row.outcome = verdict
    row.save(update_fields=["outcome", "letter"])
    return row
