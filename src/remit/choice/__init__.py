"""What to outsource and to whom: the audit of one's own processes, the business case, and the comparison of bids."""
