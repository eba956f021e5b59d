"""Step 5, pilot and handover: gates that both companies decide and sign, waves by which the work changes its owner."""
