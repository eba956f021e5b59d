"""Tells Django of the pages' template tags and checks."""

from __future__ import annotations

from django.apps import AppConfig


class Web(AppConfig):
    name = "remit.web"
    label = "web"
