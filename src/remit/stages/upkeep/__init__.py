"""What an installation needs to stay well, whatever the step: the log of the database, chains of audit, things that have expired."""
