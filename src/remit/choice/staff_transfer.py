"""People who go over with the work: which law asks what, in which order, and by when at the latest.

Where an activity moves as a whole, many laws move the contracts of the people who do it. They are informed and consulted first, and the
order is most of the law: nobody is consulted about measures that nobody has named, and who is told too late cannot object in time. A
list plans backwards from the day on which the work moves. It is no legal advice; counsel says which law holds, and whether it does.

    >>> from datetime import date
    >>> plan = Plan("united kingdom", date(2026, 5, 5), talks=30, people_go_over=True)
    >>> found = {one.step.key: one for one in checklist(plan, {"told": date(2025, 9, 8)}, date(2026, 3, 1))}
    >>> found["informed"].latest, found["liability"].latest, found["informed"].waits_for
    (datetime.date(2026, 4, 5), datetime.date(2026, 4, 7), ('representatives', 'measures'))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Law:
    """`liability` and `objection` are the least days before the move by which the provider has what it must know of each person, and by
    which each person is told in writing."""

    place: str
    name: str
    liability: int = 1
    objection: int = 1


MONTH_TO_OBJECT = 31
"""A month, as long as it can be."""
LAWS: Mapping[str, Law] = {
    "united kingdom": Law(
        "the United Kingdom", "Transfer of Undertakings (Protection of Employment) Regulations 2006", liability=28, objection=1
    ),
    "germany": Law("Germany", "Civil Code (BGB), section 613a", objection=MONTH_TO_OBJECT),
    "european union": Law("another country of the European Union", "the law that carries out Directive 2001/23/EC there"),
    "elsewhere": Law("another country", "the law that counsel names"),
}
"""By where the people work. Days that a law does not number are one: before the move."""
TALKS, LONGEST_TALKS = 30, 365
"""Days that are planned for talks between informing and the move. No law here numbers them; it asks for good time."""


@dataclass(frozen=True, slots=True)
class Step:
    """`after` names the steps that come before. `asked` is `always`, `law` (where a law moves people or asks to inform them) or `over`
    (where somebody goes over). `typed` steps are recorded here; the others follow from what is recorded elsewhere. Where the step is not
    `dated`, its day is when it was written down, and is held against nothing."""

    key: str
    title: str
    does: str
    after: tuple[str, ...] = ()
    asked: str = "law"
    typed: bool = True
    dated: bool = True


STEPS: tuple[Step, ...] = (
    Step("told", "People are told what is planned", "before anybody is asked about their work", asked="always", typed=False),
    Step("who", "Who does the work is known", "each role, and what becomes of it", asked="always", typed=False, dated=False),
    Step("law", "Counsel has said which law holds", "and whether it moves people", ("who",), asked="always", typed=False),
    Step("representatives", "Representatives are known", "a recognised union, a works council, or people elected for it", ("law",)),
    Step("measures", "The provider has said what it will change", "place, hours, pay day, systems, or that nothing changes", ("law",)),
    Step(
        "informed",
        "Representatives are informed in writing",
        "that it moves, when and why, what it means for people, and what will change",
        ("told", "representatives", "measures"),
    ),
    Step("consulted", "Talks about the changes have ended", "with what was proposed, and what was answered to it", ("informed",)),
    Step("person", "Each person has it in writing", "whether they go over, what changes, and until when they may object", ("informed",)),
    Step(
        "liability",
        "The provider knows what it must about each person",
        "age, terms, claims, discipline; and no more",
        ("law",),
        asked="over",
    ),
    Step("agreed", "Who bears what is agreed", "wages, holiday and claims of before and after the day", ("law", "measures")),
    Step(
        "moved",
        "Contracts and papers are with the provider",
        "first payroll checked, files handed over and deleted here where nothing keeps them",
        ("consulted", "person", "liability", "agreed"),
        asked="over",
    ),
)
"""In the order in which they are read. The first three are asked of everybody; a step is asked only where those before it are."""
BY_KEY: Mapping[str, Step] = {step.key: step for step in STEPS}
SOURCES: Mapping[str, Mapping[str, str]] = {
    "united kingdom": {
        "law": "regulation 3",
        "representatives": "regulation 13(3), 14",
        "measures": "regulation 13(4)",
        "informed": "regulation 13(2)",
        "consulted": "regulation 13(6)",
        "liability": "regulation 11",
        "moved": "regulation 4",
    },
    "germany": {"law": "section 613a (1)", "person": "section 613a (5), (6)", "moved": "section 613a (1)"},
    "european union": {
        "law": "article 1",
        "representatives": "article 6, 7(6)",
        "informed": "article 7(1)",
        "consulted": "article 7(2)",
        "liability": "article 3(2)",
        "moved": "article 3(1)",
    },
}
"""Where the law asks for a step. A step without a place is good practice there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What counsel said. `law` is one of `LAWS`, None where no law asks for anything; `day` is when the work moves."""

    law: str | None
    day: date
    talks: int = TALKS
    people_go_over: bool = False

    def asks(self, step: Step) -> bool:
        return step.asked == "always" or (self.law is not None and (step.asked == "law" or self.people_go_over))

    def source(self, step: Step) -> str:
        return SOURCES.get(self.law or "", {}).get(step.key, "")

    def latest(self, step: Step) -> date:
        """The last day on which the step, and all that comes after it, is still in time. Nothing but the last step comes after the move."""
        own = self.day - timedelta(days=self._lead(step))
        return min([own, *(self.latest(one) for one in STEPS if step.key in one.after and self.asks(one))])

    def _lead(self, step: Step) -> int:
        law = LAWS.get(self.law or "", LAWS["elsewhere"])
        return {"informed": self.talks, "person": law.objection, "liability": law.liability, "moved": -WEEK}.get(step.key, 1)


WEEK = 7
"""Days after the move within which the papers are over."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A step as it stands. `word`: done, late (done after its latest day), before its time (done before one that comes first), overdue,
    next (it can be done now), waits (`waits_for` names what comes first), not asked. `latest` is None where nobody has said the day yet."""

    step: Step
    word: str
    done: date | None
    latest: date | None
    waits_for: tuple[str, ...] = ()
    source: str = ""

    @property
    def in_order(self) -> bool:
        return self.word in ("done", "not asked")


def checklist(plan: Plan | None, done: Mapping[str, date], today: date) -> tuple[Standing, ...]:
    """Every step. `done` is the day of each step that is done; without a plan only the first three steps are asked for."""
    return tuple(_standing(step, plan, done, today) for step in STEPS)


def _standing(step: Step, plan: Plan | None, done: Mapping[str, date], today: date) -> Standing:
    own, missing = done.get(step.key), tuple(key for key in step.after if key not in done)
    if plan is None:
        return Standing(step, "done" if own else "waits" if missing else "next", own, None, missing)
    if not plan.asks(step):
        return Standing(step, "not asked", own, None)
    latest, source = plan.latest(step), plan.source(step)
    if own is not None:
        word = "before its time" if missing or early(step, own, done) else "late" if step.dated and own > latest else "done"
    elif latest < today:
        word = "overdue"
    else:
        word = "waits" if missing else "next"
    return Standing(step, word, own, latest, missing, source)


def early(step: Step, day: date, done: Mapping[str, date]) -> tuple[str, ...]:
    """The steps that come first and were done later than this one."""
    return tuple(key for key in step.after if BY_KEY[key].dated and key in done and done[key] > day)


def followers(step: Step) -> Iterator[Step]:
    """The steps that come after one, right after it or later."""
    keys = {step.key}
    for one in STEPS:  # in order, so one pass finds all
        if keys & set(one.after):
            keys.add(one.key)
            yield one
