"""Adjustments: what service levels, dates and earlier months change in the bill, one file per mechanism."""
