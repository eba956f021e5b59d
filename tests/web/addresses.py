"""An address of the demo for every page, and the persona who looks at it: what tests and screenshots visit.

A page that needs more than its engagement must be given an example here; `every_page` raises for one that has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from remit.web.page import pages

EXAMPLES: Mapping[str, tuple[str, str]] = {
    "improvement/statement": ("finance", "statements/2026-07?line=3"),
    "improvement/line_items": ("finance", "statements/2026-07/items?v=1&line=3"),
    "improvement/compare": ("finance", "statements/2026-09/versions"),
    "improvement/dispute": ("process-owner", "disputes/1"),
    "contract/draft": ("owner", "contract/drafts/1/"),
    "contract/clause": ("owner", "contract/drafts/1/clauses/8.1"),
    "contract/new_clause": ("owner", "contract/drafts/1/new?section=8"),
    "contract/text": ("owner", "contract/drafts/1/text"),
    "contract/figures": ("owner", "contract/drafts/1/figures"),
    "operations/item": ("agent", "items/HAR-32117"),
    "operations/levels": ("delivery-manager", "levels/"),
    "operations/level_items": ("delivery-manager", "levels/2026-07/8.1"),
    "pilot/gate": ("owner", "gates/1"),
    "pilot/waves": ("delivery-manager", "waves/?day=2026-05-01"),
    "operations/imports": ("delivery-manager", "imports/"),
    "operations/open": ("agent", "open/"),
    "operations/queue": ("agent", "queue/"),
    "operations/queue_setup": ("delivery-manager", "queue/set-up"),
    "improvement/margin": ("delivery-manager", "margin/?month=2026-07"),
    "improvement/record": ("owner", "record/"),
    "site/portfolio": ("delivery-manager", "portfolio"),
    "selection/bid": ("bidder", "bid/2/"),
    "selection/bids": ("bidder", "bid/"),
    "selection/request": ("owner", "requests/2/"),
    "selection/provider": ("owner", "providers/1/"),
    "needs/process": ("process-owner", "processes/4/"),
    "needs/map": ("process-owner", "maps/1/?step=Check+stock+code"),
    "needs/suitability": ("owner", "suitability/?starter=1"),
}
"""Who looks, and the address below the engagement (for pages of the site below the root)."""
LEFT_OUT: Mapping[str, str] = {
    "improvement/statement_file": "a file",
    "improvement/record_file": "a file",
    "improvement/sign_options": "an answer for scripts",
    "pilot/gate_sign_options": "an answer for scripts",
    "contract/draft_sign_options": "an answer for scripts",
    "contract/amendment_file": "a file",
    "contract/offer_file": "a file",
    "contract/scope_import": "needs an import under way; test_scope visits one",
    "contract/scope_failures": "a file",
    "contract/signature_file": "a file",
    "contract/contract_file": "a file",
    "contract/change": "the demo has no change request; test_changes visits one",
    "contract/change_sign_options": "an answer for scripts",
    "improvement/invoice": "the demo has no invoice; test_close visits one",
    "operations/import_steps": "needs an import under way; test_imports visits one",
    "operations/import_failures": "a file",
    "operations/facts_template": "a file",
    "selection/bid_file": "a file",
    "selection/receipt": "a file",
    "selection/request_file": "a file",
    "selection/opened_file": "a file",
    "selection/directory_sample": "a file",
    "selection/opened_bid": "its address has a random number; test_bids visits one",
    "selection/directory_import": "needs a list under way; test_providers visits one",
    "selection/award_memo": "a file",
    "selection/award_letter": "a file",
    "workspace/attachment": "a file",
    "needs/drawn_map": "the demo has no drawing; test_maps visits one",
    "needs/register_import": "needs a sheet under way; test_needs visits one",
    "site/admin": "for whoever runs the installation, whom the demo does not have; test_isolation visits it",
}
"""Pages that nobody looks at as such, or only after an act, with the reason."""
PERSONAS: Mapping[str, str] = {"site": "owner", "operations": "delivery-manager", "improvement": "finance", "workspace": "owner"}


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    persona: str
    address: str


def every_page() -> list[Example]:
    """One example for each page of the demo, in order of names."""
    found = []
    for name, one in sorted(pages().items()):
        if name in LEFT_OUT:
            continue
        persona, path = EXAMPLES.get(name, (PERSONAS.get(one.stage, "owner"), one.path))
        if "<" in path:
            raise LookupError(f"{name} needs an example in tests/web/addresses.py: {re.findall('<[^>]+>', path)}")
        found.append(Example(name, persona, f"/{path}" if one.is_global else f"/e/HAR/{path}"))
    return found
