"""What was written to and by the customer of an item of the own queue, and every mail that came in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Letter(Scoped):
    """What a customer wrote, or what was sent to the customer. What the companies write for themselves is a comment, and never here.

    `kind`: customer; reply; automatic (a machine of the customer's answered); receipt (ours did). `mail_state` is empty for what is no
    mail, else waiting, sent, failed, or not sent (a demonstration's customers are invented); only what goes to a customer can have one."""

    public_id = PublicIdField()
    item = models.ForeignKey("records.QueueItem", on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=240, blank=True)
    text = models.TextField(blank=True)
    sender = models.CharField(max_length=240, blank=True)
    written_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    at = InstantField()
    message_id = models.CharField(max_length=300, blank=True)
    mail_state = models.CharField(max_length=10, blank=True)
    mail_said = models.CharField(max_length=240, blank=True)

    class Meta:
        app_label = "records"
        constraints = (
            models.CheckConstraint(condition=Q(mail_state="") | Q(kind__in=("reply", "receipt")), name="only_replies_are_mailed"),
        )
        indexes = (
            models.Index(fields=["engagement", "mail_state"], name="letters_waiting"),
            models.Index(fields=["engagement", "message_id"], name="letters_by_message"),
        )


class MailReceived(Scoped):
    """A mail as it came, every byte. `outcome`: item (it began one), thread (it joined one), aside (a person decides; `why` says why).
    `message_id` is the mail's own, or its digest where it has none: the same one again changes nothing."""

    public_id = PublicIdField()
    message_id = models.CharField(max_length=300)
    content = models.BinaryField()
    size = models.BigIntegerField()
    digest = models.CharField(max_length=71)
    sender = models.CharField(max_length=240, blank=True)
    subject = models.CharField(max_length=240, blank=True)
    outcome = models.CharField(max_length=10)
    why = models.CharField(max_length=240, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, related_name="+", null=True)
    received_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "message_id"], name="one_mail_each_message"),)
