"""What was found behind a bid: calls with references, claims checked, interviews with their scores, blind until one's own are in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from remit.choice.panel import diverges, mean
from remit.records.models.bidder import Candidate
from remit.records.models.diligence import ClaimCheck, Interview, InterviewScore, Reference
from remit.records.models.member import Member
from remit.records.models.provider import CaseStudy, Provider
from remit.records.models.request import Request
from remit.records.scoping import visible
from remit.stages.selection.record_call import CALL_FORM

SCALE = Fraction(10)


@dataclass(frozen=True)
class Claim:
    """A claim of a case study; `check` is the newest finding, if there is one."""

    place: int
    text: str
    check: ClaimCheck | None

    @property
    def verified(self) -> bool:
        return self.check is not None and self.check.found == "holds"


@dataclass(frozen=True)
class Case:
    row: CaseStudy
    claims: tuple[Claim, ...]

    @property
    def verified(self) -> bool:
        """Whether every claim was checked and holds, wholly or in part; then it is no longer the provider's bare word."""
        return bool(self.claims) and all(one.check is not None for one in self.claims)


@dataclass(frozen=True)
class Called:
    row: Reference
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """A question of the guide with the scores that the member may see."""

    text: str
    given: tuple[tuple[str, Fraction], ...]

    @property
    def mean(self) -> Fraction | None:
        return mean([value for _, value in self.given]) if self.given else None

    @property
    def diverges(self) -> bool:
        return diverges([value for _, value in self.given], SCALE)


@dataclass(frozen=True)
class Talk:
    """An interview. `open` once the member's own scores are in, or where the member does not score; `notes` likewise."""

    row: Interview
    questions: tuple[Question, ...]
    own: InterviewScore | None
    count: int
    notes: tuple[tuple[str, str], ...]

    @property
    def mean(self) -> Fraction | None:
        means = [one.mean for one in self.questions if one.mean is not None]
        return mean(means) if means else None

    @property
    def divergent(self) -> int:
        return sum(one.diverges for one in self.questions)


@dataclass(frozen=True)
class Behind:
    """A shortlisted provider with all that was found."""

    provider: Provider
    references: tuple[Called, ...]
    cases: tuple[Case, ...]
    talks: tuple[Talk, ...]

    @property
    def called(self) -> int:
        return sum(one.row.called_on is not None for one in self.references)

    @property
    def open_claims(self) -> int:
        return sum(one.check is None for case in self.cases for one in case.claims)


def behind(member: Member, request: Request, scores: bool) -> Sequence[Behind]:
    """Every shortlisted provider of the request. `scores` says whether the member scores interviews: who does sees the others' later."""
    shortlisted = visible(Candidate, member).filter(request=request, state="shortlisted").select_related("provider").order_by("pk")
    checks: dict[tuple[int, int], ClaimCheck] = {}
    for check in visible(ClaimCheck, member).select_related("checked_by__user").order_by("checked_at", "pk"):
        checks[check.case_id, check.claim] = check
    return [
        Behind(
            one.provider,
            tuple(
                Called(row, tuple((CALL_FORM[int(place)], text) for place, text in sorted(row.answers.items()) if place.isdecimal()))
                for row in visible(Reference, member)
                .filter(provider=one.provider)
                .select_related("called_by__user")
                .order_by("added_at", "pk")
            ),
            tuple(
                Case(row, tuple(Claim(place, text, checks.get((row.pk, place))) for place, text in enumerate(row.claims)))
                for row in visible(CaseStudy, member).filter(provider=one.provider).order_by("-dated", "pk")
            ),
            tuple(
                _talk(member, row, scores)
                for row in visible(Interview, member).filter(provider=one.provider, request=request).order_by("day", "pk")
            ),
        )
        for one in shortlisted
    ]


def _talk(member: Member, row: Interview, scores: bool) -> Talk:
    sheets = list(visible(InterviewScore, member).filter(interview=row).select_related("member__user", "member__engagement").order_by("pk"))
    own = next((one for one in sheets if one.member_id == member.pk), None)
    shown = sheets if own is not None or not scores else []
    questions = tuple(
        Question(text, tuple((one.member.name, Fraction(one.values[place])) for one in shown if place < len(one.values)))
        for place, text in enumerate(row.questions)
    )
    return Talk(row, questions, own, len(sheets), tuple((one.member.name, one.note) for one in shown if one.note))
