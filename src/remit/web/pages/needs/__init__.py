"""Pages of step 1: fit check, process register, maps, suitability, goals and business case, interviews, sources."""
