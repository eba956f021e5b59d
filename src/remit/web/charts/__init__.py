"""Drawings as plain values that templates write as SVG: they work without scripts and print."""
