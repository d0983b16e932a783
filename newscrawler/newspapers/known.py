"""All newspapers there are: those of the table, then those of everybody's own file."""

from __future__ import annotations

from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from newscrawler.newspapers.table import SITES, Site

NEWSPAPERS = "newspapers.toml"
"""The file of newspapers where the setting NEWSPAPERS names no other."""


def all_sites(settings: BaseSettings) -> dict[str, Site]:
    """All newspapers by name: those above, then those of the file that the setting NEWSPAPERS names.

    The file may be absent unless somebody named it. Raises SitesError.
    """
    sites = {site.name: site for site in SITES}
    path = Path(settings.get("NEWSPAPERS") or NEWSPAPERS)
    named = (settings.getpriority("NEWSPAPERS") or 0) > SETTINGS_PRIORITIES["project"] or str(path) != NEWSPAPERS
    if named or path.exists():
        from newscrawler.newspapers.file import read  # noqa: PLC0415 - most runs of one newspaper have no such file

        sites |= read(path, sites, settings)
    return sites
