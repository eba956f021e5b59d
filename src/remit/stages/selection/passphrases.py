"""The passphrases of a demonstration, which its pages print: there they protect nothing, they only show how it goes."""

from __future__ import annotations

DEMO_BID = "four words of a bidder"
DEMO_OPENING = "four words of an opener"
