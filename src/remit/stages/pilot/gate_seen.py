"""A gate as it is read: its criteria with what was found and what follows, the signatures, and the digest that is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

import rfc8785

from remit.exchange.statement_words import Answer
from remit.readiness import Criterion, Result, Verdict, said, verdict
from remit.records.models.gate import Gate, GateResult, GateSignature
from remit.records.models.member import Member
from remit.records.scoping import visible


@dataclass(frozen=True, slots=True)
class GateSeen:
    """`results` are those that count, by criterion; `replaced` how many earlier ones each criterion has. `found` is the digest of what
    counts: who decides names it, so nobody decides on figures they did not see."""

    row: Gate
    verdicts: tuple[Verdict, ...]
    results: tuple[tuple[GateResult, ...], ...]
    replaced: tuple[int, ...]
    signatures: tuple[GateSignature, ...]
    found: str

    @property
    def answer(self) -> Answer:
        return said(self.verdicts)

    @property
    def passed(self) -> int:
        return sum(one.passes for one in self.verdicts)

    def signature(self, side: str) -> GateSignature | None:
        return next((one for one in self.signatures if one.side == side), None)

    @property
    def word(self) -> str:
        """open, decided (a signature is missing) or signed (by both)."""
        return "open" if not self.row.decision else "decided" if self.signed_at is None else "signed"

    @property
    def signed_at(self) -> int | None:
        """When the second company signed, from which instant the decision holds; None before."""
        both = {one.side for one in self.signatures} >= {"client", "provider"}
        return max(one.given_at for one in self.signatures) if both else None

    @property
    def releases(self) -> bool:
        """Whether the service may go live on it: a go that both companies signed."""
        return self.row.decision == "go" and self.signed_at is not None


def seen(by: Member, row: Gate) -> GateSeen:
    """One gate."""
    return many(by, [row])[0]


def many(by: Member, rows: Sequence[Gate]) -> tuple[GateSeen, ...]:
    """Several gates, with two queries for all of them."""
    results, signed = visible(GateResult, by).filter(gate__in=rows), visible(GateSignature, by).filter(gate__in=rows)
    found = list(results.select_related("recorded_by__user").order_by("recorded_at", "pk"))
    given = list(signed.filter(kind="signed").select_related("given_by__user").order_by("given_at"))
    return tuple(
        _seen(row, [one for one in found if one.gate_id == row.pk], [one for one in given if one.gate_id == row.pk]) for row in rows
    )


def _seen(row: Gate, results: Sequence[GateResult], signatures: Sequence[GateSignature]) -> GateSeen:
    latest = {(one.criterion, one.whose): one for one in results}
    asked = [Criterion.read(one) for one in row.criteria]
    kept = [tuple(one for (number, _), one in sorted(latest.items()) if number == index) for index in range(len(asked))]
    verdicts = tuple(verdict(one, [_result(one, found) for found in own]) for one, own in zip(asked, kept, strict=True))
    replaced = tuple(sum(one.criterion == index for one in results) - len(own) for index, own in enumerate(kept))
    return GateSeen(row, verdicts, tuple(kept), replaced, tuple(signatures), _digest([_plain(one) for own in kept for one in own]))


def _result(asked: Criterion, row: GateResult) -> Result:
    if row.good is not None and row.count:
        return Result.of(row.good, row.count, row.whose)
    value = Fraction(row.value or 0)
    return Result(value / 100 if asked.kind == "share" else value, row.count, row.whose)


def digest_of(row: Gate, found: str) -> str:
    """The SHA-256 of a decided gate: what was asked, what was found, what was decided, by whom and when (canonical JSON, RFC 8785)."""
    return _digest(
        {
            "engagement": row.engagement.key,
            "gate": str(row.number),
            "clause": row.clause,
            "day": str(row.day),
            "criteria": row.criteria,
            "found": found,
            "decision": row.decision,
            "reason": row.reason,
            "override": row.override,
            "plan": row.plan,
            "plan due": str(row.plan_due or ""),
            "decided by": row.decided_by.public_id if row.decided_by is not None else "",
            "decided at": str(row.decided_at),
        }
    )


def _plain(row: GateResult) -> Mapping[str, Any]:
    numbers = {"good": row.good, "count": row.count, "value": row.value}
    texts = {name: "" if value is None else str(Fraction(value)) for name, value in numbers.items()}
    return {"criterion": str(row.criterion), "whose": row.whose, "evidence": row.evidence, "by": row.recorded_by.public_id, **texts}


def _digest(value: Any) -> str:
    return f"sha256:{sha256(rfc8785.dumps(value)).hexdigest()}"
