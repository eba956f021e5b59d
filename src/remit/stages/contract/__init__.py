"""Step 3, the contract: drafts that one company writes, offers that both read, and the text that both sign."""
