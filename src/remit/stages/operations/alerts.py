"""Alerts: clocks that have used half, three quarters or all of their time, and levels whose misses run low. Each goes out once.

Not an action: a job calls it every few minutes with the instant of its last call. What the contract's clocks name under `warnings` decides
who is told; where a clock names nobody for a share, those who do the work are told of half, those who lead it of the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import quote

import polars as pl

from remit.clock.deadline import UNREACHABLE, due
from remit.clock.elapsed import elapsed
from remit.engines.live import Live
from remit.intake.knowledge import kept
from remit.intake.running import running
from remit.records.models.alert import Alert
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.scorecard import Attainment, good_items
from remit.stages.happenings import happened
from remit.stages.operations.open_items import hours_of, paused_items
from remit.stages.operations.sentences import short
from remit.stages.workspace.notify import notify
from remit.statement import latest
from remit.terms.document import Clause
from remit.values.period import Month, moment

SHARES = (Fraction(1, 2), Fraction(3, 4), Fraction(1))
SINGLY = 3
"""So many items are told one by one; more than that in one notice with a list behind it."""
LOW = Fraction(3, 4)
"""A level's misses run low when this share of those it may have is used."""
_WORKS, _LEADS = ("agent",), ("delivery manager", "account director")


@dataclass(frozen=True, slots=True)
class Crossing:
    """A clock that used a share of its time between two instants. `left` is the working time until due, 0 or less at the end."""

    clock: Clause
    item: str
    cycle: int
    share: Fraction
    at: int
    due: int
    left: int

    @property
    def key(self) -> str:
        return f"{self.clock.number}/{self.item}/{self.cycle}/{int(self.share * 100)}"


def alerted(engagement: Engagement, since: int, now: int) -> int:
    """Sends what crossed after `since` up to `now`, or came in meanwhile and had crossed before; gives how many alerts are new.

    Called inside a transaction. Of one clock only the highest share reached is told.
    """
    if not kept(engagement).versions:
        return 0
    month = Month.of(moment(now, engagement.zone).date())
    live = running(engagement, month, now)
    fresh = [one for one in crossings(engagement, live, since, now) if _is_new(engagement, one, now)]
    members = list(Member.objects.filter(engagement=engagement, ended_at=None, user__is_active=True).select_related("user", "engagement"))
    for clock in live.asked.agreement.terms.section(7):
        for share in sorted({one.share for one in fresh}):
            mine = [one for one in fresh if one.clock is clock and one.share == share]
            if mine:
                _tell(engagement, told(members, live, clock, share), mine, now)
    return len(fresh) + _levels(engagement, live, month, members, now)


def crossings(engagement: Engagement, live: Live, since: int, now: int) -> Iterator[Crossing]:
    """The running clocks that crossed a share, the highest of each; a paused clock stands still and crosses nothing."""
    late_news = set(kept(engagement).log.filter(pl.col("received_at") > since)["item"].unique().to_list())
    for clock in live.asked.agreement.terms.section(7):
        rule = live.asked.rules[clock.name]
        hours, shares = hours_of(rule), _shares(clock)
        still = paused_items(engagement, live, clock.name)
        for item, cycle, start, last, used in live.running[clock.name].select("item", "cycle", "start", "due", "elapsed").iter_rows():
            if item in still or last is None or last == UNREACHABLE:
                continue
            granted = used + elapsed(hours, live.asked.cut, last)
            for share in reversed(shares):
                at = max(due(hours, last, -int(granted * (1 - share))), start)
                if at <= now:
                    if at > since or item in late_news:
                        yield Crossing(clock, item, cycle, share, at, last, elapsed(hours, now, last))
                    break


def _shares(clock: Clause) -> tuple[Fraction, ...]:
    named = {row["at"] for row in clock.get("warnings") or () if isinstance(row["at"], Fraction)}
    return tuple(sorted({*SHARES, *named}))


def told(members: Sequence[Member], live: Live, clock: Clause, share: Fraction) -> list[Member]:
    """Whom the contract names for that share of the clock, or their deputies where nobody holds the role; else those who do or lead it."""
    wanted = {role for row in clock.get("warnings") or () if row["at"] == share for role in row["to"]}
    if wanted:
        deputies: dict[str, str] = {}
        for side in ("client", "provider"):
            deputies |= live.asked.agreement.terms.parties[side].get("roles and deputies") or {}
        held = {member.contract_role for member in members}
        roles = {role if role in held else deputies.get(role, role) for role in wanted}
        return [member for member in members if member.contract_role in roles]
    names = _WORKS if share <= Fraction(1, 2) else _LEADS
    return [member for member in members if member.side == "provider" and member.role in names]


def _is_new(engagement: Engagement, one: Crossing, now: int) -> bool:
    """Keeps the alert, and says whether it is the first of its key."""
    percent = int(one.share * 100)
    said = f"{one.item} has used {percent} % of {one.clock.name}"
    words = {"item": one.item, "percent": percent, "said": said, "sent_at": now, "visible_to": "provider"}
    is_new = Alert.objects.get_or_create(engagement=engagement, key=one.key[:240], defaults=words)[1]
    if is_new:
        happened(engagement, "alert", said=said, visible_to="provider")
    return is_new


def _tell(engagement: Engagement, members: Iterable[Member], found: Sequence[Crossing], now: int) -> None:
    percent, clock = int(found[0].share * 100), found[0].clock
    for member in members:
        why = f"Clause {clock.number} {clock.name}: {percent} % of its time is used."
        if len(found) > SINGLY:
            what = f"are overdue by {clock.name}" if percent == 100 else f"have used {percent} % of {clock.name}"
            show = "overdue" if percent == 100 else "running"
            link = f"/e/{engagement.code}/open/?show={show}&clock={quote(clock.name)}"
            key = f"alert {clock.number} {percent} {found[0].item} {found[-1].item} {now}"
            soonest = min(one.due for one in found)
            notify(member, kind="alert", title=f"{len(found):,} items {what}", key=key, why=why, link=link, act="Open", due_at=soonest)
            continue
        for one in found:
            left = "it is overdue" if one.left <= 0 else f"{short(one.left)} left"
            title = f"{one.item}: {percent} % of {clock.name} used, {left}"
            notify(
                member,
                kind="alert",
                title=title,
                key=f"alert {one.key}",
                why=why,
                link=f"/e/{engagement.code}/items/{quote(one.item)}",
                act="Open",
                due_at=one.due,
            )


def _levels(engagement: Engagement, live: Live, month: Month, members: Sequence[Member], now: int) -> int:
    """Levels whose misses run low, on what is counted so far, and those that are missed."""
    sent = 0
    history = [one for one in latest(tuple(kept(engagement).issued.values())) if one.month < month]
    for level in live.scorecard(history).levels:
        state = running_low(level)
        if state is None:
            continue
        percent, said = state
        words = {"level": level.clause, "percent": percent, "said": said, "sent_at": now}
        if not Alert.objects.get_or_create(engagement=engagement, key=f"level/{month}/{level.clause}/{percent}", defaults=words)[1]:
            continue
        happened(engagement, "alert", said=said)
        sent += 1
        for member in members:
            if member.role in _LEADS or (percent == 100 and member.role in ("owner", "process owner")):
                notify(
                    member,
                    kind="alert",
                    title=said,
                    key=f"level {month} {level.clause} {percent}",
                    why=f"Clause {level.clause} {level.name}, {month.name}.",
                    link=f"/e/{engagement.code}/levels/?level={level.clause}",
                    act="Open",
                )
    return sent


def running_low(level: Attainment) -> tuple[int, str] | None:
    """`(75, sentence)` where three quarters of the misses a level may have are used, `(100, sentence)` where it is missed; else None."""
    if level.status == "missed":
        return 100, f"{level.name} is missed: {level.because}"
    good = good_items(level.measure) if level.result == "percentage" else None
    if good is None or level.misses_left is None:
        return None
    bad = level.measure.count - good
    if not bad or bad < LOW * (bad + level.misses_left):
        return None
    left = level.misses_left
    return 75, f"{level.name} may miss {left:,} more on today’s count of {level.measure.count:,} before it is missed"
