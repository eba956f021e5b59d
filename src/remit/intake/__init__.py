"""Bringing work and facts in, and the log as the core wants it; used by every step."""
