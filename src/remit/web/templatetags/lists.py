"""What every list has: saved views and downloads. `{% load lists %}{% list_bar columns %}` above a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.http import QueryDict

from remit.stages import roles
from remit.stages.workspace.saved_views import saved_views

register = template.Library()
_PASSING = ("page", "form", "columns")
"""Parts of an address that are no filters."""


@register.inclusion_tag("components/views.html", takes_context=True)
def list_bar(context: Mapping[str, Any], columns: Sequence[str] = ()) -> dict[str, Any]:
    """Views saved under a name, the form that saves the filters of this address, and the download of `columns`."""
    request, member, page = context["request"], context["member"], context["page"]
    query = filters(request.GET)
    name = f"{page.stage}/{page.name}"
    party = member is not None and roles.is_party(member)
    return {
        "views": list(saved_views(member, name)) if party else [],
        "may_save": party,
        "query": query.urlencode(),
        "filters": list(query.items()),
        "page_name": name,
        "columns": columns,
        **{known: context.get(known) for known in ("member", "engagement", "request", "csrf_token")},
    }


def filters(asked: QueryDict) -> QueryDict:
    """The filters of an address: what is empty, or only turns pages, is none."""
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        if name not in _PASSING and any(values):
            kept.setlist(name, [value for value in values if value])
    return kept
