"""A record of what happens during a run.

The spider, the network layer and the pipelines write to this plain object, and newscrawler.run.outcome judges the run
by it. No component uses the spider to share facts about the run.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newscrawler.run.arguments import Arguments
from newscrawler.run.audit import Audit
from newscrawler.store.manifest import SectionReport


@dataclass(slots=True)
class Journal:
    """The journal of one run.

    ``site`` is the newspaper's short name, ``server`` the host and port that requests go to, ``home`` the address of
    its front page, ``family`` the name of its CMS family, None as long as that is not known, ``hosts`` are the hosts
    (with port) that belong to it; ``given`` are the spider arguments as text, ``arguments`` their parsed values.
    ``sections`` are the lists of the run by address, ``audit`` checks that they were read completely;
    ``ended_sections`` are the addresses of lists that no longer exist, ``doubtful_lists`` those of lists that were read
    by signs too weak to settle any ground. ``unread`` has one sentence for each page that
    should have been read and was not: the run is not complete. ``was_limited`` tells whether ``max_articles`` prevented
    requests for articles.
    """

    site: str = ""
    spider: str = ""
    home: str = ""
    family: str | None = None
    hosts: frozenset[str] = frozenset()
    given: dict[str, str] = field(default_factory=dict)
    arguments: Arguments = field(default_factory=Arguments)
    sections: dict[str, SectionReport] = field(default_factory=dict)
    audit: Audit = field(default_factory=Audit)
    ended_sections: set[str] = field(default_factory=set)
    doubtful_lists: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    reads_lists: bool = True  # whether a run that read no list has missed the newspaper's
    was_limited: bool = False
    unchanged: int = 0  # articles whose text is the same as in the archive
    known_read: int = 0  # articles of earlier runs, not removed, that are still there
    robots_problem: str | None = None  # why robots.txt could not be read; nothing may be requested then
    usage_error: str | None = None  # what is wrong with the arguments, found after the run began
    storage_errors: list[str] = field(default_factory=list)
    server: str = ""

    def add_unread(self, sentence: str) -> None:
        """Records a page that should have been read and was not; a repeated sentence is recorded once."""
        if sentence not in self.unread:
            self.unread.append(sentence)
