"""An offer as PDF: the words as they shall read, what it changes, room for both signatures, and the text that is signed inside."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from remit.catalogue import standard_catalogue
from remit.exchange import offer_pdf, prose_pdf
from remit.prose.contract import prose
from remit.stages import roles
from remit.stages.contract import queries
from remit.terms.document import Terms
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
    if not row.digest or (row.base and before is None):
        raise Http404
    text = bytes(row.amendment)
    offer = offer_pdf.Offer(
        f"{visit.engagement.code} draft {row.number}",
        row.public_id,
        row.title,
        row.digest,
        row.starts,
        moment(row.offered_at or 0, visit.engagement.zone).date(),
        text,
    )
    content = _first(offer) if before is None else _amending(offer, before)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{visit.engagement.code}-draft-{row.number}.pdf"'
    return answer


def _first(offer: offer_pdf.Offer) -> bytes:
    """A first contract is offered whole."""
    terms = terms_of(offer.text, standard_catalogue())
    parties = [(side.capitalize(), str(terms.parties[side]["name"])) for side in ("client", "provider")]
    return prose_pdf.write(prose(terms, standard_catalogue()), offer, parties)


def _amending(offer: offer_pdf.Offer, before: Terms) -> bytes:
    after = consolidate(before.text, [offer.text], standard_catalogue(), names=[offer.title])[-1].terms
    return offer_pdf.write(offer, terms_of(before.text, standard_catalogue()), after)
