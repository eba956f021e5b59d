"""Step 7: statements, disputes, invoices."""
