"""Pictures of every page, wide, dark and on a phone, for the documentation and for looking at: `make screenshots`.

The pages are those of the page catalogue. The script plays the demonstration into a folder of its own, in which time stands still
(`tests.web.still`), and takes three pictures of each page into docs/_static/pages. A page without an example address stops it, and so does
one that does not answer, or a picture that is too large for the repository. Pictures of pages that are gone are removed.

    python -m tests.web.screenshots [word]...      only pages with one of the words in their name
"""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).parents[2] / "docs" / "_static" / "pages"
KINDS = (("wide", 1440, 900, "light"), ("dark", 1440, 900, "dark"), ("phone", 390, 844, "light"))
QUALITY = 62
LARGEST = 150_000
"""Bytes of one picture at most."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to be seen: who looks (empty: nobody is signed in; `keeper`: who runs the installation), and how one gets there."""

    name: str
    persona: str
    address: str
    opens: Callable[[Page], Any] | None = None


def pictures() -> Iterator[Picture]:
    """One for each page of the catalogue that is looked at, and for the pages before one is signed in."""
    from tests.web.addresses import every_page

    for one in every_page():
        yield Picture(one.name, one.persona, one.address, ONCE_THERE.get(one.name))
    yield Picture("operations/import_steps", "delivery-manager", "/e/HAR/imports/", lambda page: _follow(page, "helpdesk-2026-11.csv"))
    yield Picture("operations/queue_item", "agent", "/e/HAR/items/HAR-48922")
    yield Picture("improvement/invoice", "finance", "/e/HAR/statements/2026-09", _invoice)
    yield Picture("contract/change", "process-owner", "/e/HAR/changes/", _change)
    yield Picture("site/admin", "keeper", "/admin")
    yield Picture("account/login", "", "/account/login/")
    yield Picture("account/demonstration", "", "/demo/")


def main(words: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    import conftest  # noqa: F401  (the settings of a run of their own)
    from tests.web.conftest import CHROMIUM, QUIET
    from tests.web.still import still

    wanted = [one for one in pictures() if not words or any(word in one.name for word in words)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, still(Path(folder)) as shown, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for kind, width, height, scheme in KINDS:
            for persona in dict.fromkeys(one.persona for one in wanted):
                context = browser.new_context(
                    base_url=shown.address,
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,  # type: ignore[arg-type]
                    reduced_motion="reduce",
                    locale="en-GB",
                )
                page = context.new_page()
                _sign_in(page, persona, shown.operator)
                for one in (one for one in wanted if one.persona == persona):
                    _take(page, one, FOLDER / f"{one.name.replace('/', '-')}-{kind}.webp")
                context.close()
        browser.close()
    if not words:
        _tidy(wanted)


def _sign_in(page: Page, persona: str, operator: str) -> None:
    if persona == "keeper":
        page.context.add_cookies([{"name": "sessionid", "value": operator, "domain": "localhost", "path": "/"}])
    elif persona:
        page.goto("/demo/")
        page.locator(f"form[action='/demo/as/{persona}'] button").click()


def _take(page: Page, one: Picture, target: Path) -> None:
    """Goes there and takes the picture; stops where the page does not answer or the picture is too large."""
    answer = page.goto(one.address)
    while answer is not None and answer.headers.get("refresh"):  # the work is still being read
        page.wait_for_timeout(1_000)
        answer = page.goto(one.address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{one.name}: {one.address} does not answer; see `EXAMPLES` in tests/web/addresses.py")
    if one.opens is not None:
        one.opens(page)
    page.evaluate("document.fonts.ready")
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("scrollTo(0, 0)")
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    content = base64.b64decode(taken["data"])
    if len(content) > LARGEST:
        raise SystemExit(f"{target.name} has {len(content):,} bytes, more than {LARGEST:,}; lower QUALITY")
    target.write_bytes(content)
    print(f"{target.name} {len(content):,}")


def _follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()
    page.wait_for_load_state()


def _change(page: Page) -> None:
    """Raises a change request once, and opens it."""
    if not page.get_by_role("link", name="HAR-CR-1").count():
        page.fill("#c-title", "Answer on Saturdays")
        page.fill("#c-what", "Email is answered on Saturdays from 09:00 to 13:00, Bristol time.")
        page.fill("#c-why", "A fifth of our sales are made at weekends.")
        page.get_by_role("button", name="Raise it").click()
        page.wait_for_url("**/changes/1")
    else:
        _follow(page, "HAR-CR-1")


def _invoice(page: Page) -> None:
    """Holds an invoice against the statement once, and opens it: a line of it is too high by four pounds."""
    number = "SRD-2026-09"
    if not page.get_by_role("link", name=number).count():
        page.locator("[data-dialog=invoice]").click()
        rows = b"clause,description,amount\n10.1,Customer contact,11080.00\n10.2,Order entry,4402.00\n10.3,Service management,1450.00\n"
        page.set_input_files("#i-file", {"name": "invoice.csv", "mimeType": "text/csv", "buffer": rows})
        page.fill("#i-number", number)
        page.locator("#invoice button.primary").click()
        page.wait_for_load_state()
    _follow(page, number)


def _unlock(page: Page) -> None:
    """Opens the draft of the bid with the passphrase that the demonstration prints."""
    passphrase = page.get_by_label("Passphrase of the draft")
    if passphrase.count():
        passphrase.fill("four words of a bidder")
        page.get_by_role("button", name="Open the draft").click()
        page.get_by_role("button", name="Save the draft").wait_for()


def _without_contract(page: Page) -> None:
    """An engagement in which nothing is signed yet, for the page that starts a contract."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    code = f"N{'D' if page.evaluate('matchMedia(`(prefers-color-scheme: dark)`).matches') else 'L'}{width}"
    page.goto("/engagements/new")
    for label, text in (("Client", "Harbour & Pine Limited"), ("Provider", "Salt River Desk (Pty) Ltd"), ("Code", code)):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/start/")
    page.goto(f"/e/{code}/contract/start")
    page.locator("summary").first.click()


ONCE_THERE: dict[str, Callable[[Page], Any]] = {
    "selection/bid": _unlock,
    "operations/levels": lambda page: page.locator("svg.fan").wait_for(timeout=120_000),
    "contract/start": _without_contract,
    "improvement/margin": lambda page: page.get_by_text("being worked out").wait_for(state="hidden", timeout=120_000),
}
"""What a page needs before its picture is taken."""


def _tidy(wanted: list[Picture]) -> None:
    """Takes away the pictures of pages that are gone, and tells the size of the rest."""
    names = {f"{one.name.replace('/', '-')}-{kind[0]}.webp" for one in wanted for kind in KINDS}
    for path in FOLDER.iterdir():
        if path.name not in names:
            path.unlink()
    files = list(FOLDER.glob("*.webp"))
    print(f"{len(files)} pictures of {len(wanted)} pages, {sum(one.stat().st_size for one in files) / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
