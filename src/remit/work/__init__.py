"""Work events to finished items: the append-only log, the fold, who caused a delay, dated facts."""
