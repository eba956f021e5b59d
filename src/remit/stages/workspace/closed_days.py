"""The days on which a company is closed: public holidays of the places that the contract's calendars name, and weekends, by company."""

from __future__ import annotations

from remit.intake.knowledge import terms_in_force
from remit.records.models.engagement import Engagement
from remit.terms.document import Terms
from remit.values.period import Month, moment
from remit.work.closures import Places


def places(engagement: Engagement, now: int) -> Places:
    """The contract's places by company; none for either before there is a contract."""
    terms = terms_in_force(engagement, Month.of(moment(now, engagement.zone).date()))
    return places_of(terms) if terms is not None else {"client": (), "provider": ()}


def places_of(terms: Terms) -> Places:
    """The places of section 4 by the company whose country they lie in, in the order of the text."""
    named = dict.fromkeys(str(place) for clause in terms.section(4) for place in clause.get("holidays") or ())
    countries = {side: str(terms.parties[side]["country"]) for side in ("client", "provider")}
    return {side: tuple(place for place in named if place.split("/")[0] == country) for side, country in countries.items()}
