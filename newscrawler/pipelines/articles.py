"""Articles: validated and compared with the archive."""

from __future__ import annotations

from newscrawler.items import Article
from newscrawler.pipelines.base import KindPipeline


class ArticlePipeline(KindPipeline[Article]):
    """Distinguishes new, modified and unchanged articles.

    A known article whose text changed is a new revision; an unchanged one is counted and dropped.
    """

    kind = Article

    def accept(self, item: Article) -> Article:
        """Returns the article with its revision and status; raises DropItem if it is stored already."""
        archive = self.run.archive
        known = archive.known(item.id) if archive is not None else None
        if archive is None or known is None:
            return item
        self.run.journal.known_read += known.status != "removed"
        if known.content_hash == item.content_hash and known.status != "removed":
            archive.heal(item.url)
            self.run.journal.unchanged += 1
            self.drop("article/unchanged", "unchanged")
        last = archive.last_record(item.id)
        assert last is not None
        item.revision, item.status = known.revision + 1, "modified"
        item.found_via, item.found_on = last.found_via, last.found_on
        return item
