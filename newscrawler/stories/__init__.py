"""Which articles of several newspapers are copies of one text."""
