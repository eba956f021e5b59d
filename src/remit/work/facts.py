"""Facts: dated, sourced, append-only records that are not work events.

Rates, index values, receipts, forecasts, hours, survey and audit counts, approvals, milestones, relief claims. One row of `FACTS` each:

kind         rate, index, forecast, receipt, hours, approval, survey, audit, milestone, count, relief, mean (a month's mean, contract tests)
subject      what it is about: the record or clause name ("rand rate", "helpdesk licences", "customer contact"), or the item for relief
day          the day it is about (date); a forecast or a month's count is dated on the first of its month
value        exact decimal as text: 23.1875, 4000, 118.00; None where the kind needs none
unit         ZAR for 1 GBP, GBP, ticket, hour, ...
clause       the clause it serves ("9.1"), where it serves one
approved_by  role that approved or countersigned, None while open
source       where it comes from: a document, a link, a person's role; never empty
received_at  instant Remit received it, int64 microseconds UTC; a statement's cut bounds it
id           natural key: the same id twice with the same body changes nothing, with another body is refused
"""

from __future__ import annotations

import polars as pl

FACTS = pl.Schema(
    {
        "kind": pl.String,
        "subject": pl.String,
        "day": pl.Date,
        "value": pl.String,
        "unit": pl.String,
        "clause": pl.String,
        "approved_by": pl.String,
        "source": pl.String,
        "received_at": pl.Int64,
        "id": pl.String,
    }
)
