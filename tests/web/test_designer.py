"""A whole contract is built in the browser, from a preset, in few inputs; and what newcomers do wrong is told where they did it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from remit.catalogue import standard_catalogue
from remit.terms.difference import difference
from remit.terms.reader import read
from tests.shared import REPOSITORY

pytestmark = [pytest.mark.xdist_group("web"), pytest.mark.django_db]
SHIPPED = REPOSITORY / "src/remit/demo/terms.yaml"
MOST_INPUTS = 150


class Counted:
    """A browser page on which every act counts as one: a field filled, an option chosen, a button, link or disclosure pressed."""

    def __init__(self, page: Any) -> None:
        self.page, self.inputs = page, 0

    def fill(self, label: str, text: str, within: Any = None) -> None:
        self.inputs += 1
        (within or self.page).get_by_label(label, exact=True).fill(text)

    def put(self, selector: str, text: str) -> None:
        self.inputs += 1
        self.page.locator(selector).fill(text)

    def press(self, role: str, name: str, *, exact: bool = True) -> None:
        self.inputs += 1
        self.page.get_by_role(role, name=name, exact=exact).click()

    def choose(self, label: str) -> None:
        self.inputs += 1
        self.page.get_by_label(label).check()

    def open(self, summary: str, within: str = "") -> None:
        self.inputs += 1
        self.page.locator(f"{within} summary", has_text=summary).first.click()

    def figures(self, given: Iterable[tuple[str, str]]) -> None:
        for name, text in given:
            self.put(f'[name="figures.{name}"]', text)

    def clause(self, number: str, given: Iterable[tuple[str, str]], *opened: tuple[str, str]) -> None:
        """From the list to a clause's form, filled and saved, and back to the list."""
        self.inputs += 1
        self.page.locator(".all-clauses a", has_text=re.compile(rf"^{re.escape(number)}( |$)")).click()
        self.page.wait_for_url(f"**/clauses/{number}")
        for summary, within in opened:
            self.open(summary, within)
        for name, text in given:
            self.put(f'[name="settings.{name}"]', text)
        self.press("button", "Save, and back to the list")
        self.page.locator(".notes", has_text="Saved.").wait_for()


FIGURES = (
    ("head:title", "Customer contact and order entry"),
    ("head:schedule to", "Master services agreement of 12 January 2026"),
    ("parties:client/town", "Bristol"),
    ("parties:provider/country", "South Africa"),
    ("parties:provider/town", "Cape Town"),
    ("term:signed", "2026-01-12"),
    ("term:services start", "2026-05-05"),
    ("term:ends", "2028-04-30"),
    ("money:purchase order", "HP-4471"),
    ("4.3:holidays", "United Kingdom/England, South Africa"),
    ("5.2:", "order system"),
    ("5.2:system", "NetSuite"),
    ("5.2:control total", "order lines received each day"),
    ("5.5:", "rand rate"),
    ("5.5:system", "South African Reserve Bank, daily weighted average"),
    ("6.1:expected volume", "4,000"),
    ("6.2:", "order entry"),
    ("6.2:unit", "order line"),
    ("6.2:expected volume", "12,000"),
    ("7.3:", "order line turnaround"),
    ("8.2:target", "85 %"),
    ("8.2:minimum", "80 %"),
    ("8.3:", "entry accuracy"),
    ("8.3:target", "99.5 %"),
    ("8.3:minimum", "99 %"),
    ("8.4:", "entry turnaround"),
    ("8.4:target", "92 %"),
    ("8.4:minimum", "88 %"),
    ("8.5:minimum sample", "100"),
    ("9.1:", "malformed client files"),
    ("9.2:", "waiting for the client"),
    ("10.1:price", "£2.60"),
    ("10.2:", "order entry"),
    ("10.2:price", "£0.31"),
    ("10.3:amount", "£1,450.00"),
    ("10.4:at least", "85 %"),
    ("10.5:", "rand share"),
    ("10.5:base rate", "23.50 ZAR for 1 GBP"),
    ("10.5:band", "4 %"),
    ("10.6:at most", "£150.00"),
    ("10.7:price", "£32.00"),
    ("10.7:at most", "£1,500.00"),
    ("10.8:price", "£2.60"),
    ("10.8:from", "2026-02-23"),
    ("10.8:until", "2026-05-04"),
    ("10.9:", "pilot order lines"),
    ("10.9:price", "£0.31"),
    ("10.9:from", "2026-02-23"),
    ("10.9:until", "2026-05-04"),
    ("10.10:total", "£24,600.00"),
    ("10.10:then at most", "£7,380.00"),
    ("11.1:", "service credits"),
    ("11.1:credits/0/value", "4 %"),
    ("11.1:credits/1/value", "3 %"),
    ("11.1:credits/2/value", "4 %"),
    ("11.1:credits/3/value", "3 %"),
    ("11.1:from", "2026-06-01"),
    ("11.2:", "credit limit"),
    ("11.4:from", "2026-06-01"),
    ("14.1:", "customer and order records"),
)


@pytest.mark.row(89)
def test_the_shipped_contract_is_built_from_a_preset_in_at_most_150_inputs(visit: Callable[..., Any]) -> None:
    """From an empty engagement to the demonstration's contract, setting by setting; only the whole text's page is left alone."""
    page = visit("owner", "/engagements/new")
    person = Counted(page)
    person.fill("Client", "Harbour & Pine Limited")
    person.fill("Provider", "Salt River Desk (Pty) Ltd")
    person.fill("Code", "BUILT")
    person.choose("Customer contact and back office")
    person.press("button", "Open it")
    person.press("link", "Go on with the draft")
    page.wait_for_url("**/drafts/1/figures")
    person.figures(FIGURES)
    person.press("button", "Save the figures")
    page.locator(".notes", has_text="Saved.").wait_for()
    person.press("link", "To the clauses")
    person.clause("parties", [("client/roles and deputies/2/name", "order desk supervisor")])
    person.clause("4.1", [("dates/0/name", "2026-12-24"), ("dates/0/value", "08:00 to 13:00")], ("further readings", "#clause-form"))
    person.clause(
        "6.1",
        [
            ("components/0/tasks", "first reply\nfollow-up\nreturn approval"),
            ("components/0/consulted", "order desk supervisor"),
            ("components/0/informed", "finance manager"),
        ],
    )
    person.clause("6.2", [("components/0/name", "order lines"), ("components/0/tasks", "enter\ncheck\nreport malformed files")])
    evidence = "the file and its rejected rows"
    person.clause("9.1", [("cause", "order files from the client that break the agreed format"), ("evidence", evidence)])
    person.clause("13.4", [("limits/1/up to", "£5,000.00")])
    person.clause("13.5", [("criteria/0/at least", "99 %"), ("criteria/2/at least", "88 %"), ("criteria/5/at least", "9")])
    page.get_by_role("heading", name="and no fault").wait_for()
    page.get_by_role("link", name="The whole text").click()
    built, shipped = (read(text, standard_catalogue()) for text in (page.locator("#text").input_value(), SHIPPED.read_bytes()))
    assert [str(one) for one in difference(built, shipped, standard_catalogue())] == []
    assert [(one.number, one.name, one.rule) for one in built.clauses] == [(one.number, one.name, one.rule) for one in shipped.clauses]
    print(f"{person.inputs} inputs")
    assert person.inputs <= MOST_INPUTS
