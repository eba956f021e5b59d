"""Step 2, Select: the directory of providers, requests with their sealed bids, and the choice among them."""
