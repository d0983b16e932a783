"""Rejected pages and items; the rejection of a known article that is gone may become a removal."""

from __future__ import annotations

from newscrawler.items import Rejected
from newscrawler.pipelines.base import KindPipeline
from newscrawler.run.reasons import REMOVED


class RejectedPipeline(KindPipeline[Rejected]):
    """Keeps back the rejection of a known article that is gone: the run decides at its end whether it is removed."""

    kind = Rejected

    def accept(self, item: Rejected) -> Rejected:
        """Returns the record of the rejection; raises DropItem for a known article that is gone."""
        archive, article = self.run.archive, self.run.article_at(item.url)
        if archive is None or article is None or item.reason not in REMOVED:
            return item
        last = next(archive.last_records([article[0]]), None)
        if last is None:
            return item
        if last.status != "removed":
            self.run.keep_back(item, last)
            self.drop("article/gone", "gone, the run decides at its end")
        self.run.remember(item.url, item.reason)
        self.run.journal.unchanged += 1
        return self.drop("article/unchanged", "removed before")
