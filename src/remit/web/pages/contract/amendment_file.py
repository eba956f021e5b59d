"""The amendment that is offered and signed, as its bytes."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from remit.stages import roles
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/drafts/<int:number>/amendment.yaml", may=roles.is_party, label="Amendment", under="contract", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int) -> HttpResponse:
    """404 before it is offered."""
    row = found(visit, number)
    if not row.digest:
        raise Http404
    answer = HttpResponse(bytes(row.amendment), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{visit.engagement.code}-draft-{row.number}.yaml"'
    return answer
