"""Files of scope on their way into a draft: what a dry run finds, and the rows that can be brought in."""

from __future__ import annotations

from remit.exchange import scope_table, table
from remit.exchange.scope_table import ScopeRow
from remit.exchange.table import Table
from remit.intake import uploads
from remit.records.models.batch import Batch
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages.contract import components
from remit.stages.contract.drafts import own_draft
from remit.values.fault import Fault, Place, Refused

KIND = "scope"
MOST = 2_000
"""A contract has tens of components; a file with more rows than this is none of scope."""


def batch_of(by: Member, number: str, state: str = "checked") -> Batch:
    row = visible(Batch, by).filter(public_id=number, kind=KIND, state=state).first()
    if row is None or (state == "checked" and not uploads.path(row).is_file()):
        raise Refused([Fault(Place(column="batch"), "this import is no longer open", "choose its file again")])
    return row


def draft_of(by: Member, batch: Batch) -> Draft:
    return own_draft(by, str(batch.report["draft"]))


def contents(batch: Batch) -> Table:
    with uploads.by_its_own_name(batch):
        found = table.read(uploads.path(batch))
    if found.rows.height > MOST:
        raise Refused([Fault(Place(file=batch.file), f"the file has {found.rows.height:,} rows, and a scope at most {MOST:,}", "cut it")])
    return Table(batch.file, found.rows, found.notes, found.typed_dates)


def rows(batch: Batch, draft: Draft) -> list[ScopeRow]:
    """The rows by the batch's mapping; `Refused` with every fault."""
    return scope_table.read(contents(batch), batch.report["mapping"], components.known(bytes(draft.content)))


def look(batch: Batch, draft: Draft) -> None:
    """A dry run: its findings stand in the batch. Nothing of the draft is touched."""
    batch.faults = []
    try:
        found = rows(batch, draft)
    except Refused as refused:
        batch.faults = [
            {"row": one.place.row, "column": one.place.column, "what": one.what, "remedy": one.remedy, "said": str(one)}
            for one in refused.faults
        ]
        return
    text, before = bytes(draft.content), bytes(draft.content)
    news = []
    for one in found:
        after = components.with_component(text, one)
        news.append([one.row, one.service, one.component, "" if after == text else "changed"])
        text = after
    batch.report |= {"rows": len(found), "components": news, "changes": text != before}
