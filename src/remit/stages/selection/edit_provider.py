"""Change what the directory says of a provider."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.provider_rows import domain_of, faults_of, key_of, names_in, provider_of, same
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="changed the provider {name}", shared=False)
def edit_provider(
    *,
    by: Member,
    provider: str,
    name: str,
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
) -> Provider:
    """Everything at once, as its form shows it; what is left empty is empty."""
    row = provider_of(by, provider)
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
    faults, known = list(faults_of(given)), same(by, name, web)
    if known is not None and known.pk != row.pk:
        faults.append(Fault(Place(column="name"), f"that is {known.name}, which is in the directory too", "merge the two"))
    if faults:
        raise Refused(faults)
    for field, value in {**given, "web": domain_of(web), "short_name": short_name or name[:60], "key": key_of(name)}.items():
        setattr(row, field, value)
    row.industries, row.functions, row.systems = names_in(industries), names_in(functions), names_in(systems)
    row.save()
    return row
