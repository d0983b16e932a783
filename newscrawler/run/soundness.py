"""Whether what is kept of a newspaper is sound: its archive, its published runs, its WARC files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import msgspec

from newscrawler.exporters import EXPORTERS
from newscrawler.items import Article
from newscrawler.korean.text import content_hash
from newscrawler.run.folders import damages
from newscrawler.store.archive import Archive, ArchiveError, checked
from newscrawler.store.feeds import read_facts
from newscrawler.store.manifest import FileFacts, Manifest
from newscrawler.store.published import PublishedRuns
from newscrawler.translation import N_


class Badness(IntEnum):
    """How bad a finding is; the lowest number is the worst."""

    STORE = 1  # the archive is damaged
    RECORD = 2  # a record in it is
    FILE = 3  # a published file is
    DIFFERENT = 4  # archive and folders do not say the same
    NOTE = 5  # nothing is wrong


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One sentence about what is kept of a newspaper."""

    badness: Badness
    sentence: str


def inspect(archive: Archive, feeds: PublishedRuns, warcs: Path | None) -> Iterator[Finding]:
    """What there is to say about a newspaper; ``warcs`` is the folder of its WARC files, None where none are kept.

    Reads everything once, and keeps no record in memory.
    """
    try:
        broken = archive.integrity()
        yield from (Finding(Badness.STORE, N_(f"the archive is damaged: {sentence}")) for sentence in broken)
        if not broken:
            yield from _records(archive, feeds)
            known = {manifest.run_id: manifest for manifest in archive.manifests()}
            yield from _beside(archive, feeds, known)
    except ArchiveError as error:
        yield Finding(Badness.STORE, str(error))
    yield from folders(feeds, archive.site, warcs)


def folders(feeds: PublishedRuns, site: str, warcs: Path | None) -> Iterator[Finding]:
    """What there is to say about the published runs of a newspaper by themselves."""
    for run_id in feeds.run_ids():
        found = damages(feeds, site, run_id)
        yield from (Finding(Badness.FILE, sentence) for sentence in found)
        if warcs is not None and not found:
            yield from _warcs(feeds.manifest(run_id), warcs)
    for run_id in feeds.incomplete():
        yield Finding(Badness.FILE, f"{run_id}: " + N_("the folder has no run.json"))


def _records(archive: Archive, feeds: PublishedRuns) -> Iterator[Finding]:
    """Decodes every record of every run, and holds the articles against their fingerprints."""
    for manifest in archive.manifests():
        number = archive.run_number(manifest.run_id)
        for kind, exporter in EXPORTERS.items():
            count = 0
            decode = msgspec.json.Decoder(exporter.record).decode
            try:
                for _, record in checked(archive.records(kind, number), decode, archive):
                    count += 1
                    if isinstance(record, Article) and record.content_hash not in _hashes(record):
                        sentence = f"{manifest.run_id}: " + N_(
                            f"the text of {record.id} does not have its content_hash"
                        )
                        yield Finding(Badness.RECORD, sentence)
            except ArchiveError as error:
                yield Finding(Badness.RECORD, f"{manifest.run_id}: {error}")
                continue
            said = next((facts.records for facts in manifest.files if facts.name == exporter.file_name), None)
            is_own = count or feeds.is_published(manifest.run_id)  # else a later run published what this one stored
            if is_own and said is not None and said != count:
                sentence = f"{manifest.run_id}: " + N_(f"the archive has {count} {kind} records, {said} were published")
                yield Finding(Badness.RECORD, sentence)


def _hashes(record: Article) -> tuple[str, str]:
    """The fingerprints that a record may have: today's, and the one of versions that left captions and tables out."""
    captions = [image.caption for image in record.images if image.caption]
    return (
        content_hash(record.title, record.subtitle, record.body, captions, record.tables),
        content_hash(record.title, record.subtitle, record.body),
    )


def _beside(archive: Archive, feeds: PublishedRuns, known: dict[str, Manifest]) -> Iterator[Finding]:
    """Holds the runs of the archive and the published ones against each other."""
    published = feeds.run_ids()
    for run_id in published:
        if archive.run_number(run_id) is None:
            yield Finding(
                Badness.DIFFERENT, f"{run_id}: " + N_("the run is published, and the archive does not have it")
            )
        elif run_id in known and _files(feeds, run_id) not in (None, known[run_id].files):
            yield Finding(Badness.DIFFERENT, f"{run_id}: " + N_("run.json and the archive name other files"))
    if gone := known.keys() - set(published):
        yield Finding(
            Badness.NOTE, N_(f"{len(gone)} of {len(known)} runs have no folder any more, as after scrapy prune")
        )


def _files(feeds: PublishedRuns, run_id: str) -> list[FileFacts] | None:
    """The files that a published run names; None if its manifest cannot be read, which is a finding of its own."""
    try:
        return feeds.manifest(run_id).files
    except (OSError, msgspec.MsgspecError):
        return None


def _warcs(manifest: Manifest, folder: Path) -> Iterator[Finding]:
    """Holds the WARC file of a run and its index against the run's manifest."""
    for facts in manifest.warc:
        try:
            found = read_facts(folder / facts.name)
        except OSError as error:
            yield Finding(
                Badness.FILE, f"{manifest.run_id}: " + N_(f"{folder / facts.name} cannot be read: {error.strerror}")
            )
            continue
        if (found.bytes, found.sha256) != (facts.bytes, facts.sha256):
            yield Finding(Badness.FILE, f"{manifest.run_id}: " + N_(f"{folder / facts.name} was changed"))
