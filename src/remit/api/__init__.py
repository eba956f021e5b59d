"""Everything the pages can do, for programs: every action by discovery, the same reads over the same queries, bulk events and facts."""
