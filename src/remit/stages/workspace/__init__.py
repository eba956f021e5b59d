"""People, access, and what is said about any record."""
