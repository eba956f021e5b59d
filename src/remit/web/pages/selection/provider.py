"""One provider of the directory: its sources with their dates, languages with tests, certificates with scope and end, shared hours."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from remit.records.models.provider import Provider
from remit.records.models.request import Request
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection.directory import ENDS_SOON, fits, mismatches, providers
from remit.stages.selection.provider_rows import KINDS
from remit.stages.selection.request_rows import LEVELS
from remit.values.period import moment
from remit.web.overlap_bars import CLIENT_HOURS, drawn, hours_of, span_said
from remit.web.page import Visit, page

PAGE = page("providers/<int:number>/", may=roles.is_client, label="Provider", under="shortlist", visible_to="client")


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    """Held against the newest request, where there is one."""
    row = providers(visit.by).filter(number=number).first()
    if row is None:
        raise Http404
    request = visible(Request, visit.by).exclude(state="withdrawn").order_by("-number").first()
    seasons = drawn(row, hours_of(visit.asked("hours", CLIENT_HOURS), visit.engagement.zone), visit.now)
    today = moment(visit.now, visit.engagement.zone).date()
    return {
        "answer": _answer(row, request),
        "row": row,
        "sources": row.sources.order_by("-dated", "-pk"),
        "languages": row.languages.order_by("language"),
        "certificates": [(one, one.ends_on < today, one.ends_on <= today + ENDS_SOON) for one in row.certificates.order_by("ends_on")],
        "cases": row.cases.order_by("-dated"),
        "seasons": seasons,
        "shared": span_said(seasons),
        "request_row": request,
        "fits": list(fits(row, request)) if request is not None else [],
        "kinds": KINDS,
        "levels": LEVELS,
        "others": providers(visit.by).exclude(pk=row.pk),
        "may_run": roles.runs_selection(visit.by),
        "today": today,
    }


def _answer(row: Provider, request: Request | None) -> str:
    if request is None:
        return _("%(who)s, %(town)s.") % {"who": row.name, "town": row.town or row.zone}
    found = mismatches(row, request)
    words = {"who": row.short_name, "title": request.title, "what": "; ".join(one.what for one in found[:3])}
    if found:
        return _("%(who)s does not fit “%(title)s” in %(what)s.") % words
    return _("Nothing that is known of %(who)s speaks against “%(title)s”.") % words
