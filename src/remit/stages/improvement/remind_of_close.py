"""The close's reminders: what waits for a person's decision is put into the inbox, and told again when its last days come.

Everything follows from `waiting`, so a decision that somebody has taken is not told of any more: its notice is marked done.
"""

from __future__ import annotations

from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.notice import Notice
from remit.stages.improvement.decision import Waiting
from remit.stages.improvement.waiting import waiting
from remit.stages.job import HOUR, job
from remit.stages.workspace.notify import notify
from remit.values.period import DAY

SOON = 2 * DAY
"""How long before its last instant a decision is told of again."""


@job(every=HOUR, each_engagement=True)
def remind_of_close(*, engagement: Engagement) -> None:
    """Tell each person what waits for a decision, and again two days before its time runs out."""
    remind(engagement, engagement.now())


def remind(engagement: Engagement, now: int) -> int:
    """Brings every member's notices of decisions up to date; how many there are now."""
    count = 0
    for member in Member.objects.filter(engagement=engagement, ended_at=None, user__is_active=True).select_related("engagement", "user"):
        mine = [one for one in waiting(member, now) if one.mine]
        keys = set()
        for one in mine:
            keys.update(_told(member, one, now))
        stale = Notice.objects.filter(member=member, key__startswith="waiting ", done_at=None).exclude(key__in=keys)
        stale.update(done_at=now)
        count += len(keys)
    return count


def _told(member: Member, one: Waiting, now: int) -> list[str]:
    link = f"/e/{member.engagement.code}/{one.address}"
    keys = [f"waiting {one.key}"]
    notify(member, kind="decision", title=one.what, why=one.why, link=link, act=one.act, due_at=one.by, key=keys[0])
    if one.by is not None and now < one.by <= now + SOON:
        keys.append(f"waiting {one.key}: soon")
        why = f"{one.why} {one.then[:1].upper()}{one.then[1:]}.".strip() if one.then else one.why
        notify(member, kind="deadline", title=f"{one.what}: the time runs out", why=why, link=link, act=one.act, due_at=one.by, key=keys[1])
    return keys
