"""One command a file; the file's name is the command's name. Each defines `COMMAND` (a click command); line one is its summary."""
