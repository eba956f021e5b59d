"""Before any test: the server's settings point to a folder of this run, so nothing of a developer's own installation is read or changed.

Where Django is not installed the tests of the core run all the same, and nothing above the Django line is collected.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile

os.environ["REMIT_HOME"] = tempfile.mkdtemp(prefix="remit-tests-")
os.environ["REMIT_DEMO"] = "1"
os.environ["REMIT_DEBUG"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser of the tests keeps an event loop in the main thread
os.environ["DJANGO_SETTINGS_MODULE"] = "remit.settings"
os.environ.pop("DATABASE_URL", None)

if importlib.util.find_spec("django") is not None:
    import django

    django.setup()
else:
    ABOVE = ("records", "intake", "stages", "web", "api")
    TESTS = ("tests/web", "tests/postgres", "tests/promises")
    collect_ignore = ["src/remit/settings.py", *TESTS, *(f"src/remit/{folder}" for folder in ABOVE)]
