"""Makes sure that nothing is left out: which settings a clause's prose has said, and plain words for those that it has not.

A rule writes its own sentences, and those decide how a contract reads. Whatever they leave out, a value that the parties wrote or a
reading left at its default, is added here by name and value, so a rule that forgets a setting cannot hide it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from remit.terms.document import Clause
from remit.terms.kinds import Amount, Base, Day, Duration, Either, Group, ListOf, MapOf, Percent, RowsOf, TableOf, Text, YesNo
from remit.terms.setting import Kind, Setting
from remit.terms.typed import Band, Deadline, ExchangeRate, Length, Occurrences, Scale, Table, Window
from remit.terms.words import Words, listed, sentence
from remit.values.money import Money

EMPTY: tuple[Any, ...] = (None, (), {})


def spoken(kind: Kind, value: Any, words: Words) -> str:
    """A value as a contract would print it."""
    if isinstance(value, Money):
        return words.money(value)
    if isinstance(value, Length) and isinstance(kind, Duration):
        return words.length(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(kind, Percent):
        return words.percent(value)
    if isinstance(kind, ListOf):
        return listed([spoken(kind.kind, item, words) for item in value])
    if isinstance(kind, Either):
        fitting = next((one for one in kind.kinds if isinstance(one, (Amount, Day, Percent, YesNo)) and _reads(one, value)), None)
        return spoken(fitting, value, words) if fitting else kind.write(value)
    return kind.write(value)


def _reads(kind: Kind, value: Any) -> bool:
    wanted: Mapping[type[Kind], type] = {Amount: Money, Day: date, Percent: Fraction, YesNo: bool}
    return isinstance(value, wanted[type(kind)])


def forgotten(clause: Clause, settings: Mapping[str, Setting], text: str, words: Words) -> list[str]:
    """The settings that the parties wrote and that neither stand in the text nor were noted as said."""
    said = text.lower()
    return [
        name
        for name, setting in settings.items()
        if name in clause.written
        and (clause.number, name) not in words.said
        and clause.get(name) not in EMPTY
        and not all(any(form.lower() in said for form in forms) for forms in leaves(setting.kind, clause[name], words))
    ]


def leaves(kind: Kind, value: Any, words: Words) -> Iterator[tuple[str, ...]]:
    """The single values inside a setting, each with the forms in which prose may print it. Names of rows' settings are no values."""
    if isinstance(kind, Either):
        kind = next((one for one in kind.kinds if isinstance(one, Group | RowsOf | MapOf | TableOf) and not isinstance(value, str)), kind)
    if value is None:
        return
    if isinstance(kind, Base):
        yield (words.base(value),)
    elif isinstance(kind, Group) and isinstance(value, Mapping):
        for name, item in value.items():
            yield from leaves(kind.settings[name].kind, item, words)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, int):
                yield from leaves(Text(), key, words)
            yield from leaves(kind.value if isinstance(kind, MapOf) else Text(), item, words)
    elif isinstance(value, list | tuple | frozenset):
        inner = kind.row if isinstance(kind, RowsOf) else kind.kind if isinstance(kind, ListOf) else Text()
        for item in value:
            yield from leaves(inner, item, words)
    elif isinstance(value, Band):
        for end in (value.low, value.high):
            yield from leaves(Text(), end, words)
        for item in value.pays.values():
            yield from leaves(Text(), item, words)
    else:
        yield _forms(value, words)


def _forms(value: Any, words: Words) -> tuple[str, ...]:
    """How one value may stand in a sentence."""
    if isinstance(value, bool):
        return ("\0",)  # yes and no are no words of the sentence: they must be noted as said
    if isinstance(value, Fraction | int):
        number = Fraction(value)
        return (words.percent(number), words.number(number), words.number(number, 2), words.points(number), words.small(int(number)))
    if isinstance(value, Money):
        return (words.money(value),)
    if isinstance(value, date):
        return (words.day(value), f"{value.day} {words.month(value).split()[0]}")
    if isinstance(value, Length):
        length = words.length(value)
        return (length, length.replace(" ", "-").removesuffix("s"))
    if isinstance(value, Table):
        return (words.table(value, lambda one: words.result(one, "time")), words.table(value, lambda one: words.result(one, "percentage")))
    match value:
        case Window():
            return (words.window(value),)
        case ExchangeRate():
            return (words.rate(value),)
        case Scale():
            return (words.scale(value),)
        case Occurrences():
            return (words.occurrences(value),)
        case Deadline():
            return (words.deadline(value),)
    number_of = words.number_of(str(value))
    text = str(value).rstrip(".")
    return (text, *(f"{before}{number_of}{after}" for before, after in ("()", "  ", " :", " ,", " ."))) if number_of else (text,)


def written_left(clause: Clause, settings: Mapping[str, Setting], text: str, words: Words) -> str:
    """A sentence for each written setting that the text has not said."""
    return "".join(
        f" {sentence(f'{name}: {spoken(settings[name].kind, clause[name], words)}')}" for name in forgotten(clause, settings, text, words)
    )


def defaults_left(clause: Clause, settings: Iterable[Setting], words: Words) -> dict[str, str]:
    """The readings left at default that were not said yet, by setting, as `name: value`."""
    return {
        setting.name: f"{setting.name}: {spoken(setting.kind, clause[setting.name], words)}"
        for setting in settings
        if setting.name not in clause.written
        and (clause.number, setting.name) not in words.said
        and setting.name in clause.settings
        and clause[setting.name] not in EMPTY
    }
