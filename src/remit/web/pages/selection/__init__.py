"""Pages of step 2, Select."""
