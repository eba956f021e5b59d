"""Add a provider by hand, with where one learned of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from remit.stages import roles
from remit.stages.selection.provider_rows import KINDS
from remit.values.period import moment
from remit.web.page import Visit, page

PAGE = page("providers/new", may=roles.runs_selection, label="Add a provider", under="shortlist", visible_to="client")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """A form."""
    return {
        "answer": _("A provider is a name and a source; the rest can follow."),
        "kinds": KINDS,
        "today": moment(visit.now, visit.engagement.zone).date(),
    }
