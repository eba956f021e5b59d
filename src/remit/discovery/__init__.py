"""Maps of processes discovered from event logs: directly-follows graphs, variants, times, and what people change about them."""
