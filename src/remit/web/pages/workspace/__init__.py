"""Pages of one engagement that belong to no step: people, audit, connections."""
