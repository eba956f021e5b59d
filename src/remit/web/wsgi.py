"""The application for a WSGI server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings")
application = get_wsgi_application()

from remit.intake.warm import warm  # noqa: E402 - models are there only now

warm()
