"""Pages of step 5, pilot and handover."""
