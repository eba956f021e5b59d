"""One file per price formula: how a price becomes a share of the full points."""
