"""Tell both companies how one is reached, and when one works."""

from __future__ import annotations

from datetime import date

from remit.clock.windows import BadWindow
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line
from remit.stages.workspace import working_hours
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="told how they are reached")
def tell_contact(*, by: Member, contact: str = "", hours: str = "", away_until: date | None = None) -> Member:
    """One's own place only. `contact` is one line for both companies (a telephone number, a channel); `hours` are weekly, on the own wall
    clock: `Monday to Friday: 08:00 to 17:00`. Left empty, neither is shown. Up to and with `away_until` messages for the role of the
    contract reach its deputy."""
    faults = list(line("contact", contact, 200, "leave the rest to the conversation"))
    if len(hours) > 200:
        faults.append(Fault(Place(column="hours"), "the hours are longer than 200 letters", "write a usual week"))
    elif hours:
        try:
            working_hours.read(hours, "UTC")
        except BadWindow as error:
            faults.append(Fault(Place(column="hours"), str(error), error.remedy))
    if faults:
        raise Refused(faults)
    by.contact, by.hours, by.away_until = contact, hours, away_until
    by.save(update_fields=["contact", "hours", "away_until"])
    return by
