"""Bring in the sample that comes with a preset, to see a first month settled before any file of one's own."""

from __future__ import annotations

from remit.exchange import starters
from remit.intake import reading
from remit.records.models.batch import Batch
from remit.records.models.mapping_record import MappingRecord
from remit.records.models.member import Member
from remit.records.models.terms_text import TermsText
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileInput
from remit.stages.operations.import_facts import import_facts
from remit.stages.operations.import_work import import_work
from remit.values.fault import Fault, Place, Refused


def preset_of(member: Member) -> str | None:
    """The preset that the engagement's terms were made from, None where they are its own."""
    name = TermsText.objects.filter(engagement=member.engagement, place=0).values_list("name", flat=True).first()
    return next((one for one in starters.names() if name == f"{one.replace(' ', '_')}{starters.TERMS}"), None)


@action(may=roles.brings_work, says="brought in the sample of the preset")
def import_sample(*, by: Member) -> list[Batch]:
    """Imports every sample file of the preset, work and facts, as if they had been chosen one by one; each can be undone."""
    preset = preset_of(by)
    if preset is None:
        raise Refused([Fault(Place(), "the terms come from no preset, so there is no sample", "bring in a file of your own")])
    brought = []
    for name, content in starters.samples(preset).items():
        file = FileInput(name, content)
        if name == starters.FACTS:
            brought.append(import_facts(by=by, file=file))
        else:
            brought.append(import_work(by=by, file=file, mapping=_mapping(by, name, content)))
    return brought


def _mapping(by: Member, sample: str, content: bytes) -> str:
    """The engagement's mapping for a sample: the one for a record whose columns the sample has."""
    columns = tuple(content.split(b"\n", 1)[0].decode().strip().split(","))
    found = reading.recognised(dict(MappingRecord.objects.filter(engagement=by.engagement).values_list("name", "text")), columns)
    if found is None:
        raise Refused([Fault(Place(file=sample), "no mapping of the engagement recognises it", "choose the file under Imports")])
    return found
