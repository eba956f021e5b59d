"""Tells both companies in time of the last day to give notice, of the end of the term, and of amendments that take effect.

Who misses the last day to give notice is bound for another term, so it is told five times: each time once, to those who lead and to the
client's finance, and in the last week as a decision, which is mailed at once.
"""

from __future__ import annotations

from remit.intake.knowledge import kept
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.improvement.dates import Coming, term_dates
from remit.stages.job import HOUR, job
from remit.stages.workspace.notify import members_who, notify
from remit.values.period import DAY, moment
from remit.work.clocks import instant_of_day

BEFORE = (90, 30, 7, 1, 0)
"""So many days before a date it is told."""
SOON = 7


@job(every=HOUR, each_engagement=True)
def remind_of_term(*, engagement: Engagement) -> None:
    """Tell of notice, end and amendments 90, 30, 7 days and one day before, and on the day."""
    remind(engagement, engagement.now())


def remind(engagement: Engagement, now: int) -> int:
    """Brings everybody's notices of these dates up to date; how many there are now."""
    if not kept(engagement).versions:
        return 0
    count, today = 0, moment(now, engagement.zone).date()
    for member in members_who(engagement, roles.told_of_term):
        for one in term_dates(member, now):
            left = (one.day - today).days
            told = next((days for days in reversed(BEFORE) if left <= days), None)
            if left < 0 or told is None:
                continue
            count += 1
            _tell(member, one, left, told)
    return count


def _tell(member: Member, one: Coming, left: int, told: int) -> None:
    when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
    what = one.what[:1].upper() + one.what[1:]
    notify(
        member,
        kind="decision" if left <= SOON and "notice" in one.what else "deadline",
        title=f"{what}: {when}, on {one.day.day} {one.day:%B %Y}",
        why="Sections 2.4 to 2.6 of the contract." if "amendment" not in one.what else "Both companies have signed it.",
        link=f"/e/{member.engagement.code}/contract/",
        act="Open",
        due_at=instant_of_day(one.day, member.engagement.zone) + DAY - 1,
        key=f"term {one.day} {one.what[:80]} {told}",
    )
