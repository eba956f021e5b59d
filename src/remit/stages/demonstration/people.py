"""The eight people of the demonstration, each with the place from which one sees the product as they would. All are invented."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Persona:
    """`key` names the persona in links; `contract_role` is the role of section 1 of the terms the person holds."""

    key: str
    name: str
    side: str
    role: str
    contract_role: str
    wants: str
    limit: Decimal | None = None

    @property
    def email(self) -> str:
        host = {"client": "harbourpine.example", "provider": "saltriver.example", "bidder": "luzonassist.example"}[self.side]
        return f"{self.name.lower().replace(' ', '.')}@{host}"

    @property
    def company(self) -> str:
        return {"client": "Harbour & Pine", "provider": "Salt River Desk", "bidder": "Luzon Assist"}[self.side]


PERSONAS = (
    Persona("owner", "Ruth Ashdown", "client", "owner", "operations director", "Does it pay, and what waits for my decision?"),
    Persona("process-owner", "Priya Nair", "client", "process owner", "order desk supervisor", "Is the work done as we handed it over?"),
    Persona(
        "finance", "Jon Penrose", "client", "finance", "finance manager", "Can I trace every pound of the statement?", Decimal("18000.00")
    ),
    Persona("security-officer", "Grace Okafor", "client", "security officer", "security officer", "Who has access, and on what evidence?"),
    Persona("delivery-manager", "Thandi Mokoena", "provider", "delivery manager", "delivery manager", "Which level is at risk this month?"),
    Persona("agent", "Lindiwe Adams", "provider", "agent", "team lead", "What is the next item, and by when?"),
    Persona("quality-auditor", "Sipho Dlamini", "provider", "quality auditor", "quality lead", "What do I score today?"),
    Persona("bidder", "Maria Santos", "bidder", "bidder", "", "What do I still have to answer, and by when?"),
)
"""In the order in which the sign-in page offers them."""
