"""What no one thought of: requests made up from the OpenAPI document. Whatever comes, the answer is one that the document names, never a
crash; and what needs a token is refused without one (promise 15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from tests.web.api import SECRET, token_of

pytestmark = [pytest.mark.django_db]
load_all_checks()
EXAMPLES = 6
ASKED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance", "ignored_auth")


@pytest.fixture
def document(place: Any, monkeypatch: Any) -> Iterator[Any]:
    """The document of this process's own server, called without a network, by a token that may do everything its member may."""
    from django.core import signals
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import close_old_connections

    from remit.api import caller
    from remit.stages.catalogue import actions

    for allowance in (caller.CALLS, caller.BULK, caller.FAILURES):
        monkeypatch.setattr(allowance, "each_minute", 1_000_000)
        allowance.forget()
    token_of(place("owner"), "read", *[one.name for one in actions().values()])
    for signal in (signals.request_started, signals.request_finished):  # the requests share the test's own connection
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def test_every_answer_is_one_that_the_document_names(document: Any) -> None:
    headers = {"Authorization": f"Bearer {SECRET}"}
    checks = [CHECKS.get_one(name) for name in ASKED]
    wrong: dict[str, str] = {}
    for found in document.get_all_operations():
        operation = found.ok()

        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            if "code" in case.path_parameters:
                case.path_parameters["code"] = "HAR"  # another engagement is a 404 for everything
            case.validate_response(case.call(headers=headers), checks=checks, headers=headers)

        try:
            holds()
        except Exception as error:
            wrong[operation.label] = str(error)[:2_000]
    assert not wrong, "\n\n".join(f"{label}: {said}" for label, said in wrong.items())
