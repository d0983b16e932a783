"""The table of newspapers: those that ship with the program and those in newspapers.toml."""

from newscrawler.newspapers.known import all_sites, known_titles, server_of, table_path
from newscrawler.newspapers.table import SITES, Site, SitesError

__all__ = ["SITES", "Site", "SitesError", "all_sites", "known_titles", "server_of", "table_path"]
