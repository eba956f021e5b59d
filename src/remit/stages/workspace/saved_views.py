"""The saved views of a list that a member sees: own ones, and those that somebody of the same company shares."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from remit.records.models.member import Member
from remit.records.models.saved_view import SavedView
from remit.records.scoping import visible


def saved_views(by: Member, page: str) -> QuerySet[SavedView]:
    found = visible(SavedView, by).filter(Q(member=by) | Q(shared=True, visible_to=by.side), page=page)
    return found.select_related("member__user").order_by("name", "pk")
