"""Settings of every test: short property runs by default, long ones with REMIT_PROVE=1 (`make prove`)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

PROVE = bool(os.environ.get("REMIT_PROVE"))

settings.register_profile("short", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("prove", deadline=None, max_examples=2_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("prove" if PROVE else "short")
