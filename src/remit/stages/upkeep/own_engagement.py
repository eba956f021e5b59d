"""Open an engagement with its companies, its owner and its contract in one step, all of it or nothing."""

from __future__ import annotations

from importlib import resources

from django.db import transaction

from remit.exchange import starters
from remit.records import row_level
from remit.records.models.engagement import Engagement
from remit.records.models.mapping_record import MappingRecord
from remit.records.models.member import Member
from remit.records.models.organisation import Organisation
from remit.stages.inputs import FileInput
from remit.stages.operations.record_terms import record_terms
from remit.stages.upkeep.people import person
from remit.stages.workspace.create_engagement import create_engagement
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

_ROLES = {"client": "owner", "provider": "account director"}


def open_engagement(
    *,
    code: str,
    name: str,
    client: str,
    provider: str | None,
    email: str,
    side: str,
    zone: str,
    terms: FileInput | None,
    preset: str | None,
) -> Member:
    """The first member of the new engagement. `Refused` with every fault of the code, the zone, the preset or the contract's text."""
    if preset is not None and preset not in starters.names():
        raise Refused([Fault(Place(column="--preset"), f"there is no preset '{preset}'", f"there are {listed(starters.names())}")])
    with transaction.atomic(), row_level.installation():
        owner, _ = person(email)
        if owner.persona:
            what = f"{owner.email} is a person of the demonstration, whom anybody may be"
            raise Refused([Fault(Place(column="--owner"), what, "use an address of your own")])
        _, member = create_engagement(
            user=owner,
            name=name,
            code=code,
            client=company(client, zone),
            provider=company(provider, zone) if provider else None,
            side=side,
            role=_ROLES[side],
            place=zone,
        )
        if preset is not None:
            _bring_preset(member, preset)
        elif terms is not None:
            record_terms(by=member, file=terms)
    return member


def company(name: str, zone: str) -> Organisation:
    """A company by its name; never one of the demonstration, because that goes away as a whole."""
    demo = Engagement.objects.filter(is_demo=True).values_list("client", "provider")
    taken = [key for pair in demo for key in pair if key is not None]
    found = Organisation.objects.filter(name=name).exclude(pk__in=taken).first()
    return found or Organisation.objects.create(name=name, short_name=name[:60], zone=zone)


def _bring_preset(member: Member, preset: str) -> None:
    """The preset's contract, and the mapping with which its sample of work is read."""
    stem = preset.replace(" ", "_")
    text = resources.files("remit.terms").joinpath("presets", f"{stem}{starters.TERMS}").read_bytes()
    record_terms(by=member, file=FileInput("terms.yaml", text))
    for file in resources.files("remit.exchange.starters").joinpath(stem).iterdir():
        if file.name.endswith(".yaml") and file.name != "tests.yaml":
            MappingRecord.objects.create(
                engagement=member.engagement,
                name=file.name.removesuffix(".yaml"),
                text=file.read_text(encoding="utf-8"),
                changed_by=member,
                changed_at=member.engagement.now(),
            )
