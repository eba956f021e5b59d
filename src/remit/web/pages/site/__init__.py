"""Pages of the whole site: home, inbox, search, oneself."""
