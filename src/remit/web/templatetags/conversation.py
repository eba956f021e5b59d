"""The talk about a record, on any page: `{% load conversation %}{% comments "dispute" dispute.public_id %}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from remit.stages import roles
from remit.stages.workspace import conversation
from remit.web import markdown

register = template.Library()


@register.inclusion_tag("components/comments.html", takes_context=True)
def comments(
    context: Mapping[str, Any], kind: str, number: object, visible_to: str = "both", earlier: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Everything that the reader may see of it, and the form to add to it. Nothing for somebody of neither company.

    Of a record that one side alone sees (`visible_to`) nothing is written for both. `earlier` are records whose talk stands above, to be
    read only: titles and names."""
    member, name = context["member"], f"{kind}:{number}"
    if not roles.is_party(member):
        return {"shown": False}
    others = [one for one in conversation.readers(member, "both") if one.pk != member.pk]
    watching = list(conversation.watchers(member, name))
    return {
        "shown": True,
        "subject": name,
        "comments": conversation.comments(member, name),
        "people": others,
        "watches": any(one.member_id == member.pk for one in watching),
        "watching": [one.member.name for one in watching if one.member_id != member.pk],
        "other": (member.engagement.provider if member.side == "client" else member.engagement.client) if visible_to == "both" else None,
        "earlier": [(title, found) for title, before in earlier if (found := list(conversation.comments(member, before)))],
        **{known: context.get(known) for known in ("member", "engagement", "request", "csrf_token", "user")},
    }


@register.filter
def as_markdown(text: str) -> SafeString:
    """A text in Markdown as safe HTML."""
    return markdown.html(text)
