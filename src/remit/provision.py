"""What the rules of governance, data protection and exit share: the sections they may stand in. They write no lines.

Provisions are printed, remembered as duties with their days, and some of them decide something: a gate, an approval, a right to end.
"""

from __future__ import annotations

from typing import ClassVar

from remit.terms.setting import Rule


class Provision(Rule):
    """One kind of clause of sections 13 to 15: a file in `provisions/`."""

    section: ClassVar[int] = 13
    sections: ClassVar[tuple[int, ...]] = (13,)
    """The sections it may stand in; `section` is the first."""
