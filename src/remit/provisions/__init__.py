"""One file per rule of governance, data protection and exit."""
