"""Begin the business case, or change its frame: currency, the month the service starts, how long it runs, and the seed of the draws."""

from __future__ import annotations

import re

from remit.records.models.business_case import BusinessCase
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import MonthInput
from remit.stages.needs import queries
from remit.values.fault import Fault, Place, Refused

LONGEST, MOST_DRAWS = 120, 100_000


@action(may=roles.audits, says="set the frame of the business case", shared=False)
def set_case(
    *, by: Member, starts: MonthInput, months: int = 24, currency: str = "GBP", seed: int = 2026, draws: int = 10_000
) -> BusinessCase:
    """`months` is how long the service runs for the sum; `currency` three letters (GBP). The same `seed` draws the same figures always."""
    faults = []
    if not 1 <= months <= LONGEST:
        faults.append(Fault(Place(column="months"), f"{months} is not between 1 and {LONGEST}", "write how many months the contract runs"))
    if not re.fullmatch(r"[A-Z]{3}", currency):
        faults.append(Fault(Place(column="currency"), f"'{currency[:10]}' is no currency", "write three letters, such as GBP"))
    if not 100 <= draws <= MOST_DRAWS:
        faults.append(Fault(Place(column="draws"), f"{draws} is not between 100 and {MOST_DRAWS:,}", "write 10000"))
    if not 0 <= seed < 2**53:
        faults.append(Fault(Place(column="seed"), "is no seed", "write a whole number from 0 on"))
    if faults:
        raise Refused(faults)
    row = queries.business_case(by) or BusinessCase(engagement=by.engagement, visible_to=CLIENT)
    row.starts, row.months, row.currency, row.seed, row.draws = str(starts), months, currency, seed, draws
    row.changed_at = by.engagement.now()
    row.save()
    return row
