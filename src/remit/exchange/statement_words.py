"""A statement in words: its answer as one sentence, its figures as people read them. Markdown, PDF and spreadsheet print these.

>>> duration(Fraction(11_160_000_000)), duration(Fraction(42_000_000)), duration(Fraction(90 * 60_000_000))
('3.1 h', '42 s', '90 min')
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from remit.line import Line
from remit.scorecard import Attainment
from remit.statement import Statement
from remit.terms.words import Words, decimals, exact, listed, money, plural
from remit.values.period import HOUR, MINUTE, SECOND, Month, moment

SIGNS = {"met": "●", "amber": "◐", "missed": "▲", "no data": "◌", "too little evidence": "◉", "reported": "○"}
"""Status is always told by a shape and a word, never by colour alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The statement in a sentence. `marked` is the phrase to underline, in the colour of `status`; it may be empty."""

    before: str
    marked: str
    after: str
    status: str

    def __str__(self) -> str:
        return f"{self.before}{self.marked}{self.after}"


Say = Callable[[str], str]
"""Gives a sentence in the reader's language: its places (`{due}`) are filled afterwards."""


def in_english(sentence: str) -> str:
    return sentence


def answer(statement: Statement, say: Say = in_english) -> Answer:
    """What is due and why it differs from the base charges, largest reason first. `say` translates the sentences, which stand in
    `ANSWERS`; names of lines and levels stay as the contract has them."""
    words = {"due": money(abs(statement.total), statement.currency), "month": statement.month.name}
    others = [line for line in statement.lines if not line.base_charge and line.amount]
    if not statement.lines:
        return Answer(say("Nothing is due for {month}.").format(**words), "", "", "met")
    owed = "is due" if statement.total >= 0 else "is owed to the client"
    if not others:
        return Answer(say(f"{{due}} {owed}: the base charges and nothing else.").format(**words), "", "", "met")
    difference = sum((line.amount for line in others), Decimal(0))
    words["size"] = money(abs(difference), statement.currency)
    compared = "as much as" if not difference else f"{{size}} {'more' if difference > 0 else 'less'} than"
    misses = [line for line in others if line.kind in ("credit", "damages")]
    rest = _added([line for line in others if line not in misses], statement.currency, say)
    words["reasons"] = _joined(rest, say)
    head = f"{{due}} {owed}, {compared} the base charges because"
    if not misses:
        return Answer(say(f"{head} of {{reasons}}.").format(**words), "", "", "met")
    after = say(", with {reasons}.").format(**words) if rest else "."
    return Answer(say(f"{head} ").format(**words), _missed(misses, statement, say), after, "missed")


ANSWERS = (
    "Nothing is due for {month}.",
    "{due} is due: the base charges and nothing else.",
    "{due} is owed to the client: the base charges and nothing else.",
    *(
        f"{{due}} {owed}, {compared} the base charges because{end}"
        for owed in ("is due", "is owed to the client")
        for compared in ("as much as", "{size} more than", "{size} less than")
        for end in (" ", " of {reasons}.")
    ),
    ", with {reasons}.",
    "{amount} taken off because {missed}",
    " and ",
    *(
        f"{{levels}} missed {limit}{when}"
        for limit in ("its minimum", "their minimum", "its target", "their target")
        for when in ("", " in {month}")
    ),
    "{amount} earned back",
    "{amount} of corrections",
    "{amount} conceded on charges",
    "{amount} of {line}",
    "{amount} of smaller lines",
)
"""Every sentence of an answer, for whoever translates them."""


def reasons(statement: Statement, say: Say = in_english) -> str:
    """Why the total differs from the base charges, largest reason first, as a phrase: `£640.00 of extra training and £118.00 of
    helpdesk licences`; empty where nothing does."""
    others = [line for line in statement.lines if not line.base_charge and line.amount]
    misses = [line for line in others if line.kind in ("credit", "damages")]
    credits = money(abs(sum((line.amount for line in misses), Decimal(0))), statement.currency)
    off = say("{amount} taken off because {missed}")
    taken = [off.format(amount=credits, missed=_missed(misses, statement, say))] if misses else []
    return _joined([*taken, *_added([line for line in others if line not in misses], statement.currency, say)], say)


def _joined(told: Sequence[str], say: Say) -> str:
    """`one`, `one and two`, `one, two and three`; empty for nothing."""
    return say(" and ").join([*([", ".join(told[:-1])] if len(told) > 1 else []), *told[-1:]])


def _missed(misses: Sequence[Line], statement: Statement, say: Say = in_english) -> str:
    """`email first reply and chat answered missed their minimum`."""
    names = list(dict.fromkeys(line.part or line.name for line in misses))
    levels = [statement.scorecard.get(line.level) for line in misses if line.level]
    minimum = all(level is not None and level.minimum is not None for level in levels) and bool(levels)
    months = {line.month for line in misses if line.month}
    when = " in {month}" if len(months) == 1 else ""
    shown = listed(names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more levels"])
    limit = f"{'its' if len(names) == 1 else 'their'} {'minimum' if minimum else 'target'}"
    month = Month.read(months.pop()).name if len(months) == 1 else ""
    return say(f"{{levels}} missed {limit}{when}").format(levels=shown, month=month)


def _added(lines: Sequence[Line], currency: str, say: Say = in_english) -> list[str]:
    """`£640.00 of extra training`, `£715.04 earned back`; at most three, the largest first."""
    sums: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        key = (line.kind, "" if line.kind in ("earn back", "correction", "concession") else line.name)
        sums[key] = sums.get(key, Decimal(0)) + line.amount
    ranked = sorted(sums.items(), key=lambda entry: -abs(entry[1]))
    ends = {"earn back": "{amount} earned back", "correction": "{amount} of corrections", "concession": "{amount} conceded on charges"}
    told = [say(ends.get(kind, "{amount} of {line}")).format(amount=money(amount, currency), line=name) for (kind, name), amount in ranked]
    if len(told) <= 3:
        return told
    smaller = money(sum((amount for _, amount in ranked[2:]), Decimal(0)), currency)
    return [*told[:2], say("{amount} of smaller lines").format(amount=smaller)]


# ── lines ──


def title(line: Line) -> str:
    """`service credits: email first reply (July 2026)`."""
    month = f" ({Month.read(line.month).name})" if line.month else ""
    return f"{line.name}{f': {line.part}' if line.part else ''}{month}"


def quantity(line: Line) -> str:
    """`4,720`; a percentage line has none."""
    return exact(line.quantity) if line.quantity is not None else ""


def unit(line: Line) -> str:
    """`tickets`, `of £17,876.00`."""
    if line.unit and line.quantity is not None:
        return line.unit if line.unit.endswith("s") else plural(line.unit, Fraction(line.quantity))
    return line.unit or ""


def rate(line: Line, currency: str) -> str:
    """`£2.60`, `4 % of £17,876.00`."""
    base = f"of {money(line.base, currency)}" if line.base is not None else ""
    return f"{(line.rate or '').replace(' x ', ' × ')} {base}".strip()


def explained(line: Line) -> bool:
    """Whether a reader needs the line's sentence beside it; quantity times price explains itself."""
    return not (line.kind == "charge" and line.quantity is not None and line.rate is not None and line.asked is None)


# ── levels ──


def duration(microseconds: Fraction) -> str:
    """A measured time in the unit a person would choose."""
    for size, sign in ((HOUR, "h"), (MINUTE, "min")):
        if abs(microseconds) >= 2 * size:
            return f"{decimals(microseconds / size, 1).removesuffix('.0')} {sign}"
    return f"{decimals(microseconds / SECOND, 1).removesuffix('.0')} s"


def value(level: Attainment, number: Fraction | None) -> str:
    """A result, target or minimum of a level: `83.1 %`, `4.4`, `3.1 h`; none is a dash."""
    if number is None:
        return "–"
    if level.result == "time":
        return duration(number)
    scaled = number * 100 if level.result == "percentage" else number
    finite = exact(scaled)
    text = finite if len(finite.partition(".")[2]) <= 2 and "/" not in finite else decimals(scaled, 2)
    return f"{text} %" if level.result == "percentage" else text


def result(level: Attainment) -> str:
    """The measured value, with enough decimals that it stands visibly on its side of target and minimum."""
    number = level.measure.value
    if number is None:
        return "–"
    if level.result == "time":
        return duration(number)
    scale = 100 if level.result == "percentage" else 1
    least = 1 if level.result == "percentage" else 0 if level.result == "count" and number.denominator == 1 else 2
    limits = [limit * scale for limit in (level.target, level.minimum) if limit is not None]
    places = next((n for n in range(least, 9) if all(_same_side(number * scale, limit, n) for limit in limits)), 9)
    text = decimals(number * scale, places)
    return f"{text} %" if level.result == "percentage" else text


def _same_side(number: Fraction, limit: Fraction, places: int) -> bool:
    shown = Fraction(decimals(number, places).replace(",", "").replace("−", "-"))
    return (shown < limit, shown == limit) == (number < limit, number == limit)


def evidence(level: Attainment) -> str:
    """The figures a person would check: `2,432 of 2,926`, `from 61`."""
    number, parts = level.measure.value, level.measure.parts
    if number is not None and level.result == "percentage":
        for whole_name, whole in parts.items():
            for name, part in parts.items():
                if name == whole_name or not whole:
                    continue
                if Fraction(part, whole) == number:
                    return f"{exact(part)} of {exact(whole)}"
                if 1 - Fraction(part, whole) == number and part < whole and whole == level.measure.count:
                    return f"{exact(whole - part)} of {exact(whole)}"
    return f"from {exact(level.measure.count)}" if level.measure.count else ""


def room(level: Attainment) -> str:
    """How far the level is from being missed, or from having been met."""
    words = []
    if level.status == "missed" and level.short_by:
        words.append(f"{exact(level.short_by)} short")
    elif level.misses_left is not None and level.status in ("met", "amber"):
        words.append(f"{exact(level.misses_left)} more may miss")
    if level.status == "too little evidence":
        words.append(f"needs {exact(level.minimum_sample)}")
    if level.excused:
        words.append(f"{exact(level.excused)} excused")
    if level.undecided:
        words.append(f"{exact(level.undecided)} undecided")
    return ", ".join(words)


# ── the rest ──


def tax_note(statement: Statement) -> str:
    """How value added tax is treated."""
    if statement.tax == "reverse charge":
        return "Value added tax: reverse charge, to be accounted for by the client; none is charged here."
    return f"Value added tax: {statement.tax}." if statement.tax not in ("", "none") else "No value added tax is charged."


def cut(statement: Statement, place: str | None = None) -> str:
    """The last moment that counts, on the wall clock of the contract's calendar: `3 August 2026, 17:00 (Europe/London)`."""
    zone = place or (statement.calendars[0].zone if statement.calendars else "UTC")
    at = moment(statement.cut, zone) + timedelta(0)
    return f"{Words().day(at.date())}, {at:%H:%M} ({zone})"


def accounts(statement: Statement) -> str:
    """Purchase orders and cost centres of the lines, once each."""
    orders = list(dict.fromkeys(line.purchase_order for line in statement.lines if line.purchase_order))
    centres = list(dict.fromkeys(line.cost_centre for line in statement.lines if line.cost_centre))
    parts = [f"purchase order {listed(orders)}"] if orders else []
    parts += [f"cost centre {listed(centres)}"] if centres else []
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def rests_on(statement: Statement) -> list[tuple[str, str]]:
    """What the statement rests on with its digests: terms, the work of each record, facts, the statement before."""
    order = {"terms": 0, "facts": 2, "previous": 3}
    named = sorted(statement.digests.items(), key=lambda entry: (order.get(entry[0], 1), entry[0]))
    return [("previous statement" if name == "previous" else name.replace("/", ": ", 1), value) for name, value in named]
