"""A version of the contract as a file: the text that counts, or its words as PDF, DOCX and Markdown, each with the text's digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse

from remit.catalogue import standard_catalogue
from remit.exchange import prose_docx, prose_markdown, prose_pdf
from remit.prose.contract import prose
from remit.prose.document import Document
from remit.stages import roles
from remit.stages.contract import queries
from remit.web.page import Visit, page

PAGE = page("contract/v<int:version>.<slug:form>", may=roles.is_party, label="File", under="contract", visible_to=None)
FORMS: Mapping[str, tuple[str, Callable[[Document], bytes]]] = {
    "md": ("text/markdown; charset=utf-8", lambda document: prose_markdown.write(document).encode()),
    "pdf": ("application/pdf", prose_pdf.write),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", prose_docx.write),
}


@PAGE.reads
def read(visit: Visit, version: int, form: str) -> HttpResponse:
    """`form` is yaml, pdf, docx or md; version 1 is the text first signed, later ones have the amendments in them."""
    known = queries.versions(visit.by)
    if not 0 < version <= len(known) or form not in ("yaml", *FORMS):
        raise Http404
    terms = known[version - 1].terms
    if form == "yaml":
        answer = HttpResponse(terms.text, content_type="application/yaml; charset=utf-8")
    else:
        kind, writer = FORMS[form]
        answer = HttpResponse(writer(prose(terms, standard_catalogue())), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{visit.engagement.code}-contract-v{version}.{form}"'
    return answer
