"""A statement as Markdown: the answer first, then lines, levels, volumes and what they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from remit.exchange import statement_words as say
from remit.exchange.statement_json import digest
from remit.statement import Statement
from remit.terms.words import exact, money, plural


def write(statement: Statement) -> str:
    """The whole statement; the same text for the same statement."""
    parts = [
        f"# Statement, {statement.month.name}",
        f"**{_text(str(say.answer(statement)))}**",
        _head(statement),
        "## Lines",
        _lines(statement),
        *_because(statement),
        " ".join(note for note in (say.tax_note(statement), _text(say.accounts(statement))) if note),
        "## Service levels",
        _levels(statement),
        *_volumes(statement),
        *([f"## Notes\n\n{_bullets(statement.notes)}"] if statement.notes else []),
        "## What this rests on",
        _digests(statement),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A Markdown table; the columns numbered in `right` are flush right."""
    rules = ["---:" if column in right else "---" for column in range(len(heads))]
    return "\n".join("| " + " | ".join(row) + " |" for row in ([*heads], rules, *([_text(cell) for cell in row] for row in rows)))


def _text(text: str) -> str:
    """Text as data: nothing in it becomes a table border, a heading, a link or HTML."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))


def _head(statement: Statement) -> str:
    disputed = (
        f" Disputed: {money(statement.disputed, statement.currency)}; agreed: {money(statement.agreed, statement.currency)}."
        if statement.disputed
        else ""
    )
    return (
        f"{_text(statement.provider)} to {_text(statement.client)}. {_text(statement.terms_title)}. "
        f"Version {statement.version}; counts what was known on {say.cut(statement)}.{disputed}"
    )


def _lines(statement: Statement) -> str:
    rows = []
    base = [line for line in statement.lines if line.base_charge]
    for group in (base, [line for line in statement.lines if not line.base_charge]):
        for line in group:
            amount = money(line.amount, statement.currency)
            rows.append([line.clause, say.title(line), say.quantity(line), say.unit(line), say.rate(line, statement.currency), amount])
        if group is base and base:
            rows.append(["", "Base charges", "", "", "", money(statement.base, statement.currency)])
    rows.append(["", "Total due", "", "", "", money(statement.total, statement.currency)])
    return table(("Clause", "Line", "Quantity", "Unit", "Rate", "Amount"), rows, right=(2, 4, 5))


def _because(statement: Statement) -> list[str]:
    told = [f"- {line.clause} {_text(say.title(line))}: {_text(line.because)}" for line in statement.lines if say.explained(line)]
    return ["\n".join(told)] if told else []


def _levels(statement: Statement) -> str:
    rows = [
        [
            level.clause,
            level.name,
            say.result(level),
            say.evidence(level),
            say.value(level, level.target),
            say.value(level, level.minimum),
            f"{say.SIGNS[level.status]} {level.status}",
            say.room(level),
        ]
        for level in statement.scorecard.levels
    ]
    return table(("Clause", "Level", "Result", "Evidence", "Target", "Minimum", "Status", ""), rows, right=(2, 3, 4, 5))


def _volumes(statement: Statement) -> list[str]:
    rows = [
        [
            volume.clause,
            volume.service,
            f"{exact(volume.billed)} {plural(volume.unit, volume.billed)}",
            exact(volume.forecast) if volume.forecast is not None else "–",
            exact(volume.excess) if volume.excess else "–",
        ]
        for volume in statement.volumes
    ]
    heads = ("Clause", "Service", "Billed", "Forecast", "Left the levels as excess")
    return ["## Volumes", table(heads, rows, right=(2, 3, 4))] if rows else []


def _digests(statement: Statement) -> str:
    named = [("this statement", digest(statement)), *say.rests_on(statement)]
    return "\n".join(f"- {_text(name)}: `{value}`" for name, value in named)


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {_text(text)}" for text in texts)
