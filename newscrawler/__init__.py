"""Complete, clean, daily data from Korean regional newspapers."""

__version__ = "0.1.0"
