"""What a person does with lines of the inbox. The inbox spans every engagement of the person, so the lines are sorted by engagement here
and each engagement's own actions carry it out; all of them or none."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from remit.records import row_level
from remit.records.models.notice import Notice
from remit.records.scoping import places
from remit.stages.workspace.finish_notice import finish_notice
from remit.stages.workspace.snooze_notice import snooze_notice
from remit.values.fault import Fault, Place, Refused
from remit.web.shell import somebody_acted
from remit.web.views import refused


@never_cache
@login_required
@require_POST
def acted(request: HttpRequest) -> HttpResponse:
    """`pick` names the lines, `do` is done, reopen or snooze, `until` the day for the last."""
    user: Any = request.user
    try:
        with transaction.atomic(), row_level.as_user(user.pk):
            count = sum(
                _carry_out(place, request.POST.get("do", ""), notices, decisions, request.POST.get("until", ""))
                for place, (notices, decisions) in _sorted(user, request.POST.getlist("pick")).items()
            )
    except Refused as refusal:
        return refused(request, 422, _("Nothing was changed."), faults=refusal.faults)
    somebody_acted()
    said = {
        "done": ngettext("%(count)s thing is done.", "%(count)s things are done.", count),
        "reopen": ngettext("%(count)s thing came back.", "%(count)s things came back.", count),
    }.get(request.POST.get("do", ""), ngettext("%(count)s thing is put off.", "%(count)s things are put off.", count))
    messages.success(request, said % {"count": count})
    return HttpResponseRedirect(reverse("site/inbox"))


def _sorted(user: Any, picked: list[str]) -> dict[Any, tuple[list[str], list[str]]]:
    """Numbers of notices and keys of decisions by the place they belong to. `Refused` where a line belongs to none of the person's."""
    mine = {place.pk: place for place in places(user)}
    codes = {place.engagement.code: place for place in mine.values()}
    owners = dict(Notice.objects.filter(member__in=mine, public_id__in=picked).values_list("public_id", "member"))
    found: dict[Any, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for name in picked:
        code, _space, key = name.partition(" ")
        if name in owners:
            found[mine[owners[name]]][0].append(name)
        elif key and code in codes:
            found[codes[code]][1].append(key)
        else:
            raise Refused([Fault(Place(), "a line is not in your inbox any more", "load the page again")])
    return found


def _carry_out(place: Any, do: str, notices: list[str], decisions: list[str], until: str) -> int:
    if do == "snooze":
        return snooze_notice(by=place, until=until, notices=notices or None, decisions=decisions or None)
    if decisions:
        raise Refused([Fault(Place(), "a decision is done by deciding it", "open it, or put it off")])
    return finish_notice(by=place, notices=notices, undo=do == "reopen")
