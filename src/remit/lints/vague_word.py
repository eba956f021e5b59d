"""Words that nobody can hold against a record: 'promptly', 'reasonable', 'best endeavours'. Each comes with wording that can be checked.

Duties are checked when the terms are read, where such a word is a fault; here it is causes, evidence, notes and all other prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, prose
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_LENGTH = "say how long, such as 'within 2 business days of the request'"
_OFTEN = "say how often, such as 'every month'"
_EFFORT = "name what is done, such as 'adds two agents for the rest of the week'"
_ENOUGH = "say what is enough, with a figure or a document"
_KNOWN = "name the standard and its version, or the clause that measures it"
_WHO = "say who decides and by which record"
WORDING = {
    **dict.fromkeys(("promptly", "immediately", "swiftly", "quickly", "shortly", "timely", "in a timely manner", "in due course"), _LENGTH),
    **dict.fromkeys(("as soon as possible", "as soon as practicable", "as soon as reasonably practicable"), _LENGTH),
    **dict.fromkeys(("without delay", "without undue delay", "without unreasonable delay", "at the earliest opportunity"), _LENGTH),
    **dict.fromkeys(("regularly", "periodically", "from time to time", "frequently", "as required", "where necessary"), _OFTEN),
    **dict.fromkeys(("best efforts", "best endeavours", "best endeavors", "reasonable efforts", "reasonable endeavours"), _EFFORT),
    **dict.fromkeys(("all reasonable endeavours", "commercially reasonable efforts", "commercially reasonable", "due care"), _EFFORT),
    **dict.fromkeys(("reasonable", "reasonably", "adequate", "adequately", "appropriate", "appropriately", "sufficient"), _ENOUGH),
    **dict.fromkeys(("satisfactory", "substantially", "materially", "significant", "significantly", "excessive", "minimal"), _ENOUGH),
    **dict.fromkeys(("industry standard", "good industry practice", "state of the art", "high quality", "world class"), _KNOWN),
    **dict.fromkeys(("where possible", "if possible", "where practicable", "at its discretion", "in its sole discretion"), _WHO),
}
"""What to write instead of each word."""
_VAGUE = re.compile(r"\b(" + "|".join(sorted(map(re.escape, WORDING), key=len, reverse=True)) + r")\b", re.IGNORECASE)


def vague(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text that have no measure, each once with what to write instead.

    >>> [word for word, _ in vague("Answers promptly, with reasonable care")]
    ['promptly', 'reasonable']
    """
    return tuple((word, WORDING[word]) for word in dict.fromkeys(found[0].lower() for found in _VAGUE.finditer(text)))


class VagueWord(Lint):
    triggers: ClassVar[Changes] = (("the file and its rejected rows", "the file, sent promptly"),)
    spares: ClassVar[Changes] = (("the file and its rejected rows", "the file, sent by the next business day"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clause in terms.clauses:
            for path, text in prose(clause, catalogue):
                for word, instead in vague(text):
                    if path != "says":
                        yield notice(clause, path, f"'{word}' has no measure, so no one can tell whether it was kept", instead)


RULE = VagueWord()
