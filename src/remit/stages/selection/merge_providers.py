"""Merge two rows of the directory that are the same company: one stays, and has the sources of both."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.provider_rows import provider_of
from remit.values.fault import Fault, Place, Refused

LISTS = ("industries", "functions", "systems")
SINGLE = ("web", "town", "country", "hours", "people", "more_people", "about")


@action(may=roles.runs_selection, says="merged two providers into one", shared=False)
def merge_providers(*, by: Member, keep: str, other: str) -> Provider:
    """What the one that stays does not say is taken from the other; lists are joined. The other one leaves the directory, and points
    here."""
    row, gone = provider_of(by, keep), provider_of(by, other)
    if row.pk == gone.pk:
        raise Refused([Fault(Place(column="other"), "a row cannot be merged with itself", "choose another")])
    if gone.bidding.exists():
        raise Refused([Fault(Place(column="other"), f"{gone.name} was invited to bid", "keep that one, and merge the other into it")])
    filled(row, {name: getattr(gone, name) for name in (*LISTS, *SINGLE)})
    if row.zone == "UTC":
        row.zone = gone.zone
    row.save()
    for rows in (gone.sources, gone.languages, gone.certificates, gone.cases):
        rows.update(provider=row)
    for candidacy in gone.candidacies.all():
        if row.candidacies.filter(request=candidacy.request).exists():
            candidacy.delete()
        else:
            candidacy.provider = row
            candidacy.save(update_fields=["provider"])
    gone.merged_into = row
    gone.save(update_fields=["merged_into"])
    return row


def filled(row: Provider, given: dict[str, object]) -> None:
    """Takes what the row does not say yet; joins lists."""
    for name in LISTS:
        held = [*getattr(row, name)]
        for one in given.get(name) or []:  # type: ignore[attr-defined]
            if one.casefold() not in {other.casefold() for other in held}:
                held.append(one)
        setattr(row, name, held)
    for name in SINGLE:
        if getattr(row, name) in ("", None) and given.get(name) not in ("", None):
            setattr(row, name, given[name])
