"""The answer to a request that carried an `Idempotency-Key`, stored in the request's own transaction: sent again, it does nothing again."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField


class IdempotencyKey(models.Model):
    engagement = models.ForeignKey("records.Engagement", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("records.Member", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=71)
    status = models.IntegerField()
    answer = models.JSONField()
    at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["member", "key"], name="one_answer_each_key"),)
