"""The mail about notices: fixed words, a fixed subject for each kind, and the places that are filled are named here.

A mail leaves the house, so it says less than the page: the sentence of each notice, its last moment on the reader's own clock, the link.
What people wrote to each other (the words around a mention) stays on the page, behind the sign-in. A notice belongs to one member, so a
mail holds nothing that this member may not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from remit.records.models.member import Member
from remit.records.models.notice import Notice
from remit.stages.workspace.notify import KINDS
from remit.values.period import UnknownZone, moment, zone

WRITTEN_BY_PEOPLE = ("mention",)
"""Kinds whose sentences hold words of a person; of these a mail tells only that there is one."""


def zone_of(member: Member) -> str:
    """The person's own zone, else that of the contract."""
    try:
        zone(member.user.zone)
    except UnknownZone:
        return member.engagement.zone
    return member.user.zone


def mail(member: Member, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """One mail about several notices, the most urgent first, in plain text with the same as small HTML."""
    with translation.override(member.user.language):
        ordered = sorted(notices, key=lambda one: (one.due_at is None, one.due_at or 0, one.pk))
        blocks = [_block(member, one) for one in ordered]
        about = _line(member.engagement.name)
        foot = _("You get this because you have a place in {engagement}. Your inbox: {link}").format(
            engagement=about, link=f"{settings.ORIGIN}/inbox"
        )
        text = "\n\n".join("\n".join(line for line in block if line) for block in blocks) + f"\n\n-- \n{foot}\n"
        found = EmailMultiAlternatives(
            _subject(ordered, about),
            text,
            settings.DEFAULT_FROM_EMAIL,
            [member.user.email],
            headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        )
        found.attach_alternative(_html(blocks, foot), "text/html")
        return found


def _subject(notices: Sequence[Notice], about: str) -> str:
    if len(notices) == 1:
        return f"{_(KINDS[notices[0].kind].subject)} ({about})"
    return _("{count} things in {engagement}").format(count=len(notices), engagement=about)


def _block(member: Member, one: Notice) -> tuple[str, str, str]:
    """The sentence, the last moment, the link."""
    said = _("Somebody mentioned you.") if one.kind in WRITTEN_BY_PEOPLE else _line(one.title)
    until = ""
    if one.due_at is not None:
        place = zone_of(member)
        at = moment(one.due_at, place)
        until = _("Until {day}, {time} ({zone})").format(day=f"{at:%A} {at.day} {at:%B %Y}", time=f"{at:%H:%M}", zone=place)
    return said, until, f"{settings.ORIGIN}{one.link}" if one.link.startswith("/") else f"{settings.ORIGIN}/inbox"


def _html(blocks: Sequence[tuple[str, str, str]], foot: str) -> str:
    rows = "".join(
        f'<p><a href="{escape(link, quote=True)}">{escape(said)}</a>{f"<br>{escape(until)}" if until else ""}</p>'
        for said, until, link in blocks
    )
    return f"<!doctype html><html><body>{rows}<hr><p><small>{escape(foot)}</small></p></body></html>"


def _line(text: str) -> str:
    """One line: a record's words never become headers or further lines of a mail."""
    return " ".join(text.split())[:240]
