"""One file per method: how scored bids are compared."""
