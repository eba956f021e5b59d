"""Tells Django where the models are."""

from __future__ import annotations

from django.apps import AppConfig


class Records(AppConfig):
    name = "remit.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
