"""Processes that companies of this size often outsource, as a start for the register: what they are made of, never how much of it there is.

A template fills in what is the same in most firms (unit, beginning, end, parts, systems); volume, minutes, rate and ratings are left to
whoever knows the firm, because a guessed figure looks like a known one. `watch` says what usually goes wrong when it is handed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """What the register can be given of a kind of work; parts and systems in order."""

    name: str
    area: str
    unit: str
    begins: str
    ends: str
    components: tuple[str, ...]
    systems: tuple[str, ...]
    watch: str


TEMPLATES: Mapping[str, Template] = {
    "customer support": Template(
        "Customer support", "Customer care", "ticket", "a customer asks", "the customer has an answer",
        ("orders and delivery", "returns", "questions about products", "complaints"), ("Helpdesk", "Order system"),
        "who may give money back, and how the brand speaks",
    ),
    "back office": Template(
        "Back office and data entry", "Operations", "document", "a document arrives", "its data stand in the system",
        ("open and sort", "check", "key", "confirm"), ("Order system",),
        "what to do with documents that do not fit, and who answers for codes nobody knows",
    ),
    "accounting": Template(
        "Accounts payable and receivable", "Finance", "invoice", "an invoice arrives or falls due", "it is paid and posted",
        ("capture", "match", "approve", "pay", "remind"), ("Accounting", "Bank"),
        "who approves payments, and that nobody approves what they entered",
    ),
    "payroll": Template(
        "Payroll", "Finance", "payslip", "the hours of the month are in", "people are paid and filings are made",
        ("hours", "changes", "run", "payslips", "filings"), ("Payroll", "Time recording"),
        "wages are sensitive data: where they may be processed, and by whom",
    ),
    "IT": Template(
        "IT helpdesk, first line", "IT", "request", "a colleague asks", "the colleague can work",
        ("passwords and access", "devices", "software", "pass on to the second line"), ("IT requests", "Directory"),
        "who holds the keys: access of outsiders is risk, not convenience",
    ),
}  # fmt: skip
"""By the word under which they are chosen."""
