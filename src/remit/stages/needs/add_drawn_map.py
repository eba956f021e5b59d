"""Bring a process map in that somebody drew, as BPMN 2.0: it is read, written again without anything else, and shown as it was drawn."""

from __future__ import annotations

from django.db.models import Max

from remit.exchange import bpmn
from remit.records.models.event_log import DrawnMap
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.stages.lengths import line
from remit.stages.needs.register_fields import found
from remit.values.fault import Refused


@action(may=roles.audits, says="brought in the drawing {file}", shared=False)
def add_drawn_map(*, by: Member, file: FileParameter, name: str = "", process: str = "") -> DrawnMap:
    """A .bpmn or .xml file of any BPMN program. What a map of steps does not need (pools, lanes, data) is left out, and told."""
    if faults := list(line("name", name, 120)):
        raise Refused(faults)
    owner = found(by, process) if process else None
    diagram = bpmn.read(file.content, file.name)
    last = DrawnMap.objects.filter(engagement=by.engagement).aggregate(last=Max("number"))["last"] or 0
    return DrawnMap.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        number=last + 1,
        name=name or diagram.name or file.name[:120],
        process=owner,
        file=file.name[:200],
        content=bpmn.written(diagram).decode(),
        notes=list(diagram.notes),
        brought_by=by,
        brought_at=by.engagement.now(),
    )
