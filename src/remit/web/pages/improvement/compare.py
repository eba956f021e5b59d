"""Two versions of a month's statement side by side: which lines differ, by how much, and which dispute lies between them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404

from remit.exchange import statement_words as say
from remit.stages import roles
from remit.stages.improvement import queries
from remit.terms.words import money
from remit.values.period import Month
from remit.web.page import Visit, page

PAGE = page("statements/<month:month>/versions", may=roles.is_party, label="Versions", under="statements")


@PAGE.reads
def read(visit: Visit, month: Month) -> dict[str, Any]:
    """`a` and `b` name the versions; the last two where they do not. A month with one version has nothing to compare (404)."""
    where = queries.standing(visit.by, month, visit.now)
    if len(where.versions) < 2:
        raise Http404
    chosen = {str(one.version): one for one in where.versions}
    first = chosen.get(visit.asked("a"), where.versions[-2])
    second = chosen.get(visit.asked("b"), where.versions[-1])
    before, after = queries.issued(visit.by, first), queries.issued(visit.by, second)
    titles = dict.fromkeys([say.title(line) for line in (*before.lines, *after.lines)])
    rows = []
    for title in titles:
        old = [line for line in before.lines if say.title(line) == title]
        new = [line for line in after.lines if say.title(line) == title]
        was = sum((line.amount for line in old), Decimal(0)) if old else None
        now = sum((line.amount for line in new), Decimal(0)) if new else None
        moved = (now or Decimal(0)) - (was or Decimal(0))
        rows.append({"clause": (new or old)[0].clause, "title": title[:1].upper() + title[1:], "was": was, "now": now, "moved": moved})
    levels = [(old, after.scorecard.get(old.clause)) for old in before.scorecard.levels if after.scorecard.get(old.clause) != old]
    difference = after.total - before.total
    word = "more" if difference > 0 else "less"
    count = sum(bool(row["moved"]) for row in rows)
    answer = (
        f"Version {second.version} comes to {money(after.total, after.currency)}, {money(abs(difference), after.currency)} {word} than "
        f"version {first.version}: {count} line{'s differ' if count != 1 else ' differs'}."
    )
    return {
        "answer": answer,
        "month": month,
        "first": first,
        "second": second,
        "before": before,
        "after": after,
        "rows": rows,
        "levels": levels,
        "difference": difference,
        "standing": where,
    }
