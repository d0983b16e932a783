"""Articles: validated and compared with the archive."""

from __future__ import annotations

from newscrawler.items import Article
from newscrawler.korean.text import content_hash
from newscrawler.pipelines.base import KindPipeline


class ArticlePipeline(KindPipeline[Article]):
    """Distinguishes new, modified and unchanged articles.

    A known article whose text changed is a new revision; an unchanged one is counted and dropped.
    """

    kind = Article

    def accept(self, item: Article) -> Article:
        """Returns the article with its revision and status; raises DropItem if it is stored already."""
        archive = self.run.archive
        known = archive.known([item.id]).get(item.id) if archive is not None else None
        if archive is None or known is None:
            return item
        self.run.journal.known_read += known.status != "removed"
        last = next(archive.last_records([item.id])) if known.content_hash != item.content_hash else None
        if known.status != "removed" and (last is None or _hash_of(last) == item.content_hash):
            archive.heal(item.url)
            self.run.journal.unchanged += 1
            self.drop("article/unchanged", "unchanged")
        last = last or next(archive.last_records([item.id]))
        item.revision, item.status = known.revision + 1, "modified"
        item.found_via, item.found_on = last.found_via, last.found_on
        return item


def _hash_of(record: Article) -> str:
    """A stored record's hash as it is made today; earlier ones left captions and tables out."""
    captions = [image.caption for image in record.images if image.caption]
    return content_hash(record.title, record.subtitle, record.body, captions, record.tables)
