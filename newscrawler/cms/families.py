"""The CMS families that can be read. Add a new one here."""

from __future__ import annotations

from newscrawler.cms.family import Family
from newscrawler.cms.mediaon import MediaOn
from newscrawler.cms.ndsoft import NdSoft

DEFAULT: Family = MediaOn()
FAMILIES: dict[str, Family] = {family.name: family for family in (DEFAULT, NdSoft())}
