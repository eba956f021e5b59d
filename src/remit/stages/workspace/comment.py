"""Write a comment on a record: to one's own company alone, or on purpose to both; who is mentioned or watches is told."""

from __future__ import annotations

from remit.records import row_level
from remit.records.models.comment import Comment
from remit.records.models.member import Member
from remit.records.models.watcher import Watcher
from remit.records.scoped import BOTH
from remit.stages import roles
from remit.stages.action import action
from remit.stages.workspace import subjects
from remit.stages.workspace.conversation import mentioned, readers
from remit.stages.workspace.notify import notify
from remit.stages.workspace.subjects import Subject
from remit.values.fault import Fault, Place, Refused

LONGEST = 20_000


@action(may=roles.is_party, says="wrote about {subject}", shared=False)
def comment(*, by: Member, subject: str, text: str, visible_to: str = "") -> Comment:
    """`subject` is a record by kind and number, such as statement:2026-10; `text` is Markdown. `visible_to` is both, or the writer's own
    side (the default). A person who may not see the comment cannot be mentioned in it. The writer watches the record from then on."""
    about, to = subjects.subject(by, subject), visible_to or by.side
    _check(by, about, text, to)
    audience = readers(by, to)
    _refuse_strangers(by, text, to)
    row = Comment.objects.create(
        engagement=by.engagement, visible_to=to, subject=about.name, text=text, written_by=by, written_at=by.engagement.now()
    )
    told = [member for member in mentioned(text, audience) if member.pk != by.pk]
    address = f"/e/{by.engagement.code}/{about.address}#comment-{row.public_id}"
    for member in told:
        title = f"{by.name} mentioned you on {about.title}"
        notify(member, kind="mention", title=title, why=_opening(text), link=address, act="Read", key=f"comment {row.public_id}")
    with row_level.acting_for(by.engagement_id):  # the other company's watchers are told of what is for both, and shown to nobody
        watching = set(Watcher.objects.filter(engagement=by.engagement, subject=about.name).values_list("member_id", flat=True))
    for member in audience:
        if member.pk in watching and member.pk != by.pk and member not in told:
            title = f"{by.name} wrote on {about.title}"
            notify(member, kind="news", title=title, why=_opening(text), link=address, act="Read", key=f"comment {row.public_id}")
    Watcher.objects.get_or_create(member=by, subject=about.name, defaults={"engagement": by.engagement, "visible_to": by.side})
    return row


def _check(by: Member, about: Subject, text: str, to: str) -> None:
    faults = []
    if not text.strip():
        faults.append(Fault(Place(column="text"), "the comment is empty", "write what is to be said"))
    if len(text) > LONGEST:
        faults.append(Fault(Place(column="text"), f"the comment has {len(text):,} characters", f"keep it under {LONGEST:,}"))
    if to not in (BOTH, by.side):
        faults.append(Fault(Place(column="visible_to"), f"'{to}' is not your side", f"write for both, or for {by.side}"))
    elif to == BOTH and about.visible_to != BOTH:
        faults.append(Fault(Place(column="visible_to"), "the other company cannot see this record", f"write for {by.side}"))
    if faults:
        raise Refused(faults)


def _refuse_strangers(by: Member, text: str, to: str) -> None:
    """A name of the other company in a comment for one's own would promise what does not happen."""
    if to == BOTH:
        return
    sides = {"client": "provider", "provider": "client"}
    names = [member.name for member in mentioned(text, [*readers(by, to), *readers(by, sides[by.side])]) if member.side != by.side]
    if names:
        raise Refused(
            [
                Fault(
                    Place(column="text"),
                    f"{name} cannot see what is for your company only",
                    "write it for both companies, or leave the name out",
                )
                for name in names
            ]
        )


def _opening(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 200 else f"{words[:199]}…"
