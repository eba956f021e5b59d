"""Every mechanism found in signed contracts can be entered by the forms of the designer, field by field."""

from __future__ import annotations

from typing import Any

import pytest

from remit.catalogue import standard_catalogue
from remit.terms.compose import compose
from remit.terms.document import SECTIONS
from remit.terms.fields import sent
from remit.terms.node import Pairs, Scalar
from remit.terms.patch import plain, settings_of, without_clause
from remit.terms.reader import read
from tests.terms.test_fields import same
from tests.terms.test_mechanisms import contract, mechanisms

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NUMBERS = {name: number for number, name in SECTIONS.items()}


def own(fragment: str) -> list[tuple[int, str, str, Pairs]]:
    """The clauses of a mechanism: section, name, rule and settings."""
    found = []
    for section in compose(fragment)[0]:
        for clause in section.value if isinstance(section.value, Pairs) else ():
            assert isinstance(clause.value, Pairs)
            rule = clause.value.get("rule")
            found.append((NUMBERS[section.key], clause.key.partition(" ")[2], rule.text if isinstance(rule, Scalar) else "", clause.value))
    return found


def base(fragment: str) -> bytes:
    """The small contract around a mechanism, without the mechanism."""
    text = contract(fragment).encode()
    names = {(section, name) for section, name, _, _ in own(fragment)}
    for clause in read(text, standard_catalogue()).clauses:
        if (clause.section, clause.name) in names:
            text = without_clause(text, clause.number)
    return text


@pytest.fixture
def person(workspace: None, client: Any) -> tuple[Any, Any]:
    """Somebody in an engagement without a contract, signed in."""
    from remit.records.models.user import User
    from remit.stages.contract.start_draft import start_draft
    from remit.stages.operations.open_engagement import open_engagement

    user = User.objects.create_user("ada@forms.example", None, name="Ada Forms")
    member = open_engagement(user=user, client="Alder Books", provider="Foreshore", code="FRM", preset="nothing", signed=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client, start_draft(by=member, preset="nothing", title="Mechanism")


def test_there_are_twenty_nine() -> None:
    assert len(mechanisms()) == 29


@pytest.mark.parametrize("name", sorted(mechanisms()))
def test_a_mechanism_is_entered_by_its_form(person: tuple[Any, Any], name: str) -> None:
    """Each field is filled in with its words, as a browser sends them; what is read is the mechanism, setting by setting."""
    from remit.stages.contract import clause_form

    client, row = person
    fragment = mechanisms()[name]
    post = {"draft": row.public_id, "revision": row.revision, "text": base(fragment).decode()}
    assert client.post("/e/FRM/do/contract/edit_text", post).status_code == 302
    for section, title, rule, settings in own(fragment):
        row.refresh_from_db()
        asked = clause_form.of_clause(bytes(row.content), f"{section}.1", settings, rule)
        fields = {f"settings.{address}": text.replace("\n", "\r\n") for address, text in sent(asked)}
        assert client.get(f"/e/FRM/contract/drafts/{row.number}/new?section={section}&rule={rule}").status_code == 200
        post = {"draft": row.public_id, "section": section, "name": title, "rule": rule, **fields}
        answer = client.post("/e/FRM/do/contract/add_clause", post)
        assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    made = read(bytes(row.content), standard_catalogue())
    for section, title, rule, settings in own(fragment):
        clause = made.named(section, title)
        wanted, got = (dict(plain(one)) for one in (settings, settings_of(bytes(row.content), clause.number)))  # type: ignore[arg-type]
        assert clause.rule == (rule or None) and same(wanted, got)  # type: ignore[arg-type]
