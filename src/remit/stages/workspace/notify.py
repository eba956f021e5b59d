"""Put something into a member's inbox; the mail about it follows by a job.

Not an action: no person asks for it, and it stands in no audit log of its own. Actions and jobs call it inside their transaction, so a
notice exists exactly when what it tells of does.

    notify(member, kind="decision", title="Version 2 of September 2026 waits for your signature",
           link="/e/HAR/statements/2026-09", act="Sign", due_at=until, key=f"sign {statement.public_id}")
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from remit.records import row_level
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.notice import Notice


@dataclass(frozen=True, slots=True)
class Kind:
    """`at_once` is mailed as soon as the person's quiet hours allow; the others wait for the digest of the morning. `subject` is all that a
    mail's subject says, so that nothing of a record shows on a locked screen."""

    name: str
    at_once: bool
    subject: str


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("decision", True, "A decision waits for you"),
        Kind("alert", True, "A service level needs attention"),
        Kind("mention", True, "Somebody mentioned you"),
        Kind("deadline", False, "A date comes near"),
        Kind("news", False, "Something has changed"),
    )
}


def notify(
    member: Member,
    *,
    kind: str,
    title: str,
    key: str,
    why: str = "",
    link: str = "",
    act: str = "",
    due_at: int | None = None,
) -> Notice:
    """The notice of that `key`, made or brought up to date; sent again it is the same one, and what is done stays done.

    `title` is a sentence, `why` says why this person gets it, `link` the address of the page, `act` the word on its button, `due_at` the
    instant by which it must be done. `ValueError` for a kind that is none of `KINDS`.
    """
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is no kind of notice; there are {', '.join(KINDS)}")
    words: dict[str, Any] = {"kind": kind, "title": title[:240], "why": why, "link": link, "act": act, "due_at": due_at}
    made = {**words, "engagement_id": member.engagement_id, "made_at": member.engagement.now()}
    with row_level.acting_for(member.engagement_id):  # a notice is for somebody else than who asks
        notice, is_new = Notice.objects.get_or_create(member=member, key=key[:200], defaults=made)
        changed = [name for name, value in words.items() if getattr(notice, name) != value]
        if not is_new and notice.done_at is None and changed:
            for name in changed:
                setattr(notice, name, words[name])
            notice.save(update_fields=changed)
    return notice


def settle(engagement: Engagement, key: str) -> int:
    """Marks the notices of that key as done for everybody who has one: what they asked for has happened. Gives how many."""
    with row_level.acting_for(engagement.pk):
        return Notice.objects.filter(engagement=engagement, key=key[:200], done_at=None).update(done_at=engagement.now())


def settle_all(engagement: Engagement, beginning: str) -> int:
    """The same of every notice whose key begins so: `dispute 3 `, with its blank."""
    with row_level.acting_for(engagement.pk):
        waiting = Notice.objects.filter(engagement=engagement, key__startswith=beginning, done_at=None)
        return waiting.update(done_at=engagement.now())


def members_who(engagement: Engagement, may: Any, side: str | None = None) -> Iterator[Member]:
    """The members who may do a thing (`may` is a rule of `stages.roles`), of one side where it is named: whom to notify of it."""
    places = Member.objects.filter(engagement=engagement, ended_at=None, user__is_active=True)
    with row_level.acting_for(engagement.pk):
        found = list(places.select_related("user", "engagement__client", "engagement__provider"))
    for member in found:
        if (side is None or member.side == side) and may(member):
            yield member
