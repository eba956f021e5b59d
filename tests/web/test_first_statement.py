"""From nothing to a first issued statement in the browser: an engagement from the Simple preset, a CSV, a preview, a close."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from remit.exchange import starters

pytestmark = [pytest.mark.django_db]

NEWCOMER = """
import django
django.setup()
from remit.records.models.user import User
User.objects.create_user("alex@books.example", "a long and quiet phrase", name="Alex Reed", zone="Europe/London")
User.objects.create_user("thandi@foreshore.example", "a long and quiet phrase", name="Thandi Mokoena", zone="Africa/Johannesburg")
"""
ACCEPTED = """
import django
django.setup()
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.user import User
where, who = Engagement.objects.get(code="ALDER"), User.objects.get(email="thandi@foreshore.example")
Member.objects.create(engagement=where, user=who, side="provider", role="account director", joined_at=where.now())
"""
"""What accepting the invitation does; its mail leaves the house, and test_people follows its link."""


def signed_in(visit: Callable[..., Any], email: str) -> Any:
    page = visit(None, "/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill("a long and quiet phrase")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/")
    return page


@pytest.mark.row(99, 100)
def test_a_beginner_comes_from_nothing_to_a_first_statement(visit: Callable[..., Any], server: Any, tmp_path: Path) -> None:
    """Start, preset, figures, both signatures, a CSV, a statement: thirty minutes for a person, and less than three here."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", NEWCOMER], check=True, env={**os.environ, "REMIT_HOME": str(server.home)})
    sample = tmp_path / "tickets-2026-04.csv"
    sample.write_bytes(resources.files("remit.exchange.starters").joinpath("simple", sample.name).read_bytes())
    page = signed_in(visit, "alex@books.example")
    page.get_by_role("link", name="Open an engagement").click()
    page.get_by_label("Client", exact=True).fill("Alder Books, Bath")
    page.get_by_label("Provider", exact=True).fill("Foreshore Support")
    page.get_by_label("Code").fill("alder")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/e/ALDER/start/")
    page.get_by_role("heading", name="First the contract").wait_for()

    page.get_by_role("link", name="Go on with the draft").click()
    page.locator("input[name='figures.10.1:price']").fill("£2.68")
    page.get_by_role("button", name="Save the figures").click()
    page.locator(".notes", has_text="Saved.").wait_for()
    page.get_by_role("link", name="To the clauses").click()
    page.get_by_role("button", name="Offer to Foreshore Support").click()
    page.get_by_role("button", name="Sign for Alder Books, Bath").click()
    page.locator("section.side", has_text="Signatures").get_by_text("Alex Reed").wait_for()
    subprocess.run([sys.executable, "-c", ACCEPTED], check=True, env={**os.environ, "REMIT_HOME": str(server.home)})
    other = signed_in(visit, "thandi@foreshore.example")
    other.goto("/e/ALDER/start/")
    other.get_by_role("link", name="Read the offer, and sign it").click()
    other.get_by_role("button", name="Sign for Foreshore Support").click()
    other.get_by_text("Signed.").wait_for()
    other.goto("/e/ALDER/contract/")
    other.get_by_role("heading", name="The contract stands as first signed, 9 clauses").wait_for()

    page.goto("/e/ALDER/start/")
    page.get_by_role("link", name="Choose a file").click()
    page.set_input_files("#file", sample)
    page.get_by_role("button", name="Look at it").click()
    page.locator("#levels", has_text="decides 2 of 2 service levels").wait_for()
    rows = str(len(sample.read_text().splitlines()) - 1)
    page.get_by_label("rows", exact=True).fill(rows)
    page.get_by_role("button", name="Compare").click()
    page.locator("#totals", has_text="agrees").wait_for()
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("link", name="Undo it").wait_for()

    page.goto("/e/ALDER/imports/")
    level = page.locator("#sources tr", has_text="8.1 email first reply").inner_text()
    assert "Zendesk" in level and "client" in level and f"{rows} rows, agrees" in level

    page.goto("/e/ALDER/start/")
    page.get_by_role("link", name="Preview of April 2026").click()
    page.get_by_role("button", name="Close April 2026").click()
    page.get_by_role("link", name="v1,").wait_for()
    assert page.locator("h1").inner_text().startswith("£")
    assert "£2.68" in page.locator("main").inner_text()  # the price that both signed
    assert "Alder Books, Bath" in page.locator("table.dates", has_text="Foreshore Support").inner_text()
    page.goto("/engagements/")
    assert "April 2026" in page.locator("tbody tr", has_text="ALDER").inner_text()
    assert time.monotonic() - began < 180


def test_the_preset_bears_the_names_of_the_two_companies() -> None:
    from remit.catalogue import standard_catalogue
    from remit.stages.contract.presets import named
    from remit.terms import reader

    for preset in starters.names():
        terms = reader.read(named(preset, "Alder & O'Neill: Books, Bath", "Foreshore # Support"), standard_catalogue())
        assert (terms.parties["client"]["name"], terms.parties["provider"]["name"]) == (
            "Alder & O'Neill: Books, Bath",
            "Foreshore # Support",
        )


@pytest.mark.parametrize(
    "preset",
    [
        "simple",
        "contact and back office",
        "customer support",
        "data entry",
        "accounts payable",
        "payroll",
        "insurance claims",
        "it help desk",
    ],
)
def test_the_sample_of_each_preset_closes_its_month(workspace: None, preset: str) -> None:
    from remit.records.models.user import User
    from remit.stages.improvement.close_month import close_month
    from remit.stages.operations.import_sample import import_sample
    from remit.stages.operations.open_engagement import open_engagement
    from remit.values.period import Month

    user = User.objects.create_user(f"{preset[:3]}@books.example", None, name="Alex Reed")
    member = open_engagement(user=user, client="Alder Books", provider="Foreshore Support", code="ALD", preset=preset)
    brought = import_sample(by=member)
    assert [batch.file for batch in brought] == list(starters.samples(preset))
    month = Month.read(starters.month(preset))
    assert close_month(by=member, month=month).total > 0


def test_with_a_fault_nothing_is_opened(workspace: None) -> None:
    from remit.records.models.engagement import Engagement
    from remit.records.models.organisation import Organisation
    from remit.records.models.user import User
    from remit.stages.inputs import FileInput
    from remit.stages.operations.open_engagement import open_engagement
    from remit.values.fault import Refused

    user = User.objects.create_user("alex@books.example", None, name="Alex Reed")
    companies = Organisation.objects.count()
    terms = FileInput("own.yaml", b"remit terms: 1\ntitle: Ours\nparties: {}\n")
    with pytest.raises(Refused, match="line"):
        open_engagement(user=user, client="Alder Books", provider="Foreshore Support", code="ALD", terms=terms)
    with pytest.raises(Refused, match="the code HAR is taken"):
        open_engagement(user=user, client="Alder Books", provider="Foreshore Support", code="har")
    assert not Engagement.objects.filter(code="ALD").exists()
    assert Organisation.objects.count() == companies
