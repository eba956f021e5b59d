"""Step 7: the month is closed, disputed, agreed and signed; quality and savings."""
