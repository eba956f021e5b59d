"""A statement as PDF, set by Typst: one page for a simple month, the digest at the foot, the signed JSON attached.

The file is PDF/A-3, so it can be archived, and carries `statement.json`: whoever holds the paper's file holds what can be verified. The
same statement, envelope and Typst version give the same bytes; the date of creation is the envelope's, never the machine's.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from remit.exchange import statement_json
from remit.exchange import statement_words as say
from remit.exchange.statement_json import Envelope
from remit.line import Line
from remit.statement import Statement
from remit.terms.words import exact, money, plural
from remit.values.period import moment


def write(statement: Statement, envelope: Envelope | None = None) -> bytes:
    """The PDF's bytes."""
    content = statement_json.write(statement, envelope)
    return compiled("statement.typ", {"text": json.dumps(_text(statement, envelope), ensure_ascii=False), "statement": content.decode()})


def compiled(template: str, inputs: dict[str, str]) -> bytes:
    """A Typst template of this package with its inputs as PDF/A-3; fonts are Typst's own, so every machine sets the same page."""
    import typst

    source = resources.files("remit.exchange").joinpath(template).read_bytes()
    result: bytes = typst.compile(source, format="pdf", sys_inputs=inputs, ignore_system_fonts=True, pdf_standards=["a-3b"])
    return result


def _text(statement: Statement, envelope: Envelope | None) -> dict[str, Any]:
    answer = say.answer(statement)
    return {
        "title": f"Statement, {statement.month.name}, version {statement.version}",
        "provider": statement.provider,
        "issued": _issued(statement, envelope),
        "month": statement.month.name,
        "version": str(statement.version),
        "answer": {"before": answer.before, "marked": answer.marked, "after": answer.after, "status": answer.status},
        "facts": _facts(statement),
        "lines": _lines(statement),
        "tax": " ".join(note for note in (say.tax_note(statement), say.accounts(statement)) if note),
        "levels": [
            {
                "clause": level.clause,
                "name": level.name,
                "result": _tied(say.result(level)),
                "evidence": say.evidence(level),
                "target": _tied(say.value(level, level.target)),
                "minimum": _tied(say.value(level, level.minimum)),
                "status": level.status,
                "room": say.room(level),
            }
            for level in statement.scorecard.levels
        ],
        "volumes": [
            [
                volume.clause,
                volume.service,
                f"{exact(volume.billed)} {plural(volume.unit, volume.billed)}",
                exact(volume.forecast) if volume.forecast is not None else "–",
                exact(volume.excess) if volume.excess else "–",
            ]
            for volume in statement.volumes
        ],
        "notes": list(statement.notes),
        "digests": [list(pair) for pair in say.rests_on(statement)],
        "digest": statement_json.digest(statement),
        "footer": f"{statement.provider} to {statement.client}, {statement.month.name}, version {statement.version}. Digest:",
        "verify": "The signed statement is attached to this file as statement.json. Check it with: remit verify statement.json",
        "attach": True,
    }


def _facts(statement: Statement) -> list[list[str]]:
    facts = [
        ["Provider", statement.provider],
        ["Client", statement.client],
        ["Contract", statement.terms_title],
        ["Known until", say.cut(statement)],
    ]
    if statement.disputed:
        facts.append(["Agreed", money(statement.agreed, statement.currency)])
        facts.append(["Disputed", money(statement.disputed, statement.currency)])
    return [fact for fact in facts if fact[1]]


def _lines(statement: Statement) -> list[dict[str, str]]:
    base = [line for line in statement.lines if line.base_charge]
    rows = [_line(line, statement.currency) for line in base]
    if base:
        rows.append(_sum("subtotal", "Base charges", money(statement.base, statement.currency)))
    rows += [_line(line, statement.currency) for line in statement.lines if not line.base_charge]
    rows.append(_sum("total", "Total due", money(statement.total, statement.currency)))
    return rows


def _line(line: Line, currency: str) -> dict[str, str]:
    return {
        "kind": "line",
        "clause": line.clause,
        "name": say.title(line),
        "because": line.because if say.explained(line) else "",
        "quantity": say.quantity(line),
        "unit": say.unit(line),
        "rate": _tied(say.rate(line, currency)),
        "amount": money(line.amount, currency),
    }


def _sum(kind: str, name: str, amount: str) -> dict[str, str]:
    return {"kind": kind, "clause": "", "name": name, "because": "", "quantity": "", "unit": "", "rate": "", "amount": amount}


def _tied(text: str) -> str:
    """A figure and its sign are not broken over two lines."""
    return text.replace(" ", "\u00a0")


def _issued(statement: Statement, envelope: Envelope | None) -> dict[str, int]:
    """When it was issued; where that is not known, the cut."""
    at = moment(statement.cut if envelope is None or envelope.issued_at is None else envelope.issued_at)
    return {"year": at.year, "month": at.month, "day": at.day, "hour": at.hour, "minute": at.minute, "second": at.second}
