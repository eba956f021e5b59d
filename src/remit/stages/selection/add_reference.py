"""Note a client of a provider who may be called, named by the provider or found by oneself."""

from __future__ import annotations

from remit.records.models.diligence import Reference
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.provider_rows import provider_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="added the reference {company}", shared=False)
def add_reference(
    *, by: Member, provider: str, company: str, person: str = "", reach: str = "", named_by_provider: bool = False
) -> Reference:
    """`reach` is a number or an address. One that the provider did not name is worth more: it was not chosen to please."""
    row, faults = provider_of(by, provider), []
    for name, text, most in (("company", company, 120), ("person", person, 120), ("reach", reach, 120)):
        if len(text) > most or (name == "company" and not text):
            faults.append(Fault(Place(column=name), f"it has {len(text)} letters", f"write {'1' if name == 'company' else '0'} to {most}"))
    if faults:
        raise Refused(faults)
    return Reference.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        provider=row,
        company=company,
        person=person,
        reach=reach,
        named_by_provider=named_by_provider,
        added_by=by,
        added_at=by.engagement.now(),
    )
