"""Who can read what: each kind of record with the people who read it, and plainly those whom no rule of the program keeps out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.records import row_level
from remit.stages import roles
from remit.stages.workspace import queries
from remit.web.page import Visit, page

PAGE = page("who-reads-what/", may=roles.is_party, label="Who can read what", under="people", visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """Counted from the places that are held now; what the host can do follows from how the rows are stored, not from this engagement."""
    by = visit.by
    found = queries.people(by)
    own = sum(one.member.side == by.side for one in found)
    both = sum(one.member.side in ("client", "provider") for one in found)
    return {
        "answer": _("%(both)s read what is shared, %(own)s what is your company's own, and whoever runs the server can read all of it.")
        % {"both": _people(both), "own": own},
        "kinds": list(_kinds(visit, both, own)),
        "policies": row_level.enforced(),
    }


def _people(count: int) -> str:
    return ngettext("%(n)d person can", "%(n)d people can", count) % {"n": count}


def _kinds(visit: Visit, both: int, own: int) -> Iterator[tuple[str, str, str, str]]:
    """The mark, what bears it, who reads it in the program, and how many those are."""
    by, engagement = visit.by, visit.engagement
    other = engagement.organisation("provider" if by.side == "client" else "client")
    yield (
        "both",
        _("Work, facts, terms, statements, disputes, invoices, and what was written for both companies"),
        _("Everybody with a place in this engagement, bidders excepted"),
        str(both),
    )
    yield (
        by.side,
        _("What your company keeps to itself: comments, files, imports, own costs, log entries"),
        _("Everybody of %(who)s with a place here") % {"who": by.organisation},
        str(own),
    )
    yield (
        "provider" if by.side == "client" else "client",
        _("The same of the other company"),
        _("Everybody of %(who)s with a place here; nobody of yours") % {"who": other or _("the other company")},
        "",
    )
    if by.side == "client":
        yield (
            "tender",
            _("Published requests, addenda and answered questions"),
            _("Everybody of %(who)s with a place here, and the bidders of that request") % {"who": by.organisation},
            "",
        )
        yield "bidder", _("A bid, from its draft until two openers open it"), _("Whoever of the bidder has its passphrase"), ""
    yield (
        "",
        _("Notices, calendar addresses, the secrets of tokens, and saved views that nobody shared"),
        _("The person alone; colleagues who review access see which tokens there are"),
        "1",
    )
