"""The award memo as a file: PDF for the board, Word, and text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

import rfc8785
from django.http import Http404, HttpResponse

from remit.exchange import prose_docx, prose_markdown, prose_pdf
from remit.prose.document import Block, Document
from remit.records.models.award import Award
from remit.stages import roles
from remit.stages.selection.letters import awards, memo
from remit.values.period import moment
from remit.web.page import Visit, page

PAGE = page("award/<slug:award>/memo.<slug:form>", may=roles.is_client, label="Memo", under="comparison", visible_to=None)


def _markdown(document: Document) -> bytes:
    return prose_markdown.write(document).encode()


FORMS: Mapping[str, tuple[str, Callable[[Document], bytes]]] = {
    "pdf": ("application/pdf", prose_pdf.write),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", prose_docx.write),
    "md": ("text/markdown; charset=utf-8", _markdown),
    "txt": ("text/plain; charset=utf-8", _markdown),
}


@PAGE.reads
def read(visit: Visit, award: str, form: str) -> HttpResponse:
    """From the figures that were frozen with the decision, so it says the same whenever it is asked for."""
    row = found(visit, award)
    return written(row, f"Award memo: {row.request.title}", memo(row), form, f"{visit.engagement.code}-award-memo")


def found(visit: Visit, number: str) -> Award:
    """The award with this public number; 404 where there is none."""
    row = next((one for one in awards(visit.by) if one.public_id == number), None)
    if row is None:
        raise Http404
    return row


def written(award: Award, title: str, blocks: list[Block], form: str, name: str) -> HttpResponse:
    """The document in a form; 404 for one that there is not."""
    if form not in FORMS:
        raise Http404
    kind, write = FORMS[form]
    digest = f"sha256:{sha256(rfc8785.dumps(award.figures)).hexdigest()}"
    document = Document(title, digest, moment(award.decided_at, award.engagement.zone).date(), tuple(blocks))
    answer = HttpResponse(write(document), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
