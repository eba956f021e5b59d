"""What every row of an engagement has: the engagement, and which of the two companies may see it.

`both` is visible to both companies; `client` and `provider` to that side alone. `tender` is visible to the client and to the bidders of the
row's request (where the row names a bidder, to that bidder alone), `bidder` to that bidder alone and not to the client; the provider of a
contract sees neither. A new row is internal to the side that writes it unless somebody shares it on purpose. `scoping.visible` and, on
PostgreSQL, the row-level policies read these two columns and nothing else.
"""

from __future__ import annotations

from django.db import models

BOTH, CLIENT, PROVIDER, TENDER, BIDDER = "both", "client", "provider", "tender", "bidder"
SIDES = (CLIENT, PROVIDER)
VISIBILITIES = (BOTH, CLIENT, PROVIDER)
SEEN_BY = {CLIENT: (BOTH, CLIENT, TENDER), PROVIDER: (BOTH, PROVIDER), BIDDER: (TENDER, BIDDER)}
"""What each side may see, of rows that are its own; a bidder's own are those of its requests and bids."""
IN_WORDS = {
    BOTH: "Visible to both companies",
    CLIENT: "Client only",
    PROVIDER: "Provider only",
    TENDER: "Client and its bidders",
    BIDDER: "Bidder only",
}


class Scoped(models.Model):
    """A row of one engagement. Shared tables (work, facts, statements) default to both companies; all others say so themselves."""

    engagement = models.ForeignKey("records.Engagement", on_delete=models.CASCADE, related_name="+")
    visible_to = models.CharField(max_length=8, default=BOTH)

    class Meta:
        abstract = True
        app_label = "records"

    @property
    def visible_in_words(self) -> str:
        return IN_WORDS[self.visible_to]
