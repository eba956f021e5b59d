"""Add a provider to the directory, with where one learned of it."""

from __future__ import annotations

from datetime import date

from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.provider_rows import (
    domain_of,
    faults_of,
    faults_of_source,
    key_of,
    names_in,
    new_source,
    next_number,
    same,
)
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment


@action(may=roles.runs_selection, says="added the provider {name}", shared=False)
def add_provider(
    *,
    by: Member,
    name: str,
    kind: str,
    title: str,
    dated: date,
    short_name: str = "",
    web: str = "",
    town: str = "",
    country: str = "",
    zone: str = "UTC",
    hours: str = "",
    industries: str = "",
    functions: str = "",
    systems: str = "",
    people: int | None = None,
    more_people: int | None = None,
    about: str = "",
    said: str = "",
    link: str = "",
) -> Provider:
    """`kind`, `title` and `dated` are the source: a peer, a report, a directory, a review. Industries, functions and systems are names with
    commas between. A company that is there already, by its name or domain, is refused: add the source to it."""
    given = {
        "name": name,
        "short_name": short_name,
        "town": town,
        "zone": zone,
        "hours": hours,
        "web": web,
        "about": about,
        "country": country,
        "people": people,
        "more_people": more_people,
    }
    faults = [*faults_of(given), *faults_of_source(kind, title, dated, moment(by.engagement.now(), by.engagement.zone).date())]
    known = same(by, name, web)
    if known is not None:
        faults.append(Fault(Place(column="name"), f"{known.name} is in the directory already", "open it, and add the source to it"))
    if faults:
        raise Refused(faults)
    provider = Provider.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        number=next_number(by),
        added_by=by,
        added_at=by.engagement.now(),
        key=key_of(name),
        industries=names_in(industries),
        functions=names_in(functions),
        systems=names_in(systems),
        **{**given, "web": domain_of(web), "short_name": short_name or name[:60]},
    )
    new_source(by, provider, kind, title, dated, said, link)
    return provider
