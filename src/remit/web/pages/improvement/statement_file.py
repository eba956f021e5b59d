"""A statement as a file: canonical JSON (what counts), PDF, XLSX and Markdown for people, or the bundle that proves itself offline."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from remit import closing
from remit.exchange import statement_json, statement_markdown, statement_pdf, statement_xlsx
from remit.intake.knowledge import knowledge
from remit.stages import roles
from remit.stages.improvement import queries
from remit.values.period import Month
from remit.web.page import Visit, page

PAGE = page("statements/<month:month>/v<int:version>.<slug:form>", may=roles.is_party, label="File", under="statements", visible_to=None)
TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@PAGE.reads
def read(visit: Visit, month: Month, version: int, form: str) -> HttpResponse:
    """The file in the form the address names; the bytes of the JSON are those that were issued."""
    where = queries.standing(visit.by, month, visit.now)
    row = next((one for one in where.versions if one.version == version), None)
    if row is None or form not in TYPES:
        raise Http404
    content = bytes(row.content)
    if form != "json":
        value, envelope = statement_json.read(content)
        if form == "pdf":
            content = statement_pdf.write(value, envelope)
        elif form == "md":
            content = statement_markdown.write(value).encode()
        else:
            content = statement_xlsx.write(value, envelope, closing.items_behind(knowledge(visit.engagement), value))
    answer = HttpResponse(content, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{visit.engagement.code}-{month}-v{version}.{form}"'
    return answer
