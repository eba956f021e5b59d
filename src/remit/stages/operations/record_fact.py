"""Record one fact: a rate, a forecast, a receipt, hours. A correction is a further fact; nothing that was recorded ever changes."""

from __future__ import annotations

import polars as pl

from remit.exchange import facts as exchange_facts
from remit.exchange.table import Table, numbered
from remit.intake.knowledge import kept
from remit.intake.store import add_facts
from remit.records.models.fact_record import FactRecord
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations.recorded_facts import KINDS, STANDS_ONCE
from remit.values.fault import Fault, Place, Refused


@action(may=roles.records_facts, says="recorded the {kind} of {subject} for {day}")
def record_fact(
    *, by: Member, kind: str, subject: str, day: str, source: str, value: str = "", unit: str = "", clause: str = ""
) -> FactRecord:
    """`day` is written 2026-05-31, or 2026-05 for a whole month; `source` says where it comes from, and is never empty. `Refused` with
    every fault, or where the same fact stands already."""
    engagement = by.engagement
    if kind not in KINDS:
        raise Refused([Fault(Place(column="kind"), f"there is no kind '{kind}' to record", f"write one of {', '.join(KINDS)}")])
    cells = {"kind": kind, "subject": subject, "day": day, "value": value, "unit": unit, "clause": clause, "source": source}
    columns = {name: [cell or None] for name, cell in cells.items()}
    try:
        made = exchange_facts.facts(Table("fact", numbered(columns, 1)), engagement.now(), engagement.zone)
        number = _number(engagement.pk, made)
        add_facts(engagement, made.drop("row", "file").with_columns(pl.lit(number).alias("id")), None, by=by)
    except Refused as refused:
        raise Refused([Fault(Place(column=one.place.column), one.what, one.remedy) for one in refused.faults]) from None
    kept(engagement)
    return FactRecord.objects.get(engagement=engagement, fact_id=number)


def _number(engagement: int, made: pl.DataFrame) -> str:
    """The number of the fact: that of its content, so that a form sent twice is refused; counted on where the value was corrected in
    between and now comes back."""
    row = made.row(0, named=True)
    same = FactRecord.objects.filter(engagement=engagement, kind=row["kind"], subject=row["subject"], day=row["day"])
    known = same.filter(fact_id__startswith=row["id"]).count()
    last = same.filter(unit=row["unit"]).order_by("received_at", "fact_id").last()
    if known and not (row["kind"] in STANDS_ONCE and last is not None and last.value != row["value"]):
        what = f"this {row['kind']} of {row['subject']} is recorded already"
        raise Refused([Fault(Place(), what, "say in the source what tells the two apart, such as the number of the receipt")])
    return f"{row['id']}-{known}" if known else str(row["id"])
