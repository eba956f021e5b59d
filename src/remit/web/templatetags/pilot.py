"""What pages of the handover write."""

from __future__ import annotations

from django import template

from remit.stages.pilot.wave_seen import WaveSeen

register = template.Library()


@register.filter
def accepted_by(wave: WaveSeen, side: str) -> bool:
    """Whether the side has accepted the wave's day as it is now."""
    return wave.acceptance(side) is not None
