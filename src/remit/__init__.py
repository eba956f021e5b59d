"""Remit executes an outsourcing contract: terms and a work log in, a statement both sides can verify out."""

__version__ = "0.1.0"
