"""Open an engagement with its contract: both companies, the terms of a preset or of a file, and the mappings that come with a preset.

Not an `action`, because there is no member yet who could do it: a signed-in person does, and is its first member. All of it happens or
nothing does.
"""

from __future__ import annotations

from django.db import transaction

from remit.exchange import starters
from remit.records.models.engagement import Engagement
from remit.records.models.mapping_record import MappingRecord
from remit.records.models.member import Member
from remit.records.models.organisation import Organisation
from remit.records.models.user import User
from remit.records.scoping import places
from remit.stages.contract.presets import NOTHING, named
from remit.stages.contract.record_terms import record_terms
from remit.stages.contract.start_draft import start_draft
from remit.stages.inputs import FileInput
from remit.stages.workspace.create_engagement import create_engagement
from remit.values.fault import Fault, Place, Refused

FIRST_ROLES = {"client": "owner", "provider": "account director"}
"""The role of the person who opens an engagement, by side."""


def open_engagement(
    *,
    user: User,
    client: str,
    provider: str,
    code: str,
    zone: str = "Europe/London",
    side: str = "client",
    preset: str = "simple",
    terms: FileInput | None = None,
    signed: bool = True,
) -> Member:
    """The person's place in the new engagement. `terms` go before the preset; a preset gets the names of both companies. Terms are those
    that both signed, and so is a preset where `signed`; otherwise it is a draft, and the contract is what both sign in the end. `Refused`
    with every fault of the form, or of the terms with their lines."""
    client, provider, code = client.strip(), provider.strip(), code.strip().upper()
    faults = [
        Fault(Place(column=name), "is empty", "write the company's full name")
        for name, value in (("client", client), ("provider", provider))
        if not value
    ]
    if side not in FIRST_ROLES:
        faults.append(Fault(Place(column="side"), f"'{side}' is no side", "write client or provider"))
    known = starters.names() if signed else (*starters.names(), NOTHING)
    if terms is None and preset not in known:
        faults.append(Fault(Place(column="preset"), f"there is no preset '{preset}'", f"write one of {', '.join(known)}"))
    if faults:
        raise Refused(faults)
    first = places(user).first()
    with transaction.atomic():
        companies = {name: _organisation(user, name, zone) for name in (client, provider)}
        engagement, member = create_engagement(
            user=user,
            name=f"{client} and {provider}"[:120],
            code=code,
            client=companies[client],
            provider=companies[provider],
            side=side,
            role=FIRST_ROLES[side],
            place=zone,
            **_as_demonstration(first.engagement if first is not None and user.persona else None),
        )
        if terms is None and not signed:
            start_draft(by=member, preset=preset)
            return member
        file = terms or FileInput(f"{preset.replace(' ', '_')}{starters.TERMS}", named(preset, client, provider))
        record_terms(by=member, file=file)
        if terms is None:
            for name, text in starters.mappings(preset).items():
                MappingRecord.objects.create(engagement=engagement, name=name, text=text, changed_by=member, changed_at=engagement.now())
    return member


def _organisation(user: User, name: str, zone: str) -> Organisation:
    """A company of that name in an engagement of the person, else a new one: nobody names another's company as theirs."""
    for place in places(user):
        for known in (place.engagement.client, place.engagement.provider):
            if known is not None and name in (known.name, known.short_name):
                return known
    town = zone.rsplit("/", 1)[-1].replace("_", " ")
    return Organisation.objects.create(name=name, short_name=name[:60], zone=zone, town=town)


def _as_demonstration(shown: Engagement | None) -> dict[str, object]:
    """What somebody opens who tries the demonstration belongs to it, and lives on its day."""
    return {"is_demo": True, "clock_shift": shown.clock_shift} if shown is not None and shown.is_demo else {}
