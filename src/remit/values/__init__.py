"""Exact values every layer shares: money, instants and months, faults, and how variants are found."""
