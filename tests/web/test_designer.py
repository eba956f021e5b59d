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

pytestmark = [pytest.mark.django_db]
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


def test_what_newcomers_do_wrong_is_told_at_the_field_and_nothing_typed_is_lost(visit: Callable[..., Any]) -> None:
    page = visit("owner", "/engagements/new")
    person = Counted(page)
    for label, text in (("Client", "Harbour & Pine Limited"), ("Provider", "Salt River Desk (Pty) Ltd"), ("Code", "NEWB")):
        person.fill(label, text)
    person.choose("Customer contact and back office")
    person.press("button", "Open it")
    page.wait_for_url("**/e/NEWB/start/")

    def at(clause: str) -> None:
        page.goto(f"/e/NEWB/contract/drafts/1/clauses/{clause}")

    at("8.1")
    page.get_by_label("Minimum", exact=True).fill("94 %")  # the minimum above the target
    page.locator("#told-minimum", has_text="is above the target 90 %").wait_for()
    page.get_by_label("Minimum", exact=True).fill("94")  # the unit is missing
    page.locator("#told-minimum", has_text="write 94 %").wait_for()
    assert page.get_by_label("Minimum", exact=True).input_value() == "94"
    page.get_by_role("button", name="Save the clause").click()  # a draft is on its way: it is kept with its fault
    page.locator(".notes", has_text="Saved.").wait_for()
    assert page.get_by_label("Minimum", exact=True).input_value() == "94"
    page.locator("#told-minimum", has_text="write 94 %").wait_for()
    page.get_by_label("Minimum", exact=True).fill("85 %")
    page.locator("#told-minimum", has_text="94").wait_for(state="detached")

    at("11.4")  # bands that overlap, then bands with a gap, then a tier twice: all pasted at once
    page.locator("summary", has_text="Several at once").click()
    lines = page.locator("[name='settings.bands/lines']")
    lines.fill("4.6; 4.8; 1 %\n4.7; ; 2 %")
    page.locator("#told-bands", has_text="bands overlap between 4.7 and 4.8; end the first at 4.7").wait_for()
    lines.fill("4.6; 4.7; 1 %\n4.8; ; 2 %")
    page.locator("#told-bands", has_text="o band holds results between 4.7 and 4.8; end the band at 4.8").wait_for()
    lines.fill("4.6; 4.8; 1 %\n4.6; 4.8; 2 %")
    page.locator("#told-bands", has_text="overlap").wait_for()
    assert lines.input_value() == "4.6; 4.8; 1 %\n4.6; 4.8; 2 %"

    at("11.1")  # a level that there is not
    page.locator("input[name='settings.credits/0/name']").fill("email reply")
    page.locator("#told-credits", has_text="there is no service level 'email reply'").wait_for()
    page.goto("/e/NEWB/contract/drafts/1/figures")
    page.locator("[name='figures.7.1:within']").fill("4h")
    page.locator("[name='figures.term:ends']").fill("2028-02-31")
    page.get_by_role("button", name="Save the figures").click()
    page.locator(".notes", has_text="Saved.").wait_for()
    page.locator(".field", has_text="Within").get_by_text("write '4 business hours'").first.wait_for()
    page.locator(".field", has_text="Ends").get_by_text("2028-02-31 does not exist").wait_for()
    page.goto("/e/NEWB/contract/drafts/1/")
    page.get_by_role("heading", name="cannot be offered yet").wait_for()
    page.get_by_role("button", name="Offer to Salt River Desk").click()
    page.locator("#refusals", has_text="2028-02-31 does not exist").wait_for()


@pytest.mark.parametrize(
    ("section", "rule", "name", "given", "says"),
    [
        (
            10,
            "volume band",
            "volume change",
            {
                "service": "back office",
                "baseline": "120",
                "band": "5 %",
                "price above": "£0.90",
                "price below": "£0.70",
                "changes/lines": "minor; 5 %; 60 days\nmajor; 20 %; 120 days; renegotiation",
            },
            "beyond: 20 %",
        ),
        (
            11,
            "credit pool",
            "pool",
            {
                "at risk": "10 %",
                "pool/0/name": "desk",
                "pool/0/share": "100 %",
                "pool/0/split/0/name": "email first reply",
                "pool/0/split/0/value": "100 %",
            },
            "desk:",
        ),
        (
            15,
            "termination right",
            "termination for repeated credits",
            {"counts": "month with a credit", "after": "3 in a row\n5 in any 12 months", "notice": "1 month"},
            "5 in any 12 months",
        ),
    ],
    ids=["volume band", "credit pool", "termination right"],
)
def test_mechanisms_are_entered_in_the_browser(
    visit: Callable[..., Any], section: int, rule: str, name: str, given: dict[str, str], says: str
) -> None:
    code = {10: "MECA", 11: "MECB", 15: "MECC"}[section]
    page = visit("owner", "/engagements/new")
    person = Counted(page)
    for label, text in (("Client", "Harbour & Pine Limited"), ("Provider", "Salt River Desk (Pty) Ltd"), ("Code", code)):
        person.fill(label, text)
    person.choose("Customer contact and back office")
    person.press("button", "Open it")
    page.wait_for_url(f"**/e/{code}/start/")
    page.goto(f"/e/{code}/contract/drafts/1/new?section={section}")
    page.get_by_role("link", name=rule, exact=True).click()
    page.get_by_label("Name", exact=True).first.fill(name)
    for summary in page.locator("summary").all():
        summary.click()
    for field, text in given.items():
        found = page.locator(f"[name='settings.{field}']")
        if found.evaluate("one => one.tagName") == "SELECT":
            found.select_option(text)
        else:
            found.fill(text)
    page.get_by_role("button", name="Add the clause").click()
    page.locator(".notes", has_text="Added").wait_for()
    page.get_by_role("heading", name="and no fault").wait_for()
    page.get_by_role("link", name="The whole text").click()
    assert says in page.locator("#text").input_value()
