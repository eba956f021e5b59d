"""Add a process to the register: what is known of it now; the page of the process says what is still missing."""

from __future__ import annotations

from decimal import Decimal

from remit.choice.templates import TEMPLATES, Template
from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.register_fields import faults_of, made
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused


@action(may=roles.audits, says="added the process {name} to the register", shared=False)
def add_process(
    *,
    by: Member,
    name: str,
    area: str = "",
    unit: str = "",
    volume: Decimal | None = None,
    minutes: Decimal | None = None,
    rate: Decimal | None = None,
    tools: Decimal | None = None,
    baseline: str = "",
    figures_from: str = "",
    begins: str = "",
    ends: str = "",
    components: str = "",
    systems: str = "",
    owner: str = "",
    management_hours: Decimal | None = None,
    ratings: dict[str, int] | None = None,
    template: str = "",
) -> Process:
    """`volume` is units a month, `minutes` each of them takes, `rate` a loaded hour, `tools` what its tools cost a month; `components` and
    `systems` one a line; `ratings` whole numbers from 1 to 5. Only the name is needed. A `template` (customer support, back office,
    accounting, payroll, IT) fills in unit, beginning, end, parts and systems where they are left empty; it never gives a figure."""
    given = {key: value for key, value in locals().items() if key not in ("by", "template")}
    faults = []
    if template and template not in TEMPLATES:
        faults.append(Fault(Place(column="template"), f"there is no template '{template[:40]}'", f"there are {listed(TEMPLATES)}"))
    elif template:
        given |= {name: value for name, value in _filled(TEMPLATES[template]).items() if not given[name]}
    faults += faults_of(by, given)
    if faults:
        raise Refused(faults)
    row = made(by, given)
    row.save(force_insert=True)
    return row


def _filled(template: Template) -> dict[str, str]:
    """What a template gives, in the fields of a process."""
    return {
        "area": template.area,
        "unit": template.unit,
        "begins": template.begins,
        "ends": template.ends,
        "components": "\n".join(template.components),
        "systems": "\n".join(template.systems),
    }
