"""Start a request for proposals from a template: criteria whose weights total 100, and the usual questions, all to be changed."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.request import Criterion, Request, RequestQuestion
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line
from remit.stages.selection.request_templates import TEMPLATES
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="started the request “{title}”", shared=False)
def start_request(*, by: Member, title: str, template: str = "service desk") -> Request:
    """The request is the client's own until it is published. `template` is the name of one of the ready-made ones."""
    faults = list(line("title", title, 120, "write it as bidders should read it", least=1))
    if template not in TEMPLATES:
        faults.append(Fault(Place(column="template"), f"there is no template '{template[:40]}'", f"there are {listed(list(TEMPLATES))}"))
    if faults:
        raise Refused(faults)
    engagement, chosen = by.engagement, TEMPLATES[template]
    last = Request.objects.filter(engagement=engagement).order_by("-number").values_list("number", flat=True).first()
    request = Request.objects.create(
        engagement=engagement,
        visible_to=CLIENT,
        number=(last or 0) + 1,
        title=title,
        started_by=by,
        started_at=engagement.now(),
    )
    criteria = {
        name: Criterion.objects.create(
            engagement=engagement, visible_to=CLIENT, request=request, place=place, name=name, weight=Decimal(weight), about=about
        )
        for place, (name, weight, about) in enumerate(chosen.criteria, 1)
    }
    for place, asked in enumerate(chosen.questions, 1):
        RequestQuestion.objects.create(
            engagement=engagement,
            visible_to=CLIENT,
            request=request,
            criterion=criteria[asked.criterion],
            place=place,
            text=asked.text,
            kind=asked.kind,
            must=asked.must,
        )
    return request
