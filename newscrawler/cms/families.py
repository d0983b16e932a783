"""The CMS families that can be read: those that ship with the program, and those that the user's settings name."""

from __future__ import annotations

from collections.abc import Mapping

from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from newscrawler.cms.family import Family
from newscrawler.cms.mediaon import MediaOn
from newscrawler.cms.ndsoft import NdSoft

DEFAULT: Family = MediaOn()
FAMILIES: dict[str, Family] = {family.name: family for family in (DEFAULT, NdSoft())}


def add_own(settings: BaseSettings) -> None:
    """Adds the families of the setting CMS_FAMILIES (name -> class) for the rest of the process.

    Raises ImportError or NameError for a class that cannot be loaded, ValueError for one that is not a Family of that
    name, TypeError for one that lacks methods.
    """
    own: Mapping[str, str] = settings.getdict("CMS_FAMILIES")
    for name, path in own.items():
        kind = load_object(path)
        if not (isinstance(kind, type) and issubclass(kind, Family) and getattr(kind, "name", None) == name):
            raise ValueError(f"{path} is not a Family with the name {name!r}")
        FAMILIES[name] = kind()
