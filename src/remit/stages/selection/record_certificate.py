"""Record a certificate of a provider with what it covers and until when: a tick that says ISO is worth nothing."""

from __future__ import annotations

from datetime import date

from remit.records.models.member import Member
from remit.records.models.provider import ProviderCertificate
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.provider_rows import provider_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="recorded the certificate {name} of a provider", shared=False)
def record_certificate(*, by: Member, provider: str, name: str, scope: str, ends_on: date, issuer: str = "") -> ProviderCertificate:
    """`scope` is the site and the services that the certificate names. The same certificate again takes the place of what was known."""
    row, faults = provider_of(by, provider), []
    for column, text, most in (("name", name, 120), ("scope", scope, 300)):
        if not 1 <= len(text) <= most:
            faults.append(Fault(Place(column=column), f"it has 1 to {most} letters", "copy it from the certificate"))
    if len(issuer) > 120:
        faults.append(Fault(Place(column="issuer"), "the issuer's name has at most 120 letters", "shorten it"))
    if faults:
        raise Refused(faults)
    row.certificates.filter(name__iexact=name).delete()
    return ProviderCertificate.objects.create(
        engagement=by.engagement, visible_to=CLIENT, provider=row, name=name, scope=scope, issuer=issuer, ends_on=ends_on
    )
