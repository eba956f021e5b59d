"""Pictures of every page, wide, dark and on a phone, for the documentation and for looking at: `make screenshots`.

They are taken from a running server with the demonstration (`make run`), and lie in docs/_static/pages.

    python -m tests.web.screenshots [http://localhost:8000]
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "_static" / "pages"
KINDS = (("wide", 1440, 900, "light"), ("dark", 1440, 900, "dark"), ("phone", 390, 844, "light"))


def main(address: str) -> None:
    """Takes every picture; a page that does not answer stops it."""
    from playwright.sync_api import sync_playwright

    import conftest  # noqa: F401  (the settings of a run of their own)
    from tests.web.addresses import every_page
    from tests.web.conftest import CHROMIUM, QUIET

    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for kind, width, height, scheme in KINDS:
            persona = ""
            page = browser.new_page(base_url=address, viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            for one in sorted(every_page(), key=lambda one: one.persona):
                if one.persona != persona:
                    page.goto("/demo/")
                    page.locator(f"form[action='/demo/as/{one.persona}'] button").click()
                    persona = one.persona
                answer = page.goto(one.address, wait_until="networkidle")
                if answer is None or not answer.ok:
                    raise SystemExit(f"{one.address} does not answer")
                name = f"{one.name.replace('/', '-')}-{kind}.jpg"
                page.screenshot(path=FOLDER / name, type="jpeg", quality=72, full_page=False)
                print(name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
