"""All known newspapers: those in the table and those in the user's own file."""

from __future__ import annotations

from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from newscrawler.newspapers.table import SITES, Site

NEWSPAPERS = "newspapers.toml"
"""The default of the setting NEWSPAPERS, and the file's name in a folder that `newscrawler init` made."""


def table_path(settings: BaseSettings) -> Path:
    """The file that the setting NEWSPAPERS names; it may not exist."""
    return Path(settings.get("NEWSPAPERS") or NEWSPAPERS)


def all_sites(settings: BaseSettings) -> dict[str, Site]:
    """Returns all newspapers by name: the table, updated with the file named by the setting NEWSPAPERS.

    A file of the default name may be absent; any other, and one named on the command line, must exist. Raises
    SitesError.
    """
    sites = {site.name: site for site in SITES}
    path = table_path(settings)
    named = (settings.getpriority("NEWSPAPERS") or 0) > SETTINGS_PRIORITIES["project"] or path.name != NEWSPAPERS
    if named or path.exists():
        from newscrawler.newspapers.file import read  # noqa: PLC0415 - most runs of one newspaper have no such file

        sites |= read(path, sites, settings)
    return sites


def server_of(settings: BaseSettings, site: str) -> str:
    """The server that a crawl of a newspaper locks; its short name if it is not in the table. Raises SitesError."""
    known = all_sites(settings).get(site)
    return known.server if known is not None else site


def known_titles(settings: BaseSettings) -> dict[str, str]:
    """The titles of all_sites() by the short names of newspapers; raises SitesError."""
    return {name: site.title for name, site in all_sites(settings).items()}
