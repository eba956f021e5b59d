"""Roles and what they may do, as predicates over a member. No table of permissions: a role is a name, a rule is a line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import rules

from remit.records.models.member import Member


@dataclass(frozen=True, slots=True)
class Role:
    """`side` is where it belongs; `first_page` is the page a person of this role wants first."""

    name: str
    side: str
    title: str
    does: str


ROLES: Mapping[str, Role] = {
    role.name: role
    for role in (
        Role("owner", "client", "Owner", "decides, approves and signs without a limit"),
        Role("process owner", "client", "Process owner", "records work and facts, answers claims of relief"),
        Role("finance", "client", "Finance", "approves and signs statements up to a limit, checks invoices"),
        Role("security officer", "client", "Security officer", "reviews access and evidence"),
        Role("account director", "provider", "Account director", "answers for the provider, signs its statements"),
        Role("delivery manager", "provider", "Delivery manager", "brings work in, closes months, claims relief, signs"),
        Role("agent", "provider", "Agent", "does the work"),
        Role("quality auditor", "provider", "Quality auditor", "scores samples"),
        Role("bidder", "bidder", "Bidder", "answers a request"),
    )
}


def _of(*names: str) -> rules.predicates.Predicate:
    @rules.predicate(name=" or ".join(names))
    def has_role(member: Member) -> bool:
        return member.active and member.role in names

    return has_role


@rules.predicate
def is_client(member: Member) -> bool:
    return member.active and member.side == "client"


@rules.predicate
def is_provider(member: Member) -> bool:
    return member.active and member.side == "provider"


@rules.predicate
def has_place(member: Member) -> bool:
    return member.active


is_party = is_client | is_provider
"""Anybody of the two companies."""
leads = _of("owner", "account director", "delivery manager")
writes_terms = _of("owner", "process owner", "finance", "account director", "delivery manager")
signs_terms = leads
prices_changes = _of("account director", "delivery manager")
approves_changes = _of("owner", "finance", "process owner")
brings_work = _of("owner", "process owner", "delivery manager", "account director")
records_facts = _of("owner", "process owner", "finance", "delivery manager", "account director")
closes_months = _of("owner", "finance", "delivery manager", "account director")
objects = _of("owner", "finance", "process owner", "delivery manager", "account director")
answers_claims = _of("owner", "process owner", "finance", "delivery manager", "account director")
accepts_statements = _of("owner", "finance", "delivery manager", "account director")
checks_invoices = _of("owner", "finance", "delivery manager", "account director")
invites = _of("owner", "account director", "delivery manager")
sees_own_cost = _of("account director", "delivery manager")
told_of_term = _of("owner", "finance", "account director", "delivery manager")
attests = _of("owner")
reviews_access = _of("owner", "security officer", "account director", "delivery manager")
opens_gates = _of("owner", "account director", "delivery manager")
decides_gates = _of("owner")
signs_gates = _of("owner", "account director", "delivery manager")
finds_results = _of("owner", "process owner", "finance", "delivery manager", "account director", "quality auditor", "agent")
plans_waves = _of("owner", "process owner", "delivery manager", "account director")
runs_selection = _of("owner", "process owner")
"""Keeps the directory of providers, writes requests and invites bidders."""
opens_bids = _of("owner", "process owner", "finance", "security officer")
"""May be one of the two who open."""
bids = _of("bidder")
is_client_or_bidder = is_client | bids
works_queue = _of("process owner", "account director", "delivery manager", "agent")
"""Who answers customers and moves items."""
leads_queue = _of("owner", "process owner", "account director", "delivery manager")
"""Who switches it, and writes its guides and macros."""
scores_bids = _of("owner", "process owner", "finance", "security officer")
"""May be asked onto the panel that scores the bids of a request."""
awards_requests = _of("owner")
audits = _of("owner", "process owner", "finance")
decides_scope = _of("owner")
approves_case = _of("owner", "finance")
