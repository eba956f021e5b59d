"""Two people in two browsers negotiate a first contract, sign it, and amend it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db]
OPENED = """
import django
django.setup()
from remit.records.models.member import Member
from remit.records.models.user import User
from remit.stages.operations.open_engagement import open_engagement
from remit.stages.workspace.create_engagement import create_engagement
one, two = (User.objects.get(persona=name) for name in ("owner", "delivery-manager"))
place = Member.objects.filter(user=one).select_related("engagement").first().engagement
more = {"is_demo": True, "clock_shift": place.clock_shift, "place": "Europe/London"}
made, member = create_engagement(
    user=one, name="Letters", code="LET", client=place.client, provider=place.provider, side="client", role="owner", **more
)
Member.objects.create(engagement=made, user=two, side="provider", role="delivery manager", joined_at=made.now())
"""


def save(page: Any, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Save the clause").click()
    page.locator(".notes", has_text="Saved.").wait_for()


def test_a_first_contract_is_negotiated_signed_and_amended(visit: Callable[..., Any], server: Any) -> None:
    subprocess.run([sys.executable, "-c", OPENED], check=True, env={**os.environ, "REMIT_HOME": str(server.home)})
    owner, manager = visit("owner", "/e/LET/contract/"), visit("delivery-manager", "/e/LET/contract/")
    owner.get_by_role("heading", name="There is no signed contract yet.").wait_for()
    owner.get_by_role("link", name="Start from a preset").click()
    owner.get_by_role("button", name="Start from simple").click()
    owner.wait_for_url("**/drafts/1/figures")
    manager.goto("/e/LET/contract/drafts/1/")
    assert manager.locator("h1").inner_text() != owner.locator("h1").inner_text()  # nobody else sees a draft
    owner.goto("/e/LET/contract/drafts/1/clauses/8.1")
    save(owner, "Target", "93 %")
    owner.goto("/e/LET/contract/drafts/1/")
    owner.get_by_label("What you say to it").fill("As we spoke about it on Monday.")
    owner.get_by_role("button", name="Offer to Salt River Desk").click()
    owner.get_by_text("Offered. Both companies see it now").wait_for()

    manager.goto("/e/LET/contract/")
    manager.get_by_role("heading", name="waits for your answer").wait_for()
    manager.locator("main").get_by_role("link", name="The first contract").click()
    manager.get_by_text("As we spoke about it on Monday.").wait_for()
    manager.locator(".all-clauses").get_by_role("link", name="8.1 email first reply").click()
    manager.locator("#comment-text").fill("93 % needs another agent.")
    manager.get_by_role("button", name="Write for both companies").click()
    manager.get_by_text("Your comment stands here.").wait_for()
    manager.goto("/e/LET/contract/drafts/1/")
    manager.get_by_role("button", name="Answer with a counter-offer").click()
    manager.wait_for_url("**/drafts/2/")
    manager.goto("/e/LET/contract/drafts/2/clauses/8.1")
    save(manager, "Target", "91 %")
    assert manager.locator("#beside del").inner_text() == "93" and manager.locator("#beside ins").inner_text() == "91"
    manager.goto("/e/LET/contract/drafts/2/")
    manager.get_by_role("button", name="Offer to Harbour & Pine").click()
    manager.get_by_role("button", name="Sign for Salt River Desk").click()
    manager.get_by_text("Signed.").wait_for()

    owner.goto("/e/LET/contract/drafts/2/clauses/8.1")
    owner.get_by_text("93 % needs another agent.").wait_for()
    owner.goto("/e/LET/contract/drafts/2/")
    owner.get_by_role("button", name="Sign for Harbour & Pine").click()
    owner.get_by_role("heading", name="is signed by both").wait_for()
    owner.goto("/e/LET/contract/")
    owner.get_by_role("heading", name="The contract stands as first signed").wait_for()

    owner.get_by_label("What it is about").fill("Stricter again")
    owner.get_by_role("button", name="Start a draft").click()
    owner.wait_for_url("**/drafts/3/")
    owner.goto("/e/LET/contract/drafts/3/clauses/8.1")
    save(owner, "Target", "92 %")
    owner.get_by_text("signed: 91 %").wait_for()
    owner.goto("/e/LET/contract/drafts/3/")
    owner.get_by_role("button", name="Offer to Salt River Desk").click()
    owner.get_by_role("button", name="Sign for Harbour & Pine").click()
    manager.goto("/e/LET/contract/drafts/3/")
    manager.get_by_role("button", name="Sign for Salt River Desk").click()
    manager.get_by_text("Signed.").wait_for()
    for page in (owner, manager):
        page.goto("/e/LET/contract/")
        page.get_by_role("heading", name="The contract stands with 1 amendment").wait_for()
        texts = [page.request.get(f"/e/LET/contract/v{version}.yaml").text() for version in (1, 2)]
        assert ["target: 91 %" in text for text in texts] == [True, False] and "target: 92 %" in texts[1]
