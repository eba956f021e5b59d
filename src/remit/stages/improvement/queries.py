"""What members read of statements: months, versions, where each stands, previews. The member is always an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from remit import closing, explanation
from remit.engines import local
from remit.exchange import statement_json
from remit.explanation import LineStory
from remit.intake import last_figures
from remit.intake.knowledge import kept, knowledge
from remit.line import Line
from remit.records.models.acceptance import Acceptance
from remit.records.models.dispute import Dispute
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.statement import Statement
from remit.timetable import Timetable, timetable
from remit.values.period import Month, moment


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a month's close stands at an instant.

    `word`: previewed (nothing issued), open (objections may be raised), in dispute, accepted (silence or both approvals), signed (both).
    """

    month: Month
    latest: IssuedStatement | None
    versions: tuple[IssuedStatement, ...]
    acceptances: tuple[Acceptance, ...]
    disputes: tuple[Dispute, ...]
    timetable: Timetable
    word: str

    @property
    def open_disputes(self) -> tuple[Dispute, ...]:
        return tuple(dispute for dispute in self.disputes if dispute.state == "open")

    def signature(self, side: str) -> Acceptance | None:
        """What the side last said of the latest version: a signature, else an approval or silence."""
        own = [one for one in self.acceptances if self.latest is not None and one.statement_id == self.latest.pk and one.side == side]
        return next((one for one in own if one.kind == "signed"), own[0] if own else None)


def standing(member: Member, month: Month, now: int) -> Standing:
    """Where the close of a month stands."""
    return standings(member, now, month).get(month) or _standing(member, month, (), (), (), now)


def standings(member: Member, now: int, only: Month | None = None) -> dict[Month, Standing]:
    """Where the close of every month with a statement stands, the latest month first; `only` asks for one."""
    return last_figures.once(("standings", member.pk, now, only), lambda: _standings(member, now, only))


def _standings(member: Member, now: int, only: Month | None) -> dict[Month, Standing]:
    stored, acceptances, disputes = visible(IssuedStatement, member), visible(Acceptance, member), visible(Dispute, member)
    if only is not None:
        stored = stored.filter(month=str(only))
        acceptances, disputes = acceptances.filter(statement__month=str(only)), disputes.filter(month=str(only))
    versions: dict[str, list[IssuedStatement]] = {}
    for row in stored.order_by("-month", "version"):
        versions.setdefault(row.month, []).append(row)
    given = list(acceptances.select_related("given_by__user", "statement").defer("statement__content").order_by("given_at"))
    raised = list(disputes.select_related("opened_by__user", "opened_by__engagement", "answered_by__user").order_by("number"))
    return {
        Month.read(month): _standing(
            member,
            Month.read(month),
            rows,
            [one for one in given if one.statement.month == month],
            [one for one in raised if one.month == month],
            now,
        )
        for month, rows in versions.items()
    }


def _standing(
    member: Member,
    month: Month,
    versions: Sequence[IssuedStatement],
    acceptances: Sequence[Acceptance],
    disputes: Sequence[Dispute],
    now: int,
) -> Standing:
    times = timetable(knowledge(member.engagement).agreements(month).terms, month)
    latest = versions[-1] if versions else None
    word = _word(versions, acceptances, disputes, now)
    return Standing(month, latest, tuple(versions), tuple(acceptances), tuple(disputes), times, word)


def _word(versions: Sequence[IssuedStatement], acceptances: Sequence[Acceptance], disputes: Sequence[Dispute], now: int) -> str:
    if not versions:
        return "preview"
    latest = versions[-1]
    said = [one for one in acceptances if one.statement_id == latest.pk]
    signed = {one.side for one in said if one.kind == "signed"}
    if signed == {"client", "provider"}:
        return "signed"
    if any(dispute.state == "open" for dispute in disputes):
        return "in dispute"
    if {one.side for one in said} == {"client", "provider"} or any(one.kind == "deemed accepted" for one in said):
        return "accepted"
    return "open" if latest.object_until is None or now <= latest.object_until else "accepted"


def issued(member: Member, row: IssuedStatement) -> Statement:
    """The issued statement as a value."""
    found = kept(member.engagement).issued.get(row.digest)
    return found if found is not None else statement_json.read(bytes(row.content))[0]


def months(member: Member) -> tuple[Month, ...]:
    """The months with a statement, the latest first."""
    found = visible(IssuedStatement, member).values_list("month", flat=True).distinct()
    return tuple(sorted((Month.read(month) for month in found), reverse=True))


def preview(member: Member, month: Month, now: int) -> Statement:
    """What the month comes to as known now; what is missing stands in its notes. Nothing is issued."""
    found = kept(member.engagement)
    return found.once(("preview", str(month)), lambda: closing.settle(knowledge(member.engagement), month, now, preview=True))


def this_month(member: Member, now: int) -> Month:
    """The month that runs in the contract's zone."""
    return Month.of(moment(now, member.engagement.zone).date())


def total_billed(member: Member) -> Decimal:
    """The sum of the latest versions of all months."""
    latest: dict[str, IssuedStatement] = {}
    for row in visible(IssuedStatement, member).order_by("month", "version"):
        latest[row.month] = row
    return sum((row.total for row in latest.values()), Decimal(0))


def behind(member: Member, statement: Statement, line: Line) -> LineStory:
    """What stands behind a line of a statement: clause, level, items; worked out once for each version of the work."""
    found = kept(member.engagement)
    key = ("line", statement.month, statement.version, statement.cut, line.clause, line.part, line.month, line.kind)

    def made() -> LineStory:
        known = evidence_of(member, statement.month, statement.cut)
        return explanation.line_story(knowledge(member.engagement).agreements(statement.month), known, statement, line)

    return found.once(key, made)


def evidence_of(member: Member, month: Month, cut: int) -> local.Known:
    """The evidence of a month as known at a cut, kept until the work changes; at most a few months at a time."""
    found = kept(member.engagement)
    key = ("evidence", month, cut)

    def made() -> local.Known:
        held = [one for one in found.results if one[0] == "evidence"]
        for one in held[:-3]:
            found.results.pop(one, None)
        known = knowledge(member.engagement)
        return local.evidence_for(known.agreements(month), known.log, known.facts, month, cut, rules=known.rules)

    return found.once(key, made)
