"""Promise 16: no page breaks the content security policy, and a script that somebody stored in a text never runs."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SCRIPT = "<img src=x onerror=ran=1><script>ran=1</script>"
PLANT = """
import sys
import django
django.setup()
from remit.records.models.engagement import Engagement
from remit.records.models.user import User
from remit.records.models.organisation import Organisation
from tests.planting import plant
engagement = Engagement.objects.get(code="HAR")
for side in ("client", "provider", "both"):
    plant(engagement, side, side + sys.argv[1], only=lambda model: model._meta.model_name not in ("auditentry", "factrecord", "workevent"))
User.objects.filter(persona="owner").update(name=sys.argv[1][:120])
Engagement.objects.update(name=sys.argv[1][:120])
Organisation.objects.update(town=sys.argv[1][:60])
"""


def test_stored_scripts_never_run_and_no_page_breaks_the_policy(server: Any, visit: Any) -> None:
    """In a browser, with a script in every text of every kind of row; the fixture fails on any violation that the browser reports."""
    import os
    import subprocess
    import sys

    subprocess.run([sys.executable, "-c", PLANT, SCRIPT], check=True, env={**os.environ, "REMIT_HOME": str(server.home)})
    page = visit("owner", "/")
    from remit.web.page import pages

    seen = 0
    for one in pages().values():
        if "<" in one.path or "." in one.path:
            continue
        page.goto(f"/{one.path}" if one.is_global else f"/e/HAR/{one.path}")
        assert page.evaluate("window.ran") is None, one.name
        seen += "ran=1" in page.content()
    assert seen > 3
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    for where in ("/account/login/", "/account/password/reset/", "/demo/"):
        page.goto(where)


def test_every_answer_carries_the_policy(workspace: None, place: Any) -> None:
    from django.test import Client

    from remit.web.page import pages

    client = Client()
    client.force_login(place("owner").user, backend="django.contrib.auth.backends.ModelBackend")
    for one in pages().values():
        if "<" not in one.path:
            policy = client.get(f"/{one.path}" if one.is_global else f"/e/HAR/{one.path}")["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
    for where in (
        "/account/login/",
        "/account/password/reset/",
        "/account/2fa/",
        "/account/2fa/webauthn/",
        "/account/password/change/",
        "/account/password/set/",
    ):
        answer = client.get(where, follow=True)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        body = answer.content.decode()
        assert " style=" not in body and " onclick=" not in body
        for script in body.split("<script")[1:]:
            assert " src=" in script.split(">")[0] or "application/json" in script.split(">")[0], script[:120]
