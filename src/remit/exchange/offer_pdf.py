"""An offered amendment on paper: what it changes, the words as they shall read, and room for both signatures.

The file is PDF/A-3. It carries `amendment.yaml`, the bytes that are signed, and names the offer and their digest in its metadata, so that a
file that comes back signed can be held against the offer. The same offer gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from remit.catalogue import standard_catalogue
from remit.exchange.statement_pdf import compiled
from remit.prose.clauses import clause_prose
from remit.prose.definitions import clock_prose
from remit.prose.document import Paragraph, runs
from remit.prose.fixed import head
from remit.terms.difference import difference
from remit.terms.document import Terms
from remit.terms.words import Words


@dataclass(frozen=True, slots=True)
class Offer:
    """`number` is how people call it (HAR draft 3), `name` its public number, which signatures name; `text` the bytes that are signed."""

    number: str
    name: str
    title: str
    digest: str
    starts: date
    offered: date
    text: bytes


def write(offer: Offer, before: Terms, after: Terms) -> bytes:
    """The PDF's bytes. `before` are the terms that it amends, `after` those that it makes."""
    changes = difference(before, after, standard_catalogue())
    clauses = list(dict.fromkeys(change.clause for change in changes))
    order = head(after, Words(after))
    text = {
        "title": f"Amendment: {offer.title}",
        "contract": before.title,
        "schedule": [piece for block in order[1:] if isinstance(block, Paragraph) for piece in runs(block.text)],
        "number": offer.number,
        "name": offer.name,
        "digest": offer.digest,
        "amends": before.digest,
        "starts": f"{offer.starts.day} {offer.starts:%B %Y}",
        "dated": {"year": offer.offered.year, "month": offer.offered.month, "day": offer.offered.day},
        "changes": [[one.clause, one.name, one.setting or one.kind, one.old or "", one.new or ""] for one in changes],
        "clauses": [[title, runs(words)] for title, words in _words(after, clauses)],
        "parties": [[side.capitalize(), str(after.parties[side]["name"])] for side in ("client", "provider")],
    }
    return compiled("offer.typ", {"text": json.dumps(text, ensure_ascii=False), "amendment": offer.text.decode()})


def _words(terms: Terms, numbers: Sequence[str]) -> list[tuple[str, str]]:
    """The changed clauses as they shall read, with their titles: those with a rule, and clocks, whose words begin with their name."""
    found = []
    for clause in (one for one in terms.clauses if one.number in numbers):
        if clause.rule is not None:
            found.append((f"{clause.number} {clause.name}.", clause_prose(terms, standard_catalogue(), clause.number)))
        elif clause.section == 7:
            found.append(("", clock_prose(terms, clause.number)))
    return found
