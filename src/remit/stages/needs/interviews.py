"""What is asked in an interview, and what members read of them. People are asked by name, so only the client's side reads the answers."""

from __future__ import annotations

from collections.abc import Mapping

from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.records.models.staff_interview import Announcement, StaffInterview
from remit.records.scoping import visible

QUESTIONS: Mapping[str, str] = {
    "takes": "What takes most of your time in it?",
    "waits": "What do you wait for, and how long?",
    "wrong": "What goes wrong most often?",
    "knows": "What do you know about it that is written down nowhere?",
    "suggests": "What would you change? One suggestion a line.",
}
"""By key, in the order in which they are asked; each line of the last answer becomes a suggestion."""
LONGEST = 2_000
"""The most letters of an answer."""


def interviews(member: Member, process: Process | None = None) -> tuple[StaffInterview, ...]:
    """All interviews, or those about one process, the newest first."""
    rows = visible(StaffInterview, member).select_related("process", "made_by__user")
    if process is not None:
        rows = rows.filter(process=process)
    return tuple(rows.order_by("-made_at", "-pk"))


def announcements(member: Member) -> tuple[Announcement, ...]:
    return tuple(visible(Announcement, member).select_related("recorded_by__user").order_by("-day", "-pk"))


def announced(member: Member, now_day: object) -> bool:
    """Whether the people were told already, on or before a day."""
    return visible(Announcement, member).filter(day__lte=now_day).exists()


def said(row: StaffInterview) -> tuple[tuple[str, str], ...]:
    """What was answered, question by question."""
    return tuple((asked, str(row.answers[key])) for key, asked in QUESTIONS.items() if row.answers.get(key))
