"""Keep a mapping under a name, so that the next file of its source is recognised and read the same way."""

from __future__ import annotations

import re

from remit.intake import reading
from remit.records.models.mapping_record import MappingRecord
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused

_NAME = re.compile(r"[\w][\w .-]{0,78}[\w]")


@action(may=roles.brings_work, says="kept the mapping {name}")
def save_mapping(*, by: Member, name: str, text: str) -> MappingRecord:
    """Checks the text and keeps it; an earlier text of that name is replaced (every import keeps the text it was read with)."""
    if not _NAME.fullmatch(name):
        raise Refused([Fault(Place(column="name"), f"'{name}' is no name for a mapping", "write letters, digits, spaces or hyphens")])
    text = text.replace("\r\n", "\n")
    reading.mapping_of(by.engagement, name, text)
    kept, _ = MappingRecord.objects.update_or_create(
        engagement=by.engagement, name=name, defaults={"text": text, "changed_by": by, "changed_at": by.engagement.now()}
    )
    return kept
