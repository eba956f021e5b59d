"""The ServiceNow log brought in and settled in the browser: the signed bytes of March to June 2016 are those of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.shared import REPOSITORY, shared

MONTHS = {"2016-03": "March 2016", "2016-04": "April 2016", "2016-05": "May 2016", "2016-06": "June 2016"}
NEWCOMER = """
import django
django.setup()
from remit.records.models.user import User
User.objects.create_user("sam@desk.example", "a long and quiet phrase", name="Sam Field", zone="Europe/London")
"""


def settled_on_files(folder: Path, cuts: dict[str, int]) -> dict[str, Any]:
    """The same four months from an engagement folder, each at the cut of the browser's statement."""
    from remit import closing
    from remit.catalogue import standard_catalogue
    from remit.exchange import intake
    from remit.exchange.folder import Folder
    from remit.values.period import Month

    log = shared("logs", "uci_incident_event_log.csv.gz")
    (folder / "terms.yaml").write_bytes((REPOSITORY / "examples" / "servicenow.terms.yaml").read_bytes())
    home = Folder.open(folder)
    name, mapping = intake.chosen(home, None, log, zone="Europe/London")
    intake.bring_work(home, log, name, mapping, min(cuts.values()), terms=home.terms(standard_catalogue()))
    known = replace(closing.Knowledge.of(home), engagement="desk")
    found = {}
    for month, cut in cuts.items():
        found[month] = closing.settle(known, Month.read(month), cut)
        known = known.and_issued(found[month])
    return found


def test_the_signed_bytes_are_those_of_the_command_line(visit: Callable[..., Any], server: Any, tmp_path: Path) -> None:
    from remit.exchange import statement_json

    log = shared("logs", "uci_incident_event_log.csv.gz")
    subprocess.run([sys.executable, "-c", NEWCOMER], check=True, env={**os.environ, "REMIT_HOME": str(server.home)})
    page = visit(None, "/account/login/")
    page.set_default_timeout(240_000)
    page.locator("input[name=login]").fill("sam@desk.example")
    page.locator("input[name=password]").fill("a long and quiet phrase")
    page.locator("input[name=password]").press("Enter")
    page.get_by_role("link", name="Open an engagement").click()
    page.get_by_label("Client", exact=True).fill("Client of the service desk")
    page.get_by_label("Provider", exact=True).fill("Service desk")
    page.get_by_label("Code").fill("DESK")
    page.set_input_files("#terms", REPOSITORY / "examples" / "servicenow.terms.yaml")
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url("**/e/DESK/start/")

    page.goto("/e/DESK/imports/")
    page.set_input_files("#file", log)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_label("On the clocks of which place").fill("Europe/London")
    page.get_by_role("button", name="Answer").click()
    page.locator("#levels", has_text="decides 1 of 1 service levels").wait_for()
    for name, count in {"rows": 141_712, "items": 24_918, "closed": 24_918}.items():
        page.get_by_label(name, exact=True).fill(str(count))
    page.get_by_role("button", name="Compare").click()
    page.locator("#totals tr", has_text="closed").get_by_text("agrees").wait_for()
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("link", name="Undo it").wait_for()

    issued = {}
    for month, said in MONTHS.items():
        page.goto(f"/e/DESK/statements/{month}")
        page.get_by_role("button", name=f"Close {said}").click()
        page.get_by_role("link", name="v1,").wait_for()
        content = page.request.get(f"/e/DESK/statements/{month}/v1.json").body()
        issued[month] = statement_json.read(content)[0]
    expected = settled_on_files(tmp_path, {month: one.cut for month, one in issued.items()})
    for month, one in issued.items():
        assert statement_json.body(one) == statement_json.body(expected[month]), month
