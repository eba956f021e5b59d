"""An attested record as a file: signed JSON, or Markdown with that JSON in it. One that was taken back is no longer given."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from remit.exchange import attested_record
from remit.exchange.plain import Unreadable
from remit.stages import roles
from remit.stages.improvement import attesting
from remit.web.page import Visit, page

PAGE = page("record/<slug:number>.<str:form>", may=roles.is_party, label="Attested record", under="record", visible_to=None)
_TYPES = {"json": "application/json", "md": "text/markdown; charset=utf-8"}


@PAGE.reads
def read(visit: Visit, number: str, form: str) -> HttpResponse:
    """404 for a record that does not stand, or whose stored bytes are damaged."""
    row = attesting.attestations(visit.by).filter(public_id=number, ended_at=None).first()
    if row is None or form not in _TYPES:
        raise Http404
    content = bytes(row.content)
    try:
        found, envelope = attested_record.read(content)
    except (Unreadable, ValueError):
        raise Http404 from None
    if form == "md":
        content = attested_record.markdown(found, envelope).encode()
    answer = HttpResponse(content, content_type=_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{visit.engagement.code}-record.{form}"'
    return answer
