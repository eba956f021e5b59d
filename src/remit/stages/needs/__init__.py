"""Step 1: what the company needs. Fit check, process audit, maps from logs, goals, business case, the people concerned."""
