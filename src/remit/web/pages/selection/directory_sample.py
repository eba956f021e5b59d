"""A sample of a list of providers: the columns that are recognised, and one line to write over."""

from __future__ import annotations

from django.http import HttpResponse

from remit.stages import roles
from remit.stages.selection.directory_file import FIELDS
from remit.web.csv import download
from remit.web.page import Visit, page

PAGE = page("providers/sample.csv", may=roles.is_client, label="Sample", under="shortlist", visible_to=None)
_LINE = {
    "name": "Example Desk Ltd", "web": "https://desk.example", "town": "Cape Town", "country": "ZA", "zone": "Africa/Johannesburg",
    "hours": "Monday to Friday: 08:00 to 17:00", "industries": "retail; travel", "functions": "customer care", "systems": "Zendesk; Slack",
    "people": "120", "more_people": "30", "said": "4.7 of 5 from 22 reviews",
}  # fmt: skip


@PAGE.reads
def read(visit: Visit) -> HttpResponse:
    """Comma-separated, in UTF-8."""
    return download("providers", list(FIELDS), [[_LINE.get(name, "") for name in FIELDS]])
