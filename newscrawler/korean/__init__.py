"""Korean text as newspapers print it: dates, bylines, copyright lines, encodings. Pure functions."""
