"""Sections 8 to 11 and 13 to 15 in words: every clause from its rule's own prose, with whatever that left out."""

from __future__ import annotations

from collections.abc import Mapping

from remit.agreement import Agreement
from remit.measure import Metric
from remit.prose import readings
from remit.prose.definitions import named
from remit.prose.document import Block, Grid, Paragraph
from remit.prose.examples import example
from remit.prose.readings import Reading
from remit.prose.said import defaults_left, written_left
from remit.terms.catalogue import Catalogue
from remit.terms.clauses import EVERY_RULE
from remit.terms.document import Clause, Terms
from remit.terms.setting import Rule
from remit.terms.typed import Table
from remit.terms.words import Words, listed, sentence

_WIDEST = 150
"""Characters of a price that still fits a table's cell."""


def levels(terms: Terms, catalogue: Catalogue, words: Words) -> list[Block]:
    """Section 8: what the statuses mean, and a table of the levels."""
    clauses = list(terms.section(8))
    if not clauses:
        return []
    rows = []
    for clause in clauses:
        rule = catalogue.rule(8, clause.rule or "")
        assert isinstance(rule, Metric)
        ends = [_value(clause, rule, end, words) for end in ("target", "minimum")]
        words.said.update((clause.number, end) for end in ("target", "minimum", "where", "except"))
        measure = _population(clause, words) + _clause(clause, rule, readings.LEVEL, words)
        rows.append((clause.number, f"{clause.name}{_days(clause, words)}", measure, *ends))
    intro = (
        "**8 Service levels.** A result at or above its target is *met*; below target but not below minimum it is *amber* and costs "
        "nothing; below minimum, or below a target without minimum, it is *missed*. For times, less is better. Below the minimum sample "
        "the result is *too little evidence*; without work it is *no data*. Neither is ever 100 %. A level without target is reported."
    )
    left = readings.shared(clauses, readings.LEVEL, words)
    blocks: list[Block] = [Paragraph(intro), Grid(("Clause", "Level", "Measure", "Target", "Minimum"), tuple(rows))]
    return [*blocks, Paragraph(left)] if left else blocks


def _value(clause: Clause, rule: Metric, end: str, words: Words) -> str:
    value = clause.get(end)
    if value is None:
        return "none"
    kind = rule.result_kind(clause)
    if isinstance(value, Table):
        return words.table(value, lambda one: words.result(one, kind))
    return words.result(value, kind)


def _population(clause: Clause, words: Words) -> str:
    parts = [f"where {words.where(clause['where'])}"] if clause.get("where") else []
    parts += [f"except where {words.where(clause['except'])}"] if clause.get("except") else []
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}: " if text else ""


def reliefs(terms: Terms, catalogue: Catalogue, words: Words) -> list[Block]:
    return _section(terms, catalogue, words, 9, "**9 Relief.**", readings.RELIEF)


def charges(terms: Terms, catalogue: Catalogue, words: Words) -> list[Block]:
    """Section 10: which charges are base charges, a table of plain prices, then what needs sentences."""
    clauses = list(terms.section(10))
    if not clauses:
        return []
    base = [clause.number for clause in clauses if clause.get("base charge")]
    words.said.update((clause.number, "base charge") for clause in clauses)
    which = f" *Base charges* are {listed(base)}, before any adjustment." if base else " There are no base charges."
    agreement = Agreement(terms, catalogue)
    rows, long = [], []
    for clause in clauses:
        text = _clause(clause, catalogue.rule(10, clause.rule or ""), readings.CHARGE, words) + example(agreement, clause)
        if len(text) <= _WIDEST:
            rows.append((clause.number, f"{clause.name}{_days(clause, words)}", text))
        else:
            long.append(Paragraph(f"{named(clause)}{_days(clause, words)}. {text}"))
    start = words.day(terms.services_start)
    intro = Paragraph(f"**10 Charges**, each from {start} unless it says otherwise.{which}")
    left = readings.shared(clauses, readings.CHARGE, words)
    table = [Grid(("Clause", "Charge", "Price"), tuple(rows))] if rows else []
    return [intro, *table, *long, *([Paragraph(left)] if left else [])]


def adjustments(terms: Terms, catalogue: Catalogue, words: Words) -> list[Block]:
    return _section(terms, catalogue, words, 11, "**11 Adjustments.**", readings.ADJUSTMENT)


def governance(terms: Terms, catalogue: Catalogue, words: Words) -> list[Block]:
    return _section(terms, catalogue, words, 13, "**13 Governance.**", {})


def data_protection(terms: Terms, catalogue: Catalogue, words: Words) -> list[Block]:
    return _section(terms, catalogue, words, 14, "**14 Data protection.**", {})


def ending(terms: Terms, catalogue: Catalogue, words: Words) -> list[Block]:
    return _section(terms, catalogue, words, 15, "**15 Exit.**", {})


def _section(terms: Terms, catalogue: Catalogue, words: Words, section: int, title: str, shared: Mapping[str, Reading]) -> list[Block]:
    """Clauses one below the other, the first behind the section's title, then the readings they share."""
    clauses = list(terms.section(section))
    blocks: list[Block] = []
    for clause in clauses:
        text = _clause(clause, catalogue.rule(section, clause.rule or ""), shared, words)
        text += example(Agreement(terms, catalogue), clause)
        full = f"{named(clause)}{_days(clause, words)}. {text}"
        blocks.append(Paragraph(f"{title} {full}" if not blocks else full))
    left = readings.shared(clauses, shared, words)
    return [*blocks, Paragraph(left)] if left else blocks


def _clause(clause: Clause, rule: Rule, shared: Mapping[str, Reading], words: Words) -> str:
    """A rule's own sentences, then what they left out: written values, readings of its own, the note. Shared readings come at the end
    of the section, unless the parties wrote them."""
    text = sentence(rule.prose(clause, words))
    settings = {**{setting.name: setting for setting in EVERY_RULE}, **rule.every_setting}
    words.said.update((clause.number, name) for name in ("from", "until", "note"))
    text += readings.own(clause, {name: reading for name, reading in shared.items() if name in settings}, words)
    text += written_left(clause, settings, f"{clause.name} {text}", words)
    left = defaults_left(clause, [setting for name, setting in settings.items() if name not in shared], words)
    words.said.update((clause.number, name) for name in left)
    if left:
        text += f" *[{' '.join(sentence(one) for one in left.values())}]*"
    return f"{text} Note: {sentence(clause['note'])}" if clause.get("note") else text


def _days(clause: Clause, words: Words) -> str:
    """From when and until when, where the parties wrote it."""
    starts = clause.starts if "from" in clause.written else None
    if starts and clause.until:
        return f", {words.span(starts, clause.until)}"
    if starts:
        return f", from {words.day(starts)}"
    return f", until {words.day(clause.until)}" if clause.until else ""


def clause_prose(terms: Terms, catalogue: Catalogue, number: str) -> str:
    """One clause with a rule, as its section prints it, readings and all, without number and name."""
    clause, words = terms.clause(number), Words(terms)
    rule = catalogue.rule(clause.section, clause.rule or "")
    if not isinstance(rule, Metric):
        return _clause(clause, rule, {}, words)
    ends = ", ".join(f"{end} {_value(clause, rule, end, words)}" for end in ("target", "minimum"))
    words.said.update((clause.number, end) for end in ("target", "minimum", "where", "except"))
    return f"{_population(clause, words)}{_clause(clause, rule, readings.LEVEL, words)} {sentence(ends)}"
