"""Opening an engagement: the one form that no member posts, because there is none yet. Anybody who may sign in can open one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from remit.stages.inputs import FileInput
from remit.stages.operations.open_engagement import open_engagement
from remit.values.fault import Refused, RemitError
from remit.web.views import refused

FIELDS = ("client", "provider", "code", "zone", "side", "preset")


@never_cache
@login_required
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Makes the engagement and leads to its first steps, or tells every fault. `standing` says whether the preset is a draft or signed."""
    given: dict[str, Any] = {name: request.POST[name] for name in FIELDS if request.POST.get(name)}
    file = request.FILES.get("terms")
    terms = FileInput((file.name or "terms.yaml")[-120:], file.read()) if isinstance(file, UploadedFile) else None
    user: Any = request.user
    try:
        member = open_engagement(
            user=user,
            client=given.pop("client", ""),
            provider=given.pop("provider", ""),
            code=given.pop("code", ""),
            terms=terms,
            signed=request.POST.get("standing", "signed") != "draft",
            **given,
        )
    except Refused as refusal:
        return refused(request, 422, _("Nothing was opened."), faults=refusal.faults)
    except RemitError as error:
        return refused(request, 422, str(error))
    messages.success(request, _("%(engagement)s is open.") % {"engagement": member.engagement.name})
    address = reverse("operations/first_steps", kwargs={"code": member.engagement.code})
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = address
        return answer
    return HttpResponseRedirect(address)
