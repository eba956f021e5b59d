"""The facts of a dispute: what it asks for each item or for a charge, the answer to it, and that it was withdrawn."""

from __future__ import annotations

import polars as pl

from remit.records.models.dispute import Dispute
from remit.relief import COUNTS, REFUSED, STAYS
from remit.values.period import Month, moment

_UNITS = {"excuse": None, "count": COUNTS}
"""What a claim's unit says of what is asked; others are called in the facts as in the dispute."""


def claims(zone: str, dispute: Dispute, at: int, *, approved_by: str | None = None, refused: bool = False) -> pl.DataFrame:
    """One fact an item, or one for the charge; with `approved_by` the acceptance of it, with `refused` its end without effect."""
    answer = "" if approved_by is None and not refused else " answer"
    common = {"approved_by": approved_by, "received_at": at, "source": _source(dispute)}
    if dispute.asked == "amount":
        rows = [
            {
                **common,
                "kind": "concession",
                "subject": f"dispute {dispute.number}",
                "day": Month.read(dispute.month).last,
                "value": f"{dispute.amount:f}",
                "unit": REFUSED if refused else None,
                "clause": dispute.line,
                "id": f"dispute {dispute.number}{answer} {dispute.line}",
            }
        ]
    else:
        no = STAYS if dispute.asked == "count" else REFUSED
        rows = [
            {
                **common,
                "kind": "relief",
                "subject": item,
                "day": moment(at, zone).date(),
                "value": None,
                "unit": no if refused else _UNITS.get(dispute.asked, dispute.asked),
                "clause": dispute.relief,
                "id": f"dispute {dispute.number}{answer} {item}",
            }
            for item in dispute.items
        ]
    return pl.DataFrame(rows, schema_overrides={"value": pl.String, "unit": pl.String, "approved_by": pl.String})


def _source(dispute: Dispute) -> str:
    """What the statement and the facts say of it; of a charge the reason first, because it is printed beside the amount."""
    said = (dispute.reason, dispute.evidence) if dispute.asked == "amount" else (dispute.evidence or dispute.reason,)
    return f"dispute {dispute.number}: {'; '.join(one for one in said if one)}"[:400]
