"""Mails what the inbox holds: some kinds at once, the others together in the morning, never in the person's night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from smtplib import SMTPException

from django.db.models import Q

from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.notice import Notice
from remit.stages.job import MINUTE, job
from remit.stages.workspace.notice_mail import mail, zone_of
from remit.stages.workspace.notify import KINDS
from remit.values.period import instant, moment

DAY_BEGINS, DAY_ENDS = 7, 21
"""Hours of the person's own wall clock between which mail is sent."""


@job(every=2 * MINUTE, each_engagement=True)
def mail_notices(*, engagement: Engagement) -> None:
    """Mail the notices that nobody has been told of; a demonstration's invented people get none."""
    if not engagement.is_demo:
        send(engagement, engagement.now())


def send(engagement: Engagement, now: int) -> int:
    """Sends the mails that are due at `now` and gives their number. A notice that was done, or put off, before its mail is not mailed.

    Where the mail server refuses one, its notices stay unmailed, the others go out all the same, and the error goes up at the end, so that
    the job tries again.
    """
    waiting = (
        Notice.objects.filter(engagement=engagement, mailed_at=None, done_at=None, member__ended_at=None, member__user__is_active=True)
        .filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))
        .select_related("member__user", "member__engagement")
        .order_by("member_id", "pk")
    )
    sent, refused = 0, None
    for _, group in groupby(waiting, key=lambda one: one.member_id):
        notices = list(group)
        due = _due(notices[0].member, notices, now)
        if not due:
            continue
        try:
            mail(due[0].member, due).send()
        except (OSError, SMTPException) as error:
            refused = error
            continue
        Notice.objects.filter(pk__in=[one.pk for one in due]).update(mailed_at=now)
        sent += 1
    if refused is not None:
        raise refused
    return sent


def _due(member: Member, notices: Sequence[Notice], now: int) -> list[Notice]:
    """Which of a member's unmailed notices go out now: none at night; with something urgent, or once a day, whatever waits."""
    wall = moment(now, zone_of(member))
    if not DAY_BEGINS <= wall.hour < DAY_ENDS:
        return []
    if any(KINDS[one.kind].at_once for one in notices) or not _had_digest(member, wall):
        return list(notices)
    return []


def _had_digest(member: Member, wall: datetime) -> bool:
    """Whether the person was mailed on this day of theirs already."""
    morning = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    return Notice.objects.filter(
        member=member, mailed_at__gte=instant(morning), mailed_at__lt=instant(morning + timedelta(days=1))
    ).exists()
