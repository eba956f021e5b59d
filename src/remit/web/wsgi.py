"""The application for a WSGI server."""

from __future__ import annotations

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings")
application = get_wsgi_application()

from remit.intake.warm import warm  # noqa: E402 - models are there only now

warm()

# Pages call many short things that let go of the interpreter (SQL, columns); each then waits for its turn again, and turns are short so.
sys.setswitchinterval(0.001)
