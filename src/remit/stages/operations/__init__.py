"""Step 6: work comes in, clocks run, facts are recorded."""
