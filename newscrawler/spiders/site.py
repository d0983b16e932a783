"""Which newspaper a spider crawls, and with which arguments and settings."""

from __future__ import annotations

from typing import ClassVar

from scrapy import Spider
from scrapy.settings import BaseSettings

from newscrawler.cms.links import SiteUrls
from newscrawler.network.responses import user_agent
from newscrawler.newspapers import Site
from newscrawler.run.arguments import Arguments, reject_unknown


class SiteSpider(Spider):
    """A spider of one newspaper, that of the table in ``site`` or one that its arguments name."""

    site: ClassVar[Site]
    argument_names: ClassVar[tuple[str, ...]] = Arguments.NAMES

    def __init__(self, **given: str) -> None:
        """Takes the spider arguments; raises ArgumentError if they are invalid."""
        super().__init__(self.name)
        given = self.with_defaults(given)
        self.arguments = self.check_arguments(given)
        self.given = {name: value for name, value in given.items() if not name.startswith("_")}
        self.urls = self.newspaper(given)
        self.site_name = self.site.name if hasattr(self, "site") else self.urls.name
        self.title = self.site.title if hasattr(self, "site") else None
        self.allowed_domains = [self.urls.domain]

    @classmethod
    def check_arguments(cls, given: dict[str, str]) -> Arguments:
        """Parses the spider arguments; raises ArgumentError if they are invalid."""
        given = cls.with_defaults(given)
        reject_unknown(given, cls.argument_names)
        cls.newspaper(given)
        return Arguments.read(given, cls.known_sections(given))

    @classmethod
    def with_defaults(cls, given: dict[str, str]) -> dict[str, str]:
        """The spider arguments, with the table's defaults for this newspaper."""
        return {**cls.site.arguments, **given} if hasattr(cls, "site") else given

    @classmethod
    def newspaper(cls, given: dict[str, str]) -> SiteUrls:
        """The link rules of the newspaper that the arguments name."""
        return SiteUrls(cls.site.home)

    @classmethod
    def known_sections(cls, given: dict[str, str]) -> dict[str, int]:
        """The sections known before the front page is read: label -> code."""
        return dict(cls.site.sections) if hasattr(cls, "site") else {}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if hasattr(cls, "site"):
            settings.setdict(dict(cls.site.settings), priority="spider")
        settings.set("USER_AGENT", user_agent(settings), priority="addon")  # the user's USER_AGENT wins
