"""Before any test: the server's settings point to a folder of this run, so nothing of a developer's own installation is read or changed."""

from __future__ import annotations

import importlib.util
import os
import tempfile

os.environ["REMIT_HOME"] = tempfile.mkdtemp(prefix="remit-tests-")
os.environ["REMIT_DEMO"] = "1"
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings")
os.environ["REMIT_DEBUG"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser of the tests keeps an event loop in the main thread

if importlib.util.find_spec("django"):  # the core's tests run without it
    import django

    django.setup()
