"""Working hours, the time that runs inside them, and the instants at which it is used up."""
