"""Mails the replies that wait: once each, again where the mail server did not take them."""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from remit.records.models.engagement import Engagement
from remit.records.models.letter import Letter
from remit.records.models.own_queue import OwnQueue
from remit.stages.job import MINUTE, job
from remit.stages.operations.letter_mail import mail, message_id

_LOG = logging.getLogger("remit.mail")


@job(every=MINUTE, each_engagement=True)
def send_letters(*, engagement: Engagement) -> None:
    """Mail the replies to customers that wait. What the server refuses for good is told on the item; the rest is tried again."""
    queues = {one.record: one for one in OwnQueue.objects.filter(engagement=engagement)}
    waiting = Letter.objects.filter(engagement=engagement, mail_state="waiting", kind__in=("reply", "receipt"))
    for letter in waiting.select_related("item__engagement__client").order_by("at", "pk"):
        queue = queues.get(letter.item.record)
        if queue is None or not queue.address:
            _settle(letter, "failed", "the queue has no address any more")
            continue
        try:
            mail(letter, queue).send(fail_silently=False)
        except SMTPRecipientsRefused as error:
            _settle(letter, "failed", f"the mail server refused {letter.item.address}: {_said(error)}")
        except (OSError, SMTPException) as error:
            # Nothing is raised: what was sent meanwhile stays marked, and the next minute tries the rest.
            _LOG.warning("%s: the reply waits (%s)", letter.item.item, error)
            Letter.objects.filter(pk=letter.pk).update(mail_said=f"tried, and tried again: {error}"[:240])
        else:
            letter.message_id = message_id(letter, queue)
            _settle(letter, "sent", "")


def _settle(letter: Letter, state: str, said: str) -> None:
    Letter.objects.filter(pk=letter.pk, mail_state="waiting").update(mail_state=state, mail_said=said[:240], message_id=letter.message_id)


def _said(error: SMTPRecipientsRefused) -> str:
    return "; ".join(f"{code} {text.decode('utf-8', 'replace')}" for code, text in error.recipients.values())
