"""Charges: what the client pays for, one file per kind of price."""
