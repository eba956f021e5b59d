"""Promise 12: nobody sees what is not theirs. Role × route, from the URL resolver; planted words; the same page whatever the others do."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from tests.planting import plant
from tests.web.declared import Address, addresses
from tests.web.isolation import NOW, OUTSIDERS, PERSONAS, SAMPLES, cast, client_of, place_of, readings, steady, text_of
from tests.web.policies import ON_POSTGRES

pytestmark = [pytest.mark.django_db]
_SHUT = {"page": (302, 404, 405), "action": (302, 404, 405), "api": (401, 404, 405, 422)}
"""What somebody without a place may be answered; the API tells of a number that is none before it looks at the place."""
PROBES = 10_000 if os.environ.get("REMIT_PROVE") else 1_000


@pytest.fixture
def people(workspace: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    from remit.api import caller
    from remit.records.models.engagement import Engagement

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(Engagement, "now", lambda self: NOW)
    for allowance in (caller.CALLS, caller.BULK, caller.FAILURES):
        monkeypatch.setattr(allowance, "wait", lambda name: 0)
    return cast()


def test_every_address_has_a_rule() -> None:
    found = addresses()
    assert [one.pattern for one in found if not one.kind] == []
    assert {one.kind for one in found} == {"page", "action", "api", "public"}
    unknown = {name for one in found if one.kind in ("page", "action", "api") for name in one.parameters} - {*SAMPLES, "code"}
    assert unknown == set(), "give each new parameter a sample in tests/web/isolation.py"


@pytest.mark.both
@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has no policies")
def test_the_program_sees_nothing_unless_it_says_for_whom(place: Any, rf: Any) -> None:
    """What the tests see of the database they do not lend to what they call: else every test on PostgreSQL would pass for that alone."""
    from django.db import connection
    from django.test.client import ClientHandler

    from remit.records import row_level
    from remit.records.models.work_event import WorkEvent

    seen, user = [], place("owner").user_id

    class Counting(ClientHandler):
        def resolve_request(self, request: Any) -> Any:
            seen.append(WorkEvent.objects.exists())
            with row_level.as_user(user):
                seen.append(WorkEvent.objects.exists())
            return super().resolve_request(request)

    assert WorkEvent.objects.exists(), "the test itself sees everything"
    handler = Counting()
    handler.load_middleware()
    handler.get_response(rf.get("/account/login/", SERVER_NAME="localhost"))
    assert seen == [False, True] and connection.settings_dict["USER"] == "remit_app"


@pytest.mark.both
@pytest.mark.parametrize("name", [*PERSONAS, *OUTSIDERS])
def test_role_by_route(people: Any, name: str) -> None:
    """Whoever has no place gets what an address that does not exist gives; whoever has one, what the rule of the address says."""
    user = people[name]
    client, wrong = client_of(user), []
    for one in addresses():
        for code in ("HAR", "FJO"):
            if one.kind == "public" or (code == "FJO" and "code" not in one.parameters):
                continue
            wanted, got = _wanted(one, user, code), _asked(client, one, code)
            if got not in wanted:
                wrong.append((one.pattern, code, got, wanted))
    assert wrong == [], wrong[:8]


def _wanted(one: Address, user: Any, code: str) -> tuple[int, ...]:
    """The answers that are right, from who asks and the declared rule alone."""
    answers = (200, 204, 302, 404, 422, 503) if one.parameters not in ([], ["code"]) or one.kind != "page" else (200, 302, 422)
    if user is None:
        return (401,) if one.kind == "api" else (302,)
    if "code" not in one.parameters:
        return answers if one.kind == "api" or one.rule(user) else (403,)
    member = place_of(user, code)
    if member is None:
        return (404,)
    if one.kind == "api":
        rule = _action_of(one)
        if rule is not None:
            return (*answers, 409) if rule.allowed(member) else (403,)
        return (*answers, 403, 409, 415) if member.side != "bidder" else (200, 403)
    return answers if one.rule(member) else (403,)


def _asked(client: Any, one: Address, code: str) -> int:
    where = one.filled({**SAMPLES, "code": code})
    writes = one.kind == "action" or (one.kind == "api" and _action_of(one) is not None)
    answer = client.post(where, {"nothing": "x"}) if writes else client.get(where)
    if answer.status_code == 405:
        answer = client.post(where, {})
    return int(answer.status_code)


def _action_of(one: Address) -> Any:
    """The action behind a route of the API, None where it reads."""
    from remit.stages.catalogue import actions

    return actions().get("/".join(one.pattern.rsplit("/", 2)[1:]))


@pytest.mark.parametrize(("name", "own"), [("delivery-manager", "provider"), ("finance", "client"), ("bidder", "bidder")])
def test_planted_words_stay_on_their_side(people: Any, name: str, own: str) -> None:
    """A word in every text of every kind of row, on each side and in another engagement; pages, files, search and mails are searched."""
    from django.core import mail

    from remit.records.models.engagement import Engagement
    from remit.stages.workspace.make_token import make_token

    har, fjo = Engagement.objects.get(code="HAR"), Engagement.objects.get(code="FJO")
    for side in ("client", "provider"):
        plant(har, side, f"{side}word", only=lambda model: model._meta.model_name != "auditentry")
        plant(fjo, side, f"strangeword{side}", only=lambda model: model._meta.model_name != "auditentry")
        member = place_of(people["finance" if side == "client" else "delivery-manager"], "HAR")
        make_token(by=member, name=f"{side}word", scopes=["read"])
    forbidden = {"clientword", "providerword", "strangeword"} - {f"{own}word"}
    client, seen, leaks = client_of(people[name]), 0, []
    for where in readings("HAR"):
        said = text_of(client.get(where))
        seen += f"{own}word".encode() in said
        leaks += [(where, word) for word in forbidden if word.encode() in said]
    leaks += [(one.subject, word) for one in mail.outbox for word in forbidden if word in one.body + one.subject]
    assert leaks == [], leaks[:8]
    assert seen or own == "bidder", "the own words must be found somewhere, or the search finds nothing"


@pytest.mark.parametrize(("name", "other"), [("delivery-manager", "client"), ("finance", "provider"), ("bidder", "client")])
def test_pages_are_the_same_whatever_the_others_write(people: Any, name: str, other: str) -> None:
    """Not only words: counts, orders and answers do not move by a byte when the other company and another engagement write."""
    from remit.records.models.engagement import Engagement

    client = client_of(people[name])
    before = {where: _page(client, where) for where in readings("HAR")}
    har, fjo = Engagement.objects.get(code="HAR"), Engagement.objects.get(code="FJO")
    for engagement, side in ((har, other), (fjo, "client"), (fjo, "provider"), (fjo, "both")):
        plant(engagement, side, f"{side}word{engagement.code}", only=lambda model: model._meta.model_name != "auditentry")
    moved = [where for where, page in before.items() if _page(client, where) != page]
    assert moved == [], moved[:8]


def _page(client: Any, where: str) -> tuple[int, bytes]:
    answer = client.get(where)
    return answer.status_code, steady(text_of(answer)) if "pdf" not in where and "xlsx" not in where else b""


def test_random_probes(people: Any) -> None:
    """People, addresses and numbers of one engagement put together at random with those of another: nothing foreign comes back, nothing
    foreign changes, nothing breaks."""
    from django.db import connection, transaction

    from remit.records.models.engagement import Engagement

    har, fjo = Engagement.objects.get(code="HAR"), Engagement.objects.get(code="FJO")
    rows = [row for side in ("client", "provider") for row in plant(har, side, f"{side}word", only=_has_side)]
    rows += [row for side in ("client", "provider", "both") for row in plant(fjo, side, f"strangeword{side}", only=_has_side)]
    numbers = [str(getattr(row, "public_id", row.pk)) for row in rows]
    chance, clients = random.Random(12), {name: client_of(user) for name, user in people.items()}
    found, wrong = [one for one in addresses() if one.kind != "public"], []
    foreign = _digest(fjo)
    for turn in range(PROBES):
        name, one = chance.choice([*PERSONAS, *OUTSIDERS]), chance.choice(found)
        code = chance.choice(["HAR", "FJO", "FJO", "har", "XXX", "../HAR"])
        values = {key: chance.choice([value, *numbers, "0", "2026-03"]) for key, value in SAMPLES.items()} | {"code": code}
        where, fields = one.filled(values), _fields(chance, one, numbers)
        with transaction.atomic():
            posts = chance.random() < (0.9 if one.kind == "action" else 0.1)
            answer = clients[name].post(where, fields) if posts else clients[name].get(where, fields)
            said = text_of(answer)
            transaction.set_rollback(True)
        place = place_of(people[name], "HAR")
        own = place.side if place is not None else ""
        words = {"clientword", "providerword", "strangeword"} - {f"{own}word"} - ({"strangeword"} if name == "stranger" else set())
        echoed = " ".join([where, *map(str, fields.values())])
        if answer.status_code >= 500 or any(word.encode() in said and word not in echoed for word in words):
            wrong.append((turn, name, where, fields, answer.status_code))
        if "code" in one.parameters and place_of(people[name], code) is None and answer.status_code not in _SHUT[one.kind]:
            wrong.append((turn, name, where, "foreign", answer.status_code))
    assert wrong == [], wrong[:8]
    assert _digest(fjo) == foreign
    assert connection.in_atomic_block


def _has_side(model: Any) -> bool:
    return model._meta.model_name != "auditentry" and any(field.name == "visible_to" for field in model._meta.fields)


def _fields(chance: random.Random, one: Address, numbers: list[str]) -> dict[str, Any]:
    """Fields of the address's own form, and some that it does not have, filled with numbers that belong to anybody."""
    names = list(one.view.schema.model_fields) if one.kind == "action" else ["v", "line", "page", "q", "who", "show", "form", "month"]
    chosen = chance.sample(names, k=min(len(names), chance.randint(0, 6)))
    values = [*numbers, "1", "-1", "2026-07", "both", "client", "provider", "owner", "accepted", "x" * 300, "\x00", "=1+1", "{result}"]
    return {name: chance.choice(values) for name in chosen}


def _digest(engagement: Any) -> list[tuple[str, int]]:
    """How many rows of each kind an engagement has, and the end of its log."""
    from tests.planting import models_of_engagements

    return [(model._meta.model_name, model._default_manager.filter(engagement=engagement).count()) for model in models_of_engagements()]
