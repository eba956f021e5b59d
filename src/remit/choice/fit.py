"""The fit check: twelve questions whether outsourcing suits a company now. "Don't yet" is an answer, with its reasons and what comes first.

Each question has three answers, worth 2 (ready), 1 (halfway) and 0 (not yet). Some are *needs*: a 0 there says "don't yet" whatever the
others say, because it is what fails outsourcing in practice (no volume, nobody to oversee it, work nobody can describe, law in the way).
Otherwise half of the points or more suit, and fewer say "don't yet" as well. The questions follow the first chapter of the guide behind
this product; weights are ours, plain on purpose, so that anybody can check the sum.

    >>> verdict({key: 2 for key in QUESTIONS}).word
    'suits'
    >>> found = verdict({**{key: 2 for key in QUESTIONS}, "overseer": 0})
    >>> found.word, found.first[0]
    ('not yet', 'Name the person who will run the relationship, with a day a week for it.')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, its answers from 2 to 0, what a low answer means, and what to do first. `needed` questions decide alone."""

    asks: str
    answers: tuple[str, str, str]
    means: str
    first: str
    needed: bool = False


QUESTIONS: Mapping[str, Question] = {
    "volume": Question(
        "Is there enough of the work to pay for a provider's people?",
        ("a person's work or more", "half a person's", "less"),
        "there is too little of it: a provider's least charge eats the saving",
        "Put several small tasks together, or wait until there is a person's work of them.",
        True,
    ),
    "steady": Question(
        "Does the work come all year round?",
        ("all year, or in waves one can foresee", "by fits and starts", "it may stop soon"),
        "the work may be gone before the handover has paid for itself",
        "Outsource what lasts longer than two years, or hire for the peak.",
    ),
    "described": Question(
        "Could you write down how it is done?",
        ("it is written down", "two people could in a week", "only in people's heads"),
        "nobody could teach it to a stranger",
        "Describe it step by step, and have somebody else do it by the description.",
        True,
    ),
    "core": Question(
        "Would your customers notice who does it?",
        ("no, only how well", "some would", "it is why they buy from you"),
        "it is close to the core, and what you give away you cannot improve any more",
        "Keep it, and look for work around it.",
    ),
    "measured": Question(
        "Do you know today how well it is done?",
        ("measured every month", "a rough idea", "no"),
        "without a baseline nobody will ever know whether it got better",
        "Measure time and errors for two months before anything changes.",
    ),
    "systems": Question(
        "Can somebody outside work in your systems?",
        ("with seats of their own", "with some work", "not safely"),
        "the work cannot be done from outside yet",
        "Give it seats, roles and a log of who did what.",
    ),
    "data": Question(
        "Do you know which personal data is in it, and may it leave?",
        ("known, and it may", "known, not cleared", "unknown"),
        "it may be unlawful to pass the data on",
        "List the data, and have the transfer cleared: purpose, place, processor's agreement.",
        True,
    ),
    "overseer": Question(
        "Who would run the relationship?",
        ("a person with a day a week for it", "somebody beside the day job", "nobody"),
        "nobody would notice when it goes wrong",
        "Name the person who will run the relationship, with a day a week for it.",
        True,
    ),
    "people": Question(
        "Do the people concerned know, and is there a place for each?",
        ("told, with a plan for each", "told", "not told"),
        "the people who know the work may leave before they have taught it",
        "Tell them first, and plan for each what comes after.",
    ),
    "saving": Question(
        "Does it pay with every hidden cost counted?",
        ("yes, by a tenth or more", "barely", "not counted"),
        "a saving that was not counted is a hope",
        "Make the business case with governance, transition, licences, training, travel and exit in it.",
    ),
    "patience": Question(
        "Can you wait half a year until it works?",
        ("yes", "three months", "no, it burns now"),
        "a handover under pressure copies what is wrong today",
        "Put the fire out with temporary help, then begin.",
    ),
    "way back": Question(
        "Could you take it back?",
        ("yes: documents and people would be there", "with a year's work", "no"),
        "you would depend on one provider",
        "Keep one person who can do it, and your own documents.",
    ),
}
"""By key, in the order in which they are asked."""
BEST = 2 * len(QUESTIONS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`word`: suits, not yet, or unanswered. `points` of `BEST`; `reasons` why not yet, `first` what to do about each, `watch` what is only
    halfway. `missing` are questions without an answer."""

    word: str
    points: int
    reasons: tuple[str, ...]
    first: tuple[str, ...]
    watch: tuple[str, ...]
    missing: tuple[str, ...]


def verdict(answers: Mapping[str, int]) -> Verdict:
    """The verdict; "unanswered" until every question has its answer. What is no answer counts as none."""
    given = {key: answers[key] for key in QUESTIONS if answers.get(key) in (0, 1, 2) and not isinstance(answers[key], bool)}
    missing = tuple(QUESTIONS[key].asks for key in QUESTIONS if key not in given)
    points = sum(given.values())
    low = [key for key, value in given.items() if value == 0]
    needed = [key for key in low if QUESTIONS[key].needed]
    stops = bool(needed) or 2 * points < BEST
    word = "unanswered" if missing else "not yet" if stops else "suits"
    shown = sorted(low, key=lambda key: not QUESTIONS[key].needed)
    return Verdict(
        word,
        points,
        tuple(QUESTIONS[key].means for key in shown),
        tuple(QUESTIONS[key].first for key in shown),
        tuple(QUESTIONS[key].first for key, value in given.items() if value == 1),
        missing,
    )
