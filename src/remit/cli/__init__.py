"""The command line: works on files alone, no database needed. One command a file in `commands/`."""
