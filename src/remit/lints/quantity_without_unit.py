"""A number in free words that counts nothing: 'within 5 of notice', 'at least 3'. One party will read days and the other business days.

Settings have units by their kind; here only what stands in prose is read: notes, causes, evidence, duties, agendas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, prose
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_ASKS = (
    "within|after|at least|at most|up to|no more than|not more than|no later than|more than|less than|fewer than|exceeding|exceeds|"
    "every|for|maximum of|minimum of|not exceed|reaches"
)
_STOPS = "of|from|before|after|and|or|to|by|in|on|the|a|an|until|at|unless|if|when|per|each|is|are|then|with|as|for|it|this|that|following"
_QUANTITY = re.compile(
    rf"\b(?:{_ASKS}) (?P<number>\d[\d,]*(?:\.\d+)?)(?![\w.,:/%-]*[\d%])(?=\s*(?:$|[.,;)]|(?:{_STOPS})\b))", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:to|or|and)\s+\d[\d,.]*\s*[^\W\d]", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:clause|section|schedule|annex|article|paragraph|priority|severity|level|class|version|score|rating)s?\b[^.;]*$", re.I
)


class QuantityWithoutUnit(Lint):
    triggers: ClassVar[Changes] = (("the file and its rejected rows", "the file, sent within 3 of the fault"),)
    spares: ClassVar[Changes] = (("the file and its rejected rows", "the file, sent within 3 business days of the fault"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clause in terms.clauses:
            for path, text in prose(clause, catalogue):
                for found in _QUANTITY.finditer(text):
                    if _RANGE.match(text, found.end()) or _NAMED.search(text[: found.start()]):
                        continue
                    what = f"'{found[0]}' does not say what is counted"
                    yield notice(clause, path, what, "write the unit that is meant: days, business days, tickets, or a sum of money")


RULE = QuantityWithoutUnit()
