"""What happens in a run, written down while it goes on.

One plain object: spider, network and pipelines write into it, and what the run came to is judged from it
(newscrawler.run.outcome). Nobody reads or writes the spider to learn about the run.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newscrawler.run.arguments import Arguments
from newscrawler.store.manifest import SectionReport


@dataclass(slots=True)
class Journal:
    """The journal of one run.

    ``site`` is the newspaper's short name, ``home`` the address of its front page, ``hosts`` are the hosts (with port)
    that belong to it; ``given`` are the spider arguments as a person wrote them, ``arguments`` what they mean.
    ``sections`` are the lists of the run by address. ``unread`` has one sentence for each page that should have been
    read and was not: the run is not complete. ``has_gaps`` says that articles may stand on such a page that nothing
    else leads to, ``was_limited`` that ``max_articles`` kept articles from being requested.
    """

    site: str = ""
    spider: str = ""
    home: str = ""
    hosts: frozenset[str] = frozenset()
    given: dict[str, str] = field(default_factory=dict)
    arguments: Arguments = field(default_factory=Arguments)
    sections: dict[str, SectionReport] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    has_gaps: bool = False
    was_limited: bool = False
    unchanged: int = 0  # articles whose text is the archived one
    robots_problem: str | None = None  # why robots.txt could not be read, and so nothing may be requested
    usage_error: str | None = None  # what is wrong with the arguments, found after the run began
    storage_errors: list[str] = field(default_factory=list)

    def add_unread(self, sentence: str, *, gap: bool) -> None:
        """Enters a page that should have been read and was not; with ``gap``, articles may stand on it.

        The same sentence is entered once.
        """
        if sentence not in self.unread:
            self.unread.append(sentence)
        self.has_gaps |= gap
