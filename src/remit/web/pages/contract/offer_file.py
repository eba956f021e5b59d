"""An offer as PDF: what it changes, the words as they shall read, room for both signatures, and the text that is signed inside."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from remit.catalogue import standard_catalogue
from remit.exchange import offer_pdf
from remit.stages import roles
from remit.stages.contract import queries
from remit.terms.reader import read as terms_of
from remit.terms.versions import consolidate
from remit.values.period import moment
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/drafts/<int:number>/offer.pdf", may=roles.is_party, label="Offer", under="contract", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int) -> HttpResponse:
    """404 before it is offered, and where the terms that it amends are no text of this engagement."""
    row = found(visit, number)
    before = next((one.terms for one in queries.versions(visit.by) if one.terms.digest == row.base), None)
    if not row.digest or before is None:
        raise Http404
    text = bytes(row.amendment)
    after = consolidate(before.text, [text], standard_catalogue(), names=[row.title])[-1].terms
    offer = offer_pdf.Offer(
        f"{visit.engagement.code} draft {row.number}",
        row.public_id,
        row.title,
        row.digest,
        row.starts,
        moment(row.offered_at or 0, visit.engagement.zone).date(),
        text,
    )
    answer = HttpResponse(offer_pdf.write(offer, terms_of(before.text, standard_catalogue()), after), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{visit.engagement.code}-draft-{row.number}.pdf"'
    return answer
