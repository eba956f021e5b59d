"""What people do, by step of the relationship: one file an action, reads in `queries.py`. A later stage may call an earlier one."""
