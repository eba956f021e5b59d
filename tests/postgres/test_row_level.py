"""Promise 13: on PostgreSQL nobody's rows come back to somebody else, also where the program's own filters are gone.

The demo is played through the actions by the server's role, which owns no table; so every read and write of the program has passed the
policies. Then the filters are left out: plain `objects.all()`, reads in jobs, in streamed answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def relationship(as_server: Any) -> Iterator[Any]:
    """The demo, and a second engagement of other companies; rows of every kind on every side of both."""
    from datetime import datetime

    from django.db import transaction

    from remit.records import row_level
    from remit.records.models.organisation import Organisation
    from remit.records.models.user import User
    from remit.stages.demonstration import relationship as demo
    from remit.stages.workspace.create_engagement import create_engagement
    from tests.planting import plant

    with transaction.atomic():
        first = demo.play(until=datetime(2026, 6, 16))
    client = Organisation.objects.create(name="Fjord Bank", short_name="Fjord Bank", zone="Europe/Oslo")
    provider = Organisation.objects.create(name="Delta Care", short_name="Delta Care", zone="Asia/Manila")
    stranger = User.objects.create_user("stranger@fjord.example", None, name="Signe Dahl")
    second, _ = create_engagement(
        user=stranger, name="Cards", code="FJO", client=client, provider=provider, side="client", role="owner", place="UTC"
    )
    with row_level.installation():
        for engagement in (first, second):
            for side in ("client", "provider", "both"):
                plant(engagement, side, f"{side}{engagement.code}")
    yield first, second


def _user(key: str) -> Any:
    from remit.records.models.user import User

    return User.objects.get(email=key) if "@" in key else User.objects.get(persona=key)


def _place(user: Any) -> Any:
    from remit.records import row_level
    from remit.records.models.member import Member

    with row_level.directory():
        return Member.objects.select_related("engagement__client", "engagement__provider", "user").get(user=user)


def _models() -> list[Any]:
    from tests.planting import models_of_engagements

    return models_of_engagements()


def test_every_table_with_an_engagement_is_watched(as_server: Any) -> None:
    from django.db import connection

    wanted = {model._meta.db_table for model in _models()} | {"records_engagement"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        watched = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT rolsuper OR rolbypassrls, current_user FROM pg_roles WHERE rolname = current_user")
        mighty, name = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'records%' AND tableowner = current_user")
        (owned,) = cursor.fetchone()
    assert wanted <= watched
    assert (mighty, name, owned) == (False, "remit_app", 0)


def test_nobody_sees_nothing(relationship: Any) -> None:
    for model in _models():
        assert model._default_manager.count() == 0, model


@pytest.mark.parametrize("key", ["finance", "delivery-manager", "bidder", "stranger@fjord.example"])
def test_a_person_without_the_programs_filters(relationship: Any, key: str) -> None:
    """Every table, asked for everything: only the person's own engagement, and only its own side and what is shared."""
    from remit.records import row_level
    from remit.records.scoped import SEEN_BY

    place = _place(_user(key))
    party, kinds = place.side in ("client", "provider"), 0
    with row_level.as_user(place.user_id):
        for model in _models():
            rows = list(model._default_manager.all()[:2_000])
            kinds += bool(rows)
            for row in rows:
                assert row.engagement_id == place.engagement_id, (model, row)
                if model._meta.model_name == "member":
                    assert party or row.pk == place.pk
                    assert place.side != "provider" or row.side != "bidder"
                    continue
                assert party or getattr(row, "member_id", 0) == place.pk or _is_for_bidder(row, place), (model, row)
                assert not hasattr(row, "visible_to") or row.visible_to in SEEN_BY[place.side], (model, row)
    assert kinds > 20 or not party


def _is_for_bidder(row: Any, place: Any) -> bool:
    """Whether a row names one of the person's own bidders, or (naming none) one of the requests that they answer."""
    own = list(place.bidding.values_list("bidder_id", "request_id"))
    name = row._meta.model_name
    if name == "bidder" or hasattr(row, "bidder_id"):
        return (row.pk if name == "bidder" else row.bidder_id) in {bidder for bidder, _ in own}
    return (row.pk if name == "request" else getattr(row, "request_id", 0)) in {request for _, request in own}


def test_a_bid_is_seen_by_its_bidder_and_sealed_by_the_client_alone(relationship: Any) -> None:
    """Every table of a bid, asked for everything by one bidder, another one, the client, and the provider of the contract."""
    from remit.records import row_level
    from remit.records.models.bid import Bid, BidDraft, BidShare, OpenedBid, SealedFile
    from remit.records.models.bidder import Asker, Bidder
    from remit.records.models.provider import Provider
    from remit.records.models.request import Request

    kinds = (Bid, BidDraft, BidShare, SealedFile, Bidder, Asker)
    seen = {}
    for key in ("bidder", "marta.zielinska@vistuladesk.example", "owner", "delivery-manager"):
        with row_level.as_user(_user(key).pk):
            demo = {"visible_to__in": ("tender", "bidder")}
            seen[key] = {kind.__name__: set(kind._default_manager.filter(**demo).values_list("pk", flat=True)) for kind in kinds}
            parties = [Request.objects.filter(**demo).count(), Provider.objects.filter(visible_to="client").count() > 1]
            opened = OpenedBid.objects.filter(visible_to="client", bid__visible_to="tender").count()
        assert (parties, opened) == {"owner": ([1, True], 4), "delivery-manager": ([0, False], 0)}.get(key, ([1, False], 0)), key
    first, second, client, provider = seen.values()
    assert [len(first[kind.__name__]) for kind in kinds] == [1, 1, 3, 2, 1, 1]
    assert all(not first[kind.__name__] & second[kind.__name__] and second[kind.__name__] for kind in kinds)
    assert [len(client[kind.__name__]) for kind in kinds] == [4, 0, 12, 4, 4, 0]
    assert all(not provider[kind.__name__] for kind in kinds)


def test_a_place_that_ended_shows_nothing_at_once(relationship: Any) -> None:
    from django.db import transaction

    from remit.records import row_level
    from remit.records.models.member import Member
    from remit.records.models.work_event import WorkEvent

    user = _user("agent")
    with transaction.atomic():
        with row_level.as_user(user.pk):
            assert WorkEvent.objects.exists()
        with row_level.directory():
            Member.objects.filter(user=user).update(ended_at=1)
        with row_level.as_user(user.pk):
            assert not WorkEvent.objects.exists()
        transaction.set_rollback(True)


def test_writing_for_another_is_refused(relationship: Any) -> None:
    from django.db import ProgrammingError, transaction

    from remit.records import row_level
    from remit.records.models.comment import Comment

    first, second = relationship
    member = _place(_user("finance"))
    with transaction.atomic():
        with row_level.as_user(member.user_id):
            for engagement, side in ((second, "both"), (first, "provider")):
                with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                    Comment.objects.create(engagement=engagement, visible_to=side, subject="x", text="x", written_by=member, written_at=1)
            assert Comment.objects.exclude(text="").update(text="mine") == Comment.objects.count() > 0
            assert Comment.objects.filter(engagement=second).delete()[0] == 0
        with row_level.acting_for(second.pk):
            assert Comment.objects.filter(text="mine").count() == 0
        transaction.set_rollback(True)


def test_jobs_see_one_engagement_and_streams_what_their_reader_may(relationship: Any) -> None:
    from remit.records import row_level
    from remit.records.models.comment import Comment

    _, second = relationship
    with row_level.acting_for(second.pk):
        assert {row.engagement_id for row in Comment.objects.all()} == {second.pk}
        assert {row.visible_to for row in Comment.objects.all()} == {"both", "client", "provider"}
    assert not Comment.objects.exists()
    with row_level.as_user(_user("finance").pk):
        answer = row_level.streamed(_user("finance").pk, lambda: Comment.objects.all().iterator())
    late = list(answer)
    assert {row.visible_to for row in late} == {"both", "client"}
    assert not Comment.objects.exists()


def test_looking_up_a_token_shows_no_content(relationship: Any) -> None:
    from remit.records import row_level
    from remit.records.models.comment import Comment
    from remit.records.models.member import Member

    with row_level.directory():
        assert Member.objects.count() >= 9
        assert not Comment.objects.exists()


@pytest.mark.parametrize("key", ["finance", "delivery-manager", "owner", "bidder"])
def test_every_page_answers_under_the_policies(relationship: Any, key: str) -> None:
    """Pages read through the policies; those without parameters answer as they do on SQLite."""
    from django.test import Client

    from remit.records import row_level
    from remit.web.page import pages
    from remit.web.shell import address

    client = Client()
    client.force_login(_user(key), backend="django.contrib.auth.backends.ModelBackend")
    place = _place(_user(key))
    for page in pages().values():
        where = address(page, None if page.is_global else place)
        if where:
            with row_level.as_user(place.user_id):  # some rules ask which places the person has
                allowed = page.may(_user(key) if page.is_global else place)
            answer = client.get(where)
            assert answer.status_code in ((200, 302) if allowed else (403,)), (
                where,
                answer.status_code,
                answer.content.partition(b"faults")[2][:500],
            )
    assert client.get("/e/FJO/statements/").status_code == 404
