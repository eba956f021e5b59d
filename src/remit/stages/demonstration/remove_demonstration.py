"""Remove the demonstration: its engagement with everything in it, its people and its companies, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction

from remit.records import row_level
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.organisation import Organisation
from remit.records.models.user import User


@dataclass(frozen=True, slots=True)
class Removed:
    engagements: int
    people: int
    organisations: int
    rows: int


def remove_demonstration() -> Removed:
    """Deletes it in one transaction; a person or a company that has a part in another engagement stays. Nothing where there is none."""
    with transaction.atomic(), row_level.installation():
        demo = list(Engagement.objects.select_for_update().filter(is_demo=True))
        keys = [one.pk for one in demo]
        companies = {key for one in demo for key in (one.client_id, one.provider_id) if key is not None}
        people = set(
            Member.objects.filter(engagement__in=keys, user__is_staff=False).exclude(user__persona="").values_list("user", flat=True)
        )
        rows = _delete_with_all_that_refers(Engagement.objects.filter(pk__in=keys))
        people -= set(Member.objects.filter(user__in=people).values_list("user", flat=True))
        used = Engagement.objects.filter(models.Q(client__in=companies) | models.Q(provider__in=companies))
        companies -= {key for pair in used.values_list("client", "provider") for key in pair}
        _delete_with_all_that_refers(User.objects.filter(pk__in=people))
        _delete_with_all_that_refers(Organisation.objects.filter(pk__in=companies))
    return Removed(len(keys), len(people), len(companies), rows)


def _delete_with_all_that_refers(rows: models.QuerySet[Any]) -> int:
    """Deletes rows and, deepest first, all rows that refer to them; a reference that may be empty from a row that stays is emptied.

    Foreign keys are checked at the end of the transaction only, so circles between tables do no harm. How many rows went.
    """
    found = list(_reached(rows, ()))
    gone = 0
    for one, optional in found:
        if optional is not None:
            one.update(**{optional: None})
    for one, optional in reversed(found):
        if optional is None:
            gone += one._raw_delete(one.db) or 0  # nothing to ask the database for
    return gone


def _reached(rows: models.QuerySet[Any], path: tuple[type[models.Model], ...]) -> Iterator[tuple[models.QuerySet[Any], str | None]]:
    """The rows themselves, then those that refer to them, and so on. What names an engagement is reached from the engagement alone, and
    what is written of the installation itself (no engagement) only loses the name of the person."""
    yield rows, None
    for model in apps.get_models(include_auto_created=True):
        if model in path or model is rows.model:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or field.related_model is not rows.model:
                continue
            referring = model._base_manager.filter(**{f"{field.name}__in": rows.values("pk")})
            if path and _names_engagement(model):
                continue
            if rows.model is not Engagement and field.null and _names_engagement(model):
                yield referring, field.name
            else:
                yield from _reached(referring, (*path, rows.model))


def _names_engagement(model: type[models.Model]) -> bool:
    return any(isinstance(field, models.ForeignKey) and field.related_model is Engagement for field in model._meta.get_fields())
