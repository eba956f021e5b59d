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
    "not later than|in excess of|as many as|a total of|every|for|maximum of|minimum of|not exceed|reaches|"
    "(?:notice|period|delay|limit|window|deadline|grace) of"
)
_STOPS = "of|from|before|after|and|or|to|by|in|on|the|a|an|until|at|unless|if|when|per|each|is|are|then|with|as|for|it|this|that|following"
_QUANTITY = re.compile(
    rf"\b(?:{_ASKS}) (?P<number>\d[\d,]*(?:\.\d+)?)(?![\w.,:/%-]*[\d%])(?=\s*(?:$|[.,;)]|(?:{_STOPS})\b))", re.IGNORECASE
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_BARE = re.compile(r"(?<![\w.,:/%£€$-])\d[\d,]* (?:before|after|prior to)(?= (?:the|a|an|each|its|notice|receipt)\b)", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:to|or|and)\s+\d[\d,.]*\s*[^\W\d]", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:clause|section|schedule|annex|article|paragraph|priority|severity|level|class|version|score|rating)s?\b[^.;]*$"
    rf"|\b(?:{_MONTHS}|at) $",
    re.IGNORECASE,
)


class QuantityWithoutUnit(Lint):
    triggers: ClassVar[Changes] = (("the file and its rejected rows", "the file, sent within 3 of the fault"),)
    spares: ClassVar[Changes] = (("the file and its rejected rows", "the file, sent within 3 business days of the fault"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clause in terms.clauses:
            for path, text in prose(clause, catalogue):
                for quantity in bare(text):
                    what = f"'{quantity}' does not say what is counted"
                    yield notice(clause, path, what, "write the unit that is meant: days, business days, tickets, or a sum of money")


def bare(text: str) -> Iterator[str]:
    """Every quantity of a text that has no unit, with the word that asks for one.

    >>> list(bare("Returned within 5 of notice, at most 3 copies, and 30 before the end; see clause 9.1 after 2026-05-01."))
    ['within 5', '30 before']
    """
    taken = 0
    for found in sorted((*_QUANTITY.finditer(text), *_BARE.finditer(text)), key=lambda one: one.start()):
        if found.start() >= taken and not _RANGE.match(text, found.end()) and not _NAMED.search(text[: found.start()]):
            yield found[0]
        taken = max(taken, found.end())


RULE = QuantityWithoutUnit()
