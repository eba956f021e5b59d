"""The notices of one member by their public numbers, all of them or a refusal: nobody touches another's inbox."""

from __future__ import annotations

from collections.abc import Sequence

from remit.records.models.member import Member
from remit.records.models.notice import Notice
from remit.values.fault import Fault, Place, Refused


def own_notices(by: Member, numbers: Sequence[str]) -> list[Notice]:
    """`Refused` with a fault for each number that is none of the member's own."""
    found = {one.public_id: one for one in Notice.objects.filter(member=by, public_id__in=numbers)}
    unknown = [number for number in numbers if number not in found]
    if unknown:
        raise Refused(
            [Fault(Place(column="notices"), f"there is no notice {number[:20]} in your inbox", "load the page again") for number in unknown]
        )
    return [found[number] for number in numbers]
