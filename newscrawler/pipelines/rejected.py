"""Rejected pages and items; the rejection of a known article that is gone becomes a removal."""

from __future__ import annotations

from dataclasses import replace

from newscrawler.items import Article, Rejected
from newscrawler.pipelines.base import KindPipeline
from newscrawler.run.reasons import REMOVED


class RejectedPipeline(KindPipeline[Rejected]):
    """Replaces the rejection of a known article that is gone by its last record with the status ``removed``."""

    kind = Rejected

    def accept(self, item: Rejected) -> Rejected | Article:
        """Returns the record of the rejection or of the removal; raises DropItem if the removal is already stored."""
        archive, article = self.run.archive, self.run.article_at(item.url)
        if archive is None or article is None or item.reason not in REMOVED:
            return item
        last = archive.last_record(article[0])
        if last is None:
            return item
        archive.heal(last.url)
        if last.status == "removed":
            self.run.journal.unchanged += 1
            self.drop("article/unchanged", "removed before")
        return replace(last, status="removed", fetched_at=item.fetched_at)
