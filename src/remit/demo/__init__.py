"""The demo relationship: Harbour & Pine of Bristol and Salt River Desk of Cape Town, from May to mid-November 2026.

Companies, people and figures are invented. The work is made here as the exports that a help desk and an order system would give,
so that it comes in through import like anybody's, and every figure of its statements is computed, none stored.
"""
