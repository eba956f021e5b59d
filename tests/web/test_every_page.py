"""What holds for every page: it answers, in few queries, with a sentence; axe finds nothing in either theme; nothing overflows a phone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.addresses import LEFT_OUT, every_page

if TYPE_CHECKING:
    from remit.records.models.member import Member

pytestmark = [pytest.mark.django_db]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
MOST_QUERIES = 30
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
DARK = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What the other theme can change: colours, and nothing else of a page."""


def test_every_page_has_an_example_or_a_reason() -> None:
    from remit.web.page import pages

    named = {one.name for one in every_page()} | set(LEFT_OUT)
    assert set(pages()) <= named


def test_every_page_answers_in_at_most_thirty_queries(place: Callable[[str], Member], client: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from remit.web.shell import somebody_acted

    slow, silent = [], []
    for one in every_page():
        client.force_login(place(one.persona).user, backend="django.contrib.auth.backends.ModelBackend")
        client.get(one.address)  # what is kept in memory is kept for every visitor
        somebody_acted()  # but what waits is counted anew, as it is now and then
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(one.address)
        assert answer.status_code == 200, (one.name, answer.status_code)
        if len(queries) > MOST_QUERIES:
            slow.append((one.name, len(queries)))
        if b"<h1></h1>" in answer.content:
            silent.append(one.name)
    assert not slow
    assert not silent


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(visit: Callable[..., Any], dark: bool) -> None:
    """Every page in one browser, persona by persona."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed (make assets)")
    script, found = AXE.read_text(encoding="utf-8"), []
    examples = every_page()
    for persona in dict.fromkeys(one.persona for one in examples):
        page = visit(persona, "/", dark=dark)
        for one in (one for one in examples if one.persona == persona):
            page.goto(one.address)
            page.evaluate(script)
            wrong = page.evaluate(f"axe.run(document, {json.dumps(DARK if dark else RULES)}).then(found => found.violations)")
            found += [f"{one.name}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in wrong]
    assert not found, "\n".join(found)


def test_nothing_overflows_a_phone(visit: Callable[..., Any]) -> None:
    wide = []
    examples = every_page()
    for persona in dict.fromkeys(one.persona for one in examples):
        page = visit(persona, "/", width=390, height=844)
        for one in (one for one in examples if one.persona == persona):
            page.goto(one.address)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 390:
                wide.append((one.name, width))
    assert not wide
