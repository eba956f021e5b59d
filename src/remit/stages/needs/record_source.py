"""Record a source in the library, so that a claim can cite it by its number."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from remit.records.models.member import Member
from remit.records.models.source import Source
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line, no_longer
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

KINDS = ("report", "review", "recommendation", "law", "own figures", "other")


@action(may=roles.audits, says="recorded the source {title}", shared=False)
def record_source(
    *,
    by: Member,
    title: str,
    publisher: str = "",
    published: date | None = None,
    address: str = "",
    claim: str = "",
    kind: str = "report",
) -> Source:
    """`claim` is what it says; `address` where it can be read, a web address or a shelf: nothing is ever fetched from it."""
    faults: list[Fault] = []
    for label, text, most in (("title", title, 200), ("publisher", publisher, 120), ("address", address, 500)):
        faults += line(label, text, most)
    if not title.strip():
        faults.append(Fault(Place(column="title"), "a source needs a title", "write what is printed on it"))
    faults += no_longer("claim", claim, 4_000, "write the sentence that is cited")
    if kind not in KINDS:
        faults.append(Fault(Place(column="kind"), f"'{kind[:40]}' is no kind of source", f"write {listed(KINDS, 'or')}"))
    if faults:
        raise Refused(faults)
    last = Source.objects.filter(engagement=by.engagement).aggregate(last=Max("number"))["last"] or 0
    return Source.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        number=last + 1,
        kind=kind,
        title=title,
        publisher=publisher,
        published=str(published or ""),
        address=address,
        claim=claim,
        recorded_by=by,
        recorded_at=by.engagement.now(),
    )
