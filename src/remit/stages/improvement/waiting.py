"""What waits for a decision, and for whom: statements to sign, objections to answer, months to close, forecasts to fix, relief to claim,
gates to decide and sign, waves to accept, offers to sign, changes to price and approve; bids to write, and to open.

Nothing is stored: the list follows from requests, statements, disputes, gates, waves, terms and facts as they stand, so it is never out of
date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import dateformat
from django.utils.translation import gettext as _

from remit.clock.days import due_in_days
from remit.exchange.statement_words import reasons
from remit.intake.knowledge import kept, knowledge
from remit.records.models.dispute import Dispute
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages.improvement import bids_waiting, contract_waiting, queries
from remit.stages.improvement.answer_dispute import answer_dispute
from remit.stages.improvement.close_month import close_month
from remit.stages.improvement.decision import Waiting
from remit.stages.improvement.sign_statement import sign_statement
from remit.stages.pilot import queries as pilot
from remit.stages.pilot.accept_wave import accept_wave
from remit.stages.pilot.decide_gate import decide_gate
from remit.stages.pilot.sign_gate import sign_gate
from remit.terms.document import Terms
from remit.terms.words import exact, listed, money
from remit.timetable import timetable
from remit.values.period import MINUTE, Month, moment
from remit.work import facts as work_facts
from remit.work.clocks import instant_of_day, schedules


def waiting(member: Member, now: int) -> tuple[Waiting, ...]:
    """Everything that waits in the engagement, the soonest first; for others too, so that both companies see who holds what up."""
    found = list(bids_waiting.waiting(member, now))
    if member.side in ("client", "provider") and kept(member.engagement).versions:
        found += [*_statements(member, now), *_disputes(member), *_months(member, now), *_forecasts(member, now), *_relief(member, now)]
        found += [*_gates(member), *_waves(member), *contract_waiting.waiting(member)]
    return tuple(sorted(found, key=lambda one: (one.by is None, one.by or 0, one.key)))


def _statements(member: Member, now: int) -> Iterator[Waiting]:
    for month, where in queries.standings(member, now).items():
        row = where.latest
        if row is None or where.open_disputes:
            continue
        value = queries.issued(member, row)
        due = money(value.total, value.currency)
        for side in ("provider", "client"):
            said = where.signature(side)
            if said is not None and said.kind == "signed":
                continue
            within = member.approval_limit is None or abs(row.total) <= member.approval_limit
            mine = member.side == side and sign_statement.allowed(member) and within
            differs = _("%(due)s, of which %(reasons)s.") if reasons(value, _) else _("%(due)s: the base charges and nothing else.")
            why = differs % {"due": due, "reasons": reasons(value, _)}
            if member.side == side and not within and member.approval_limit is not None:
                limit = money(member.approval_limit, value.currency)
                why = f"{why} {_('Above your limit of %(limit)s.') % {'limit': limit}}"
            still = row.object_until is not None and now <= row.object_until
            then = _("then deemed accepted") if still and where.timetable.silence == "accepts" else ""
            what = _("Approve the %(month)s statement") if side == "client" else _("Sign the %(month)s statement")
            yield Waiting(
                f"sign {side} {month} v{row.version}",
                what % {"month": _month(month)},
                why,
                row.object_until if still else None,
                then,
                _("Review"),
                f"statements/{month}",
                side,
                mine,
            )


def _disputes(member: Member) -> Iterator[Waiting]:
    for dispute in visible(Dispute, member).filter(state="open").select_related("opened_by"):
        side = "client" if dispute.opened_by.side == "provider" else "provider"
        month = Month.read(dispute.month)
        yield Waiting(
            f"answer dispute {dispute.number}",
            _("Answer dispute %(number)s of %(month)s") % {"number": dispute.number, "month": _month(month)},
            f"{dispute.about}: {dispute.reason}",
            dispute.answer_until,
            _("then silence accepts") if dispute.answer_until is not None else "",
            _("Answer"),
            f"disputes/{dispute.number}",
            side,
            member.side == side and answer_dispute.allowed(member),
        )


def _months(member: Member, now: int) -> Iterator[Waiting]:
    """Months that are over and not closed."""
    known = knowledge(member.engagement)
    running = queries.this_month(member, now)
    issued = {one.month for one in known.issued}
    month = max(Month.of(known.agreements(running).terms.services_start), min(issued, default=running))
    while month < running:
        if month not in issued:
            times = timetable(known.agreements(month).terms, month)
            why = _("Records froze on %(day)s.") if now >= times.frozen else _("Records freeze on %(day)s.")
            yield Waiting(
                f"close {month}",
                _("Close %(month)s") % {"month": _month(month)},
                why % {"day": _day(times.frozen, times.zone)},
                times.preview,
                "",
                _("Preview"),
                f"statements/{month}",
                "provider",
                close_month.allowed(member),
            )
        month = month.next()


def _forecasts(member: Member, now: int) -> Iterator[Waiting]:
    """The forecasts that the client still has to fix for a relief of excess volume."""
    known = knowledge(member.engagement)
    running = queries.this_month(member, now)
    terms = known.agreements(running).terms
    for clause in terms.section(9):
        if clause.rule != "forecast excess":
            continue
        ahead = clause["forecast fixed"]
        months = int(ahead.amount) if ahead.unit == "month" else 1
        for month in (running.plus(months), running.plus(months + 1)):
            lacking = [name for name in clause["services"] if work_facts.forecast(known.facts, name, month) is None]
            by = instant_of_day(month.plus(-months).first, member.engagement.zone) - MINUTE
            if not lacking or by < now:
                continue
            before = [work_facts.last_forecast(known.facts, name, month) for name in lacking]
            suggested = _(" and ").join(
                f"{exact(one.value)} {one.unit or ''}s".strip() for one in before if one is not None and one.value is not None
            )
            last = _("The last one was %(figures)s.") % {"figures": suggested} if suggested else ""
            leaves = _("Volume above it by more than the agreed share leaves the service levels.")
            yield Waiting(
                f"forecast {month}",
                _("Fix the %(month)s forecast") % {"month": _month(month)},
                f"{last} {leaves}".strip(),
                by,
                "",
                _("Fix"),
                "facts/",
                "client",
                member.side == "client" and member.role in ("owner", "process owner"),
            )
            break


def _relief(member: Member, now: int) -> Iterator[Waiting]:
    """The provider's last day to claim relief for the month before."""
    known = knowledge(member.engagement)
    month = queries.this_month(member, now).previous()
    terms = known.agreements(month).terms
    if month.last < terms.services_start:
        return
    for clause in terms.section(9):
        if clause.rule not in ("excused items", "excused time") or clause.get("claimed within") is None:
            continue
        until = _claim_until(terms, month, clause)
        if until is not None and until > now:
            yield Waiting(
                f"relief {clause.number} {month}",
                _("Claim relief for %(month)s: %(clause)s") % {"month": _month(month), "clause": clause.name},
                _("Clause %(number)s: what hindered the work can be claimed until then.") % {"number": clause.number},
                until,
                "",
                _("Claim"),
                f"statements/{month}",
                "provider",
                member.side == "provider" and member.role in ("delivery manager", "account director"),
            )


def _claim_until(terms: Terms, month: Month, clause: object) -> int | None:
    length = clause["claimed within"]  # type: ignore[index]
    calendar = terms.named(4, terms.statement["calendar"])
    end = month.bounds(str(calendar["zone"])).end
    return due_in_days(schedules(terms)[calendar.name], end, length.amount) if length.business and length.unit == "day" else None


def _gates(member: Member) -> Iterator[Waiting]:
    """Gates to decide (the client) and to sign (both)."""
    for row, signed in pilot.unsettled(member):
        address, may = f"gates/{row.number}", decide_gate.allowed(member)
        if not row.decision:
            by = instant_of_day(row.day + timedelta(days=1), member.engagement.zone) - MINUTE
            why = f"{len(row.criteria)} criteria of the contract say whether the pilot is good enough."
            yield Waiting(f"decide gate {row.number}", f"Decide gate {row.number}", why, by, "", "Decide", address, "client", may)
            continue
        for side in ("client", "provider"):
            if side not in signed:
                mine = member.side == side and sign_gate.allowed(member)
                why = f"Decided as {row.decision}: {row.reason}"
                yield Waiting(f"sign gate {side} {row.number}", f"Sign gate {row.number}", why, None, "", "Sign", address, side, mine)


def _waves(member: Member) -> Iterator[Waiting]:
    """Waves that a company has not accepted: until it has, the work stays where it is."""
    for row, accepted in pilot.unaccepted(member):
        for side in ("client", "provider"):
            if side not in accepted:
                mine = member.side == side and accept_wave.allowed(member)
                why = f"{row.share.normalize():f} % of {listed(map(str, row.tasks))}, from {row.day.day} {row.day:%B %Y} on."
                what, then = f"Accept wave {row.number}: {row.name}", "until then the work stays where it is"
                starts = instant_of_day(row.day, member.engagement.zone)
                yield Waiting(f"accept wave {side} {row.number}", what, why, starts, then, "Accept", row.path, side, mine)


def _day(at: int, zone: str) -> str:
    return dateformat.format(moment(at, zone), "l j F")


def _month(month: Month) -> str:
    return dateformat.format(month.first, "F Y")
