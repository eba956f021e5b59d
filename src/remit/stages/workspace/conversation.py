"""What members read of the talk about a record: the comments they may see, who may be mentioned, who watches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from remit.records.models.comment import Comment
from remit.records.models.member import Member
from remit.records.models.watcher import Watcher
from remit.records.scoped import BOTH
from remit.records.scoping import visible


def comments(by: Member, name: str) -> QuerySet[Comment]:
    """In the order in which they were written."""
    return (
        visible(Comment, by).filter(subject=name).select_related("written_by__user", "written_by__engagement").order_by("written_at", "pk")
    )


def counted(by: Member, prefix: str) -> Mapping[str, int]:
    """How many comments the member may see on each record whose name begins so, by the rest of its name."""
    names = visible(Comment, by).filter(subject__startswith=prefix).values_list("subject", flat=True)
    return Counter(name.removeprefix(prefix) for name in names)


def readers(by: Member, visible_to: str) -> tuple[Member, ...]:
    """Everybody who may see what is visible to that side or to both, the writer among them."""
    sides = ("client", "provider") if visible_to == BOTH else (visible_to,)
    found = Member.objects.filter(engagement=by.engagement, side__in=sides, ended_at=None, user__is_active=True)
    return tuple(found.select_related("user", "engagement__client", "engagement__provider").order_by("side", "user__name"))


def mentioned(text: str, people: Sequence[Member]) -> tuple[Member, ...]:
    """The people whose names stand in the text after an @, whatever the case; of names that begin alike the longest."""
    found = []
    rest = text.casefold()
    for member in sorted(people, key=lambda one: -len(one.name)):
        word = f"@{member.name.casefold()}"
        if word in rest:
            found.append(member)
            rest = rest.replace(word, " ")
    return tuple(found)


def watchers(by: Member, name: str) -> QuerySet[Watcher]:
    """Who watches, as far as the member may know: the other company's watchers are its own affair."""
    return visible(Watcher, by).filter(subject=name).select_related("member__user")
