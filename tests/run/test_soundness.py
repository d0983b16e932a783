"""`scrapy archive check`: every kind of damage is found, and nothing is said of what is sound."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from support import archived
from support.warcs import PAGE

from newscrawler.items import Image
from newscrawler.korean.text import content_hash
from newscrawler.run.soundness import Badness, Finding, inspect
from newscrawler.store.feeds import Feeds
from newscrawler.store.sqlite import SqliteArchive
from newscrawler.store.warc import WarcFile

DAYS = ("2026-03-01", "2026-03-02")
FIRST, LAST = (f"{day.replace('-', '')}T063000" for day in DAYS)
PLAIN = replace(archived.article("demo", 1, DAYS[0]), content_hash=content_hash("제목", None, "본문"))
# the fingerprint of versions that left captions out
OLD = replace(archived.article("demo", 2, DAYS[0]), images=[Image("http://demo.test/a.jpg", "설명")])
OLD = replace(OLD, content_hash=PLAIN.content_hash)
NEW = replace(OLD, id="demo:3", content_hash=content_hash("제목", None, "본문", ["설명"]))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    for day, items in zip(DAYS, ([PLAIN, OLD], [NEW]), strict=True):
        archived.store(tmp_path, "demo", day, items)
    return tmp_path


def found(data_dir: Path, warcs: Path | None = None) -> list[Finding]:
    with closing(SqliteArchive(data_dir / "demo/archive.sqlite", "demo", read_only=True)) as archive:
        return sorted(inspect(archive, Feeds(data_dir / "demo"), warcs))


def execute(data_dir: Path, statement: str) -> None:
    with closing(sqlite3.connect(data_dir / "demo/archive.sqlite")) as db, db:
        db.execute(statement)


def test_nothing_is_said_of_what_is_sound(data_dir: Path) -> None:
    archived.begin(data_dir, "demo", "2026-03-03")  # a run at work
    assert found(data_dir) == []


def other_text(data_dir: Path) -> None:
    execute(data_dir, "UPDATE revision SET record = replace(record, '본문', '본분') WHERE id = 'demo:3'")


def no_record(data_dir: Path) -> None:
    execute(data_dir, "UPDATE revision SET record = '{' WHERE id = 'demo:3'")


def fewer(data_dir: Path) -> None:
    execute(data_dir, "DELETE FROM revision WHERE id = 'demo:2'")


def unknown_run(data_dir: Path) -> None:
    execute(data_dir, f"DELETE FROM run WHERE id = '{LAST}'")


def other_manifest(data_dir: Path) -> None:
    feeds = Feeds(data_dir / "demo")
    manifest = feeds.manifest(LAST)
    facts = [replace(one, sha256="0" * 64) for one in manifest.files]
    record = msgspec.json.encode(replace(manifest, files=facts)).decode()
    execute(data_dir, f"UPDATE run SET manifest = '{record}' WHERE id = '{LAST}'")


def edited(data_dir: Path) -> None:
    (data_dir / "demo" / LAST / "articles.jsonl").write_text("{}\n")


def half_removed(data_dir: Path) -> None:
    (data_dir / "demo" / LAST / "run.json").unlink()


def pruned(data_dir: Path) -> None:
    shutil.rmtree(data_dir / "demo" / FIRST)


@pytest.mark.parametrize(
    ("spoil", "badness", "sentence"),
    [
        (other_text, Badness.RECORD, f"{LAST}: the text of demo:3 does not have its content_hash"),
        (no_record, Badness.RECORD, f"{LAST}: record 1 that was read from the archive of demo is damaged"),
        (fewer, Badness.RECORD, f"{FIRST}: the archive has 1 article records, 2 were published"),
        (unknown_run, Badness.DIFFERENT, f"{LAST}: the run is published, and the archive does not have it"),
        (other_manifest, Badness.DIFFERENT, f"{LAST}: run.json and the archive name other files"),
        (edited, Badness.FILE, f"{LAST}: articles.jsonl was changed"),
        (half_removed, Badness.FILE, f"{LAST}: the folder has no run.json"),
        (pruned, Badness.NOTE, "1 of 2 runs have no folder any more"),
    ],
)
def test_damage_is_found(data_dir: Path, spoil: Callable[[Path], None], badness: Badness, sentence: str) -> None:
    spoil(data_dir)
    first = found(data_dir)[0]
    assert first.badness == badness
    assert first.sentence.startswith(sentence)


def test_a_damaged_file_of_the_archive_is_the_worst(data_dir: Path) -> None:
    edited(data_dir)
    path = data_dir / "demo/archive.sqlite"
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 8192 - 4096)
    path.write_bytes(content)
    findings = found(data_dir)
    assert findings[0].badness == Badness.STORE
    assert findings[-1].badness == Badness.FILE


def test_warc_files_are_held_against_the_manifest(data_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "warc/demo"
    file = WarcFile(folder, LAST, {})
    file.add(PAGE)
    feeds = Feeds(data_dir / "demo")
    path = feeds.path / LAST / "run.json"
    path.write_bytes(msgspec.json.encode(replace(feeds.manifest(LAST), warc=file.close())))
    file.publish()
    assert found(data_dir, folder) == []
    file.path.write_bytes(file.path.read_bytes()[:-1])
    assert [one.sentence for one in found(data_dir, folder)] == [f"{LAST}: {file.path} was changed"]
    file.path.unlink()
    assert [one.sentence for one in found(data_dir, folder)] == [
        f"{LAST}: {file.path} cannot be read: No such file or directory"
    ]
    assert found(data_dir) == []
