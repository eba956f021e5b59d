"""What every row of an engagement has: the engagement, and which of the two companies may see it.

`both` is visible to both companies; `client` and `provider` to that side alone. A new row is internal to the side that writes it unless
somebody shares it on purpose. `scoping.visible` and, on PostgreSQL, the row-level policies read these two columns and nothing else.
"""

from __future__ import annotations

from django.db import models

BOTH, CLIENT, PROVIDER = "both", "client", "provider"
SIDES = (CLIENT, PROVIDER)
VISIBILITIES = (BOTH, CLIENT, PROVIDER)
IN_WORDS = {BOTH: "Visible to both companies", CLIENT: "Client only", PROVIDER: "Provider only", "bidder": "You and the client"}


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
