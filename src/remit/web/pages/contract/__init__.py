"""Pages of step 3, the contract."""
