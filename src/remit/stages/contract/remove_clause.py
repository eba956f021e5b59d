"""Take a clause out of a draft."""

from __future__ import annotations

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import changed, clause_as_seen, own_draft
from remit.terms.patch import without_clause


@action(may=roles.writes_terms, says="took clause {clause} out of a draft", shared=False)
def remove_clause(*, by: Member, draft: str, clause: str, revision: int) -> Draft:
    """Clauses that name it have a fault until they are changed too; an earlier revision brings it back."""
    row = own_draft(by, draft)
    clause_as_seen(by, row, clause, revision)
    return changed(by, row, without_clause(bytes(row.content), clause), f"{clause} taken out")
