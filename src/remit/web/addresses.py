"""Every address: pages and actions by discovery, sign-in, static things. A route without a rule of access cannot be written here."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, register_converter

from remit.stages.catalogue import actions
from remit.values.period import Month
from remit.web.account_views import invitation, save_account, sign_out_everywhere
from remit.web.demonstration import demonstration, take_place
from remit.web.feeds import feed
from remit.web.inbox import acted
from remit.web.interview_view import interview
from remit.web.opening import opened
from remit.web.page import pages
from remit.web.single_sign_on import returned, sign_on
from remit.web.views import done, shown


class MonthInAddress:
    """`2026-07` in an address, a `Month` in the page."""

    regex = "[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        return Month.read(value)

    def to_url(self, value: Month | str) -> str:
        return str(value)


class ItemInAddress:
    """The source's own number of an item: anything but a slash."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(MonthInAddress, "month")
register_converter(ItemInAddress, "item")

handler500 = "remit.web.trouble.trouble"
urlpatterns = [
    *[path(one.path, shown(one), name=name) for name, one in pages().items() if one.is_global],
    *[path(f"e/<str:code>/{one.path}", shown(one), name=name) for name, one in pages().items() if not one.is_global],
    *[path(f"e/<str:code>/do/{name}", done(one), name=f"do/{name}") for name, one in actions().items()],
    path("engagements/open", opened, name="open_engagement"),
    path("you/save", save_account, name="save_account"),
    path("you/sign-out-everywhere", sign_out_everywhere, name="sign_out_everywhere"),
    path("invitation/<slug:public_id>/<str:secret>", invitation, name="invitation"),
    path("interview/<slug:public_id>/<str:secret>", interview, name="interview"),
    path("inbox/act", acted, name="inbox/act"),
    path("account/oidc/<slug:provider_id>/login/", sign_on),  # before allauth's own, whose names lead here
    path("account/oidc/<slug:provider_id>/login/callback/", returned),
    path("account/", include("allauth.urls")),
    path("api/v1/", include("remit.api.routes")),
    path("feeds/<str:secret>.ics", feed, name="feed"),
]
if settings.DEMO:
    urlpatterns += [path("demo/", demonstration, name="demo"), path("demo/as/<slug:persona>", take_place, name="demo/as")]
