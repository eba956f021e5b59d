"""The library of sources: what each says, where it can be read, and where it is cited."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.records.models.business_case import CaseLine
from remit.records.models.process import Process
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.needs import queries
from remit.stages.needs.record_source import KINDS, record_source
from remit.web.page import Visit, page

PAGE = page("sources/", may=roles.is_client, label="Sources", place=9, visible_to="client")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """A source is opened by its number: `#source-3`."""
    by = visit.by
    found = queries.sources(by)
    cited: dict[int, list[tuple[str, str]]] = {}
    for line in visible(CaseLine, by).filter(removed_at=None).exclude(cited=None).order_by("pk"):
        cited.setdefault(line.cited_id or 0, []).append((line.name, f"/e/{visit.engagement.code}/business-case/#lines"))
    for row in visible(Process, by).filter(removed_at=None).exclude(cited=None).order_by("pk"):
        cited.setdefault(row.cited_id or 0, []).append((row.name, f"/e/{visit.engagement.code}/{row.path}"))
    uses = sum(len(places) for places in cited.values())
    return {
        "answer": _said(len(found), uses),
        "sources": [(one, one.address if one.address.startswith(("https://", "http://")) else "", cited.get(one.pk, ())) for one in found],
        "kinds": KINDS,
        "may_write": record_source.allowed(by),
    }


def _said(count: int, uses: int) -> str:
    if not count:
        return _("No source is recorded yet; a claim that cites one can be checked.")
    told = {"count": count, "uses": uses}
    return (
        ngettext("One source is cited", "%(count)s sources are cited", count) % told
        + ngettext(" in one place.", " in %(uses)s places.", uses) % told
    )
