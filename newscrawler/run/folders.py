"""What the published runs of a newspaper hold: whether it is what their manifests say, and an archive made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from newscrawler.exporters import EXPORTERS, encode
from newscrawler.items import Article, Rejected
from newscrawler.run.history import tries_of
from newscrawler.run.reasons import FINAL
from newscrawler.store.archive import Archive
from newscrawler.store.manifest import Manifest
from newscrawler.store.published import MANIFEST, PublishedRuns
from newscrawler.translation import N_

_DECODE = {kind: msgspec.json.Decoder(exporter.record).decode for kind, exporter in EXPORTERS.items()}
_GONE = "missing"  # why a removed article is asked for again; the run's own word for it is not in its feeds


def damages(feeds: PublishedRuns, site: str, run_id: str) -> list[str]:
    """One sentence for each way in which a published run is not what its manifest says."""
    try:
        manifest = feeds.manifest(run_id)
    except (OSError, msgspec.MsgspecError) as error:
        return [f"{run_id}: " + N_(f"{MANIFEST} cannot be read: {error}")]
    if (manifest.run_id, manifest.site) != (run_id, site):
        return [f"{run_id}: " + N_(f"{MANIFEST} is that of run {manifest.run_id} of {manifest.site}")]
    found = []
    named = {facts.name: facts for facts in manifest.files}
    for exporter in EXPORTERS.values():
        name = exporter.file_name
        try:
            facts = feeds.facts(run_id, name)
        except OSError as error:
            found.append(f"{run_id}: " + N_(f"{name} cannot be read: {error.strerror or error}"))
            continue
        if name not in named:
            found.append(f"{run_id}: " + N_(f"{MANIFEST} does not name {name}"))
        elif facts.records != named[name].records:
            found.append(
                f"{run_id}: " + N_(f"{name} holds {facts.records} records, {MANIFEST} says {named[name].records}")
            )
        elif facts != named[name]:
            found.append(f"{run_id}: " + N_(f"{name} was changed: its sha256 is not the one in {MANIFEST}"))
    return found


def replay(
    archive: Archive, feeds: PublishedRuns, run_ids: Iterable[str], article_at: Callable[[str], tuple[str, str] | None]
) -> None:
    """Stores published runs in an archive, as if they were run again, the first one first.

    Each record is stored once, with its run. Which lists were settled is not in the feeds, so none is: the next run
    reads every list to its end and requests what is not stored. Articles that were not read, or are gone, are asked for
    again as often as they would have been. ``article_at`` is as in Run: id and canonical address of the article at an
    address. Raises OSError, ArchiveError, and msgspec.MsgspecError for a record that is not one.
    """
    failed: dict[str, str] = {}  # address -> reason, of articles that were not read
    gone: dict[str, tuple[str, int]] = {}  # address -> id and number of runs that asked, of removed articles
    for run_id in run_ids:
        manifest = feeds.manifest(run_id)
        archive.begin_run(run_id, manifest.started_at, lambda _: True)
        for kind, exporter in EXPORTERS.items():
            with feeds.read(run_id, exporter.file_name) as lines:
                for line in lines:
                    item = _DECODE[kind](line)
                    archive.add(item)
                    if isinstance(item, Article):
                        failed.pop(item.url, None)
                        gone.pop(item.url, None)
                        if item.status == "removed":
                            gone[item.url] = (item.id, 0)
                    elif isinstance(item, Rejected) and (article := article_at(item.url)) is not None:
                        identifier, url = article
                        if url in failed and (failed[url] in FINAL) != (item.reason in FINAL):
                            archive.heal(url)
                        failed[url] = item.reason
                        archive.fail(identifier.partition(":")[2], url, item.reason)
        for url, (identifier, tries) in gone.items():
            if tries < tries_of(_GONE):
                archive.fail(identifier.partition(":")[2], url, _GONE)
                gone[url] = identifier, tries + 1
        _end(archive, manifest)


def _end(archive: Archive, manifest: Manifest) -> None:
    archive.end_run(manifest.finished_at, manifest.complete, encode(manifest))
    archive.set_published()
