"""The inbox of a person: what was told, together with every decision that waits, so that nothing is missed and nothing stands twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Q, Sum

from remit.intake.knowledge import kept
from remit.records.models.audit_entry import AuditEntry
from remit.records.models.member import Member
from remit.records.models.notice import Notice
from remit.stages.improvement.waiting import waiting
from remit.stages.workspace.snooze_notice import DECISION
from remit.values.period import MINUTE, moment

GROUPS = ("today", "this week", "later", "for your information")
DONE_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the inbox. `notice` is the number of a notice; a decision has the `decision` key instead, because deciding it, and nothing
    else, ends it. `then` is what happens after `by`, `group` one of `GROUPS`."""

    member: Member
    what: str
    why: str
    by: int | None
    then: str
    act: str
    address: str
    kind: str
    group: str
    notice: str = ""
    decision: str = ""
    until: int | None = None

    @property
    def name(self) -> str:
        """Names the line in a form, within its engagement."""
        return self.notice or f"{self.member.engagement.code} {self.decision}"


def inbox(member: Member, now: int) -> tuple[Entry, ...]:
    """What is open and not put off, the soonest first."""
    return tuple(sorted((one for one in _all(member, now) if one.until is None), key=_order))


def put_off(member: Member, now: int) -> tuple[Entry, ...]:
    """What comes back later, the next to come first."""
    return tuple(sorted((one for one in _all(member, now) if one.until is not None), key=lambda one: one.until or 0))


def finished(member: Member, now: int) -> tuple[Entry, ...]:
    """What was done last."""
    rows = Notice.objects.filter(member=member, done_at__isnull=False).exclude(title="").order_by("-done_at")[:DONE_SHOWN]
    return tuple(_told(member, row, now) for row in rows)


def count(member: Member, now: int) -> int:
    """How many lines the inbox has. Every page shows it, so it is kept until somebody acts (each action writes an entry of the audit log),
    a notice changes, or a minute has passed."""
    if member.side not in ("client", "provider"):
        return len(inbox(member, now))
    last = AuditEntry.objects.filter(engagement=member.engagement_id).order_by("-sequence").values_list("sequence", flat=True).first()
    notices = Notice.objects.filter(member=member, done_at=None).aggregate(count=Count("pk"), last=Max("pk"), snoozed=Sum("snoozed_until"))
    stamp = (last, now // MINUTE, *notices.values())
    kept_results = kept(member.engagement).results
    held: tuple[object, int] | None = kept_results.get(("inbox", member.pk))
    if held is None or held[0] != stamp:
        held = kept_results[("inbox", member.pk)] = stamp, len(inbox(member, now))
    return held[1]


def _all(member: Member, now: int) -> Iterator[Entry]:
    rows = list(Notice.objects.filter(member=member, done_at=None).filter(Q(title__gt="") | Q(snoozed_until__gt=now)))
    later = {row.key: row.snoozed_until for row in rows if (row.snoozed_until or 0) > now}
    for one in waiting(member, now):
        if not one.mine:
            continue
        address = f"/e/{member.engagement.code}/{one.address}"
        group = _group(member, one.by, now)
        yield Entry(
            member,
            one.what,
            one.why,
            one.by,
            one.then,
            one.act,
            address,
            "decision",
            group,
            decision=one.key,
            until=later.get(f"{DECISION}{one.key}"),
        )
    for row in rows:
        if row.title and not row.key.startswith(DECISION):  # the decision itself stands above, as it is now
            yield _told(member, row, now)


def _told(member: Member, row: Notice, now: int) -> Entry:
    group = _group(member, row.due_at, now)
    until = row.snoozed_until if (row.snoozed_until or 0) > now else None
    return Entry(member, row.title, row.why, row.due_at, "", row.act or "Open", row.link, row.kind, group, row.public_id, until=until)


def _group(member: Member, by: int | None, now: int) -> str:
    """Days are those of the person's own wall clock."""
    if by is None:
        return GROUPS[3]
    zone = member.user.zone or member.engagement.zone
    today, day = moment(now, zone).date(), moment(by, zone).date()
    if day <= today:
        return GROUPS[0]
    return GROUPS[1] if day <= today + timedelta(days=6 - today.weekday()) else GROUPS[2]


def _order(one: Entry) -> tuple[int, int, str]:
    return GROUPS.index(one.group), one.by or 0, one.name
