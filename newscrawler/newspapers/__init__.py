"""The table of newspapers: those that come with the program and those of newspapers.toml."""
