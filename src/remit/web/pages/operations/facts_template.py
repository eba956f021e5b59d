"""A template for facts: the columns, and one line of each kind to write over."""

from __future__ import annotations

from django.http import HttpResponse

from remit.exchange.facts import KNOWN
from remit.stages import roles
from remit.stages.operations import recorded_facts
from remit.values.period import moment
from remit.web.csv import download
from remit.web.page import Visit, page

PAGE = page("facts/template.csv", may=roles.is_party, label="Template", under="facts", visible_to=None)


@PAGE.reads
def read(visit: Visit) -> HttpResponse:
    """One line of each kind, about what the contract names."""
    day = moment(visit.now, visit.engagement.zone).date()
    lines = []
    for kind in recorded_facts.KINDS.values():
        about = recorded_facts.subjects(visit.by, kind.name, visit.now)
        cells = {"kind": kind.name, "subject": about[0] if about else "", "day": str(day), "unit": kind.example}
        cells["value"] = "0" if kind.value else ""
        lines.append([cells.get(column, "") for column in KNOWN if column != "received"])
    return download("facts", [column for column in KNOWN if column != "received"], lines)
