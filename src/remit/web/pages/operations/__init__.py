"""Step 6: items and their clocks, live levels, imports, facts."""
