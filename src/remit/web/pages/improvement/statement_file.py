"""A statement as a file: canonical JSON (what counts), PDF, XLSX and Markdown for people, UBL for accounts, the bundle as proof."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal

from django.http import Http404, HttpResponse

from remit import closing
from remit.exchange import bundle, statement_json, statement_markdown, statement_pdf, statement_xlsx, ubl
from remit.exchange.statement_json import Envelope
from remit.intake.knowledge import kept, knowledge
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.organisation import Organisation
from remit.stages import roles
from remit.stages.contract.queries import signed_with_keys
from remit.stages.improvement import queries
from remit.stages.improvement.queries import Standing
from remit.statement import Statement
from remit.values.period import Month, moment
from remit.web.page import Visit, page

PAGE = page("statements/<month:month>/v<int:version>.<slug:form>", may=roles.is_party, label="File", under="statements", visible_to=None)
Writer = Callable[[Visit, IssuedStatement, Standing], bytes]


@PAGE.reads
def read(visit: Visit, month: Month, version: int, form: str) -> HttpResponse:
    """The file in the form the address names; the bytes of the JSON are those that were issued."""
    where = queries.standing(visit.by, month, visit.now)
    row = next((one for one in where.versions if one.version == version), None)
    if row is None or form not in FORMS:
        raise Http404
    ending, kind, writer = FORMS[form]
    answer = HttpResponse(writer(visit, row, where), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{visit.engagement.code}-{month}-v{version}.{ending}"'
    return answer


def _json(visit: Visit, row: IssuedStatement, where: Standing) -> bytes:
    return bytes(row.content)


def _pdf(visit: Visit, row: IssuedStatement, where: Standing) -> bytes:
    return statement_pdf.write(*_read(row))


def _markdown(visit: Visit, row: IssuedStatement, where: Standing) -> bytes:
    return statement_markdown.write(_read(row)[0]).encode()


def _xlsx(visit: Visit, row: IssuedStatement, where: Standing) -> bytes:
    value, envelope = _read(row)
    return statement_xlsx.write(value, envelope, closing.items_behind(knowledge(visit.engagement), value))


def _bundle(visit: Visit, row: IssuedStatement, where: Standing) -> bytes:
    """Every statement up to this one, in the order of issue, with the texts, work and facts it rests on, and the parties' signatures."""
    known = knowledge(visit.engagement)
    rows = IssuedStatement.objects.filter(engagement=visit.engagement, cut__lte=row.cut)
    issued = sorted(
        (bundle.Issued(*_read(one)) for one in rows), key=lambda one: (one.statement.cut, one.statement.month, one.statement.version)
    )
    signatures, amendments = signed_with_keys(visit.by)
    texts = [*(version.terms.text for version in kept(visit.engagement).versions), *amendments]
    log, facts = known.log.filter(known.log["received_at"] < row.cut), known.facts.filter(known.facts["received_at"] < row.cut)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in bundle.files(issued, texts, log, facts, signatures=signatures).items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _invoice(visit: Visit, row: IssuedStatement, where: Standing) -> bytes:
    """The first version as an invoice; a later one as what it differs by, which is a credit note where it is less."""
    value, _ = _read(row)
    before = next((one for one in where.versions if one.version == row.version - 1), None)
    lines = _moved(_read(before)[0], value) if before is not None else None
    engagement = visit.engagement
    number = f"{engagement.code}-{row.month}-{row.version}"
    paper = ubl.Paper(
        number,
        moment(row.issued_at, engagement.zone).date(),
        row.due_day,
        _party(engagement.provider),
        _party(engagement.client),
        order=next((line.purchase_order for line in value.lines if line.purchase_order), ""),
        contract=value.terms_title,
        before=f"{engagement.code}-{row.month}-{before.version}" if before is not None else "",
    )
    return ubl.write(value, paper, lines=lines)


def _moved(before: Statement, after: Statement) -> tuple[tuple[str, str, Decimal], ...]:
    sums: dict[tuple[str, str], Decimal] = {}
    for sign, value in ((-1, before), (1, after)):
        for line in value.lines:
            sums[line.clause, line.title] = sums.get((line.clause, line.title), Decimal(0)) + sign * line.amount
    return tuple((clause, title, amount) for (clause, title), amount in sums.items() if amount)


def _party(organisation: Organisation | None) -> ubl.Party:
    if organisation is None:
        raise Http404
    return ubl.Party(organisation.name, organisation.country, organisation.town, organisation.tax_number)


def _read(row: IssuedStatement) -> tuple[Statement, Envelope]:
    return statement_json.read(bytes(row.content))


FORMS: Mapping[str, tuple[str, str, Writer]] = {
    "json": ("json", "application/json", _json),
    "pdf": ("pdf", "application/pdf", _pdf),
    "md": ("md", "text/markdown; charset=utf-8", _markdown),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "bundle": ("zip", "application/zip", _bundle),
    "ubl": ("xml", "application/xml", _invoice),
}
"""Ending, media type and writer of each form."""
