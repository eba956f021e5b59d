"""Rules of thumb about whole contracts, one in each file; `remit check` shows their notices."""
