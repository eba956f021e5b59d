"""The embedded database: Django's SQLite backend with one lock file around every write, checkpoint and close."""
