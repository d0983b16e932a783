"""All known newspapers: those in the table and those in the user's own file."""

from __future__ import annotations

from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from newscrawler.newspapers.table import SITES, Site

NEWSPAPERS = "newspapers.toml"
"""The default of the setting NEWSPAPERS."""


def all_sites(settings: BaseSettings) -> dict[str, Site]:
    """Returns all newspapers by name: the table, updated with the file named by the setting NEWSPAPERS.

    The default file may be absent; a file set by the user must exist. Raises SitesError.
    """
    sites = {site.name: site for site in SITES}
    path = Path(settings.get("NEWSPAPERS") or NEWSPAPERS)
    named = (settings.getpriority("NEWSPAPERS") or 0) > SETTINGS_PRIORITIES["project"] or str(path) != NEWSPAPERS
    if named or path.exists():
        from newscrawler.newspapers.file import read  # noqa: PLC0415 - most runs of one newspaper have no such file

        sites |= read(path, sites, settings)
    return sites
