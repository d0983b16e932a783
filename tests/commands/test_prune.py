"""`scrapy prune` removes old run folders and batches, and nothing else whatsoever."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from support.crawling import Run, scrapy

from newscrawler.korean.dates import now_kst


def days_ago(days: float) -> str:
    return f"{now_kst() - timedelta(days=days):%Y%m%dT%H%M%S}"


NEW, OLD, OLDER, OLDEST = days_ago(1), days_ago(10.1), days_ago(40), days_ago(400)


def run_folder(data_dir: Path, site: str, name: str, /, **told: str) -> Path:
    folder = data_dir / site / name
    folder.mkdir(parents=True)
    told = {"run_id": name, "site": site, "field of another version": "1", **told}
    (folder / "run.json").write_text(json.dumps(told))
    (folder / "articles.jsonl").write_text("")
    return folder


def batch_files(data_dir: Path, batch_id: str) -> None:
    logs = data_dir / "batches" / batch_id
    logs.mkdir(parents=True)
    (logs / "naru.log").touch()
    logs.with_suffix(".json").write_text("{}")


def prune(data_dir: Path, *arguments: str) -> Run:
    return scrapy("prune", *arguments, "-s", f"DATA_DIR={data_dir}", data_dir=data_dir)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_runs_older_than_the_days_go_and_younger_ones_stay(tmp_path: Path) -> None:
    for run_id in (NEW, OLD, OLDER, f"{OLDER}-2", OLDEST):
        run_folder(tmp_path, "naru", run_id)
    run_folder(tmp_path, "www.test", OLD)
    run_folder(tmp_path, "www.test", OLDER)
    run = prune(tmp_path, "--keep", "20")
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout == "naru: 3 run folders removed\nwww.test: 1 run folders removed\n"
    assert names(tmp_path / "naru") == {NEW, OLD}
    assert names(tmp_path / "www.test") == {OLD}
    again = prune(tmp_path, "--keep", "20")
    assert (again.exit_code, again.stdout) == (0, "")


def test_the_newest_run_stays_however_old(tmp_path: Path) -> None:
    for run_id in (OLDER, OLDEST):
        run_folder(tmp_path, "naru", run_id)
    assert prune(tmp_path, "--keep", "1").exit_code == 0
    assert names(tmp_path / "naru") == {OLDER}


def test_what_is_no_run_folder_is_never_touched(tmp_path: Path) -> None:
    naru = tmp_path / "naru"
    run_folder(tmp_path, "naru", NEW)
    gone = run_folder(tmp_path, "naru", OLD)
    (run_folder(tmp_path, "naru", OLDER) / "run.json").unlink()  # nobody said that it is one
    run_folder(tmp_path, "naru", OLDEST, run_id=OLD)  # a copy under another name
    run_folder(tmp_path, "naru", days_ago(401), site="hanbit")  # somebody else's
    (run_folder(tmp_path, "naru", days_ago(402)) / "run.json").write_text("{")
    run_folder(tmp_path, "naru", f"{OLD}.bak", run_id=OLD)
    outside = run_folder(tmp_path / "outside", "naru", days_ago(403))
    (naru / outside.name).symlink_to(outside)
    for file in ("archive.sqlite", "archive.sqlite-wal", ".lock", f"{days_ago(404)}"):
        (naru / file).touch()
    (naru / f".{OLD}.part").mkdir()
    (naru / "notes").mkdir()
    (tmp_path / f"{OLD}.txt").touch()
    before = names(naru)
    assert prune(tmp_path, "--keep", "2").stdout == "naru: 1 run folders removed\n"
    assert names(naru) == before - {gone.name}
    assert (outside / "run.json").exists()
    assert (tmp_path / f"{OLD}.txt").exists()


def test_old_batches_go_with_their_logs_and_the_newest_stays(tmp_path: Path) -> None:
    batches = tmp_path / "batches"
    for batch_id in (OLD, OLDER, OLDEST):
        batch_files(tmp_path, batch_id)
    (batches / f"{OLDER}.json").unlink()  # that of a batch that was killed
    (batches / ".lock").touch()
    strange = batches / days_ago(500)
    strange.mkdir()
    (strange / "thesis.txt").touch()
    run = prune(tmp_path, "--keep", "5")
    assert (run.exit_code, run.stdout) == (0, "batches: 2 batches removed\n")
    assert names(batches) == {OLD, f"{OLD}.json", ".lock", strange.name}


def test_a_dry_run_says_what_would_go_and_removes_nothing(tmp_path: Path) -> None:
    run_folder(tmp_path, "naru", NEW)
    doomed = run_folder(tmp_path, "naru", OLD)
    left_behind = tmp_path / "naru" / f".{OLDER}.pruned"
    left_behind.mkdir()
    run = prune(tmp_path, "--keep", "5", "--dry-run")
    assert (run.exit_code, run.stdout) == (0, f"{doomed}\nnaru: 1 run folders would be removed\n")
    assert names(tmp_path / "naru") == {NEW, OLD, left_behind.name}


def test_only_the_named_newspapers_are_pruned(tmp_path: Path) -> None:
    for site in ("naru", "hanbit"):
        run_folder(tmp_path, site, NEW)
        run_folder(tmp_path, site, OLD)
    for batch_id in (NEW, OLD):
        batch_files(tmp_path, batch_id)
    assert prune(tmp_path, "hanbit", "--keep", "5").exit_code == 0
    assert names(tmp_path / "naru") == {NEW, OLD}
    assert names(tmp_path / "hanbit") == {NEW}
    assert len(names(tmp_path / "batches")) == 4


def test_what_a_killed_prune_left_is_removed(tmp_path: Path) -> None:
    run_folder(tmp_path, "naru", NEW)
    run_folder(tmp_path, "naru", OLD).rename(tmp_path / "naru" / f".{OLD}.pruned")
    (tmp_path / "naru" / ".mine.pruned").mkdir()
    assert prune(tmp_path, "--keep", "30").exit_code == 0
    assert names(tmp_path / "naru") == {NEW, ".mine.pruned"}


def test_a_folder_that_cannot_be_removed_is_exit_4_and_the_others_go_on(tmp_path: Path) -> None:
    for site in ("hanbit", "naru"):
        run_folder(tmp_path, site, NEW)
        run_folder(tmp_path, site, OLD)
    in_the_way = tmp_path / "hanbit" / f".{OLD}.pruned"
    in_the_way.mkdir()
    (in_the_way / "file").touch()
    run = prune(tmp_path, "--keep", "5")
    assert run.exit_code == 4
    assert run.stderr.startswith("scrapy prune: [Errno 39] Directory not empty")
    assert names(tmp_path / "naru") == {NEW}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "give the number of days to keep, 1 to 36500, for example: scrapy prune --keep 90"),
        (("--keep", "1000000000"), "give the number of days to keep, 1 to 36500, for example: scrapy prune --keep 90"),
        (("--keep", "0"), "give the number of days to keep, 1 to 36500, for example: scrapy prune --keep 90"),
        (("--keep", "9", "nosuch"), "there is no newspaper 'nosuch' in "),
        (("--keep", "9", "batches"), "there is no newspaper 'batches' in "),
        (("--keep", "9", "../naru"), "there is no newspaper '../naru' in "),
        (("--keep", "9", ".."), "there is no newspaper '..' in "),
        (("--keep", "9", "--dryrun"), "there is no newspaper '--dryrun' in "),
    ],
)
def test_wrong_use_is_exit_2_and_removes_nothing(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    for parent in (data_dir, tmp_path):
        run_folder(parent, "naru", NEW)
        run_folder(parent, "naru", OLD)
    batch_files(data_dir, OLD)
    run = prune(data_dir, *arguments)
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr.startswith(f"scrapy prune: {sentence}")
    assert names(data_dir / "naru") == names(tmp_path / "naru") == {NEW, OLD}


def test_a_bucket_that_cannot_be_asked_removes_nothing(tmp_path: Path) -> None:
    for name in (NEW, OLD, OLDER):
        run_folder(tmp_path, "naru", name)
    arguments = ("--keep", "20", "-s", "RUNS_URL=ftp://bucket/news", "-s", f"DATA_DIR={tmp_path}")
    run = scrapy("prune", *arguments, data_dir=tmp_path)
    assert (run.exit_code, run.stdout) == (4, "")
    assert run.stderr == "scrapy prune: RUNS_URL must be of the form s3://bucket/prefix\n"
    assert names(tmp_path / "naru") == {NEW, OLD, OLDER}


def test_the_archive_still_has_what_was_pruned(tmp_path: Path) -> None:
    crawl = ("crawl", "demo", "-a", "articles=20", "-s", f"DATA_DIR={tmp_path}")
    (first, _) = (scrapy(*crawl, "-a", f"day={day}", data_dir=tmp_path).manifest["run_id"] for day in (0, 1))
    folder = tmp_path / "demo" / first
    feed = (folder / "articles.jsonl").read_text()
    assert prune(tmp_path, "--keep", "1").stdout == ""
    old = folder.rename(folder.with_name(OLDEST))  # time goes by
    manifest = (old / "run.json").read_text()
    (old / "run.json").write_text(manifest.replace(first, OLDEST))
    assert prune(tmp_path, "--keep", "1").stdout == "demo: 1 run folders removed\n"
    export = scrapy("export", "demo", "--run", first, "-s", f"DATA_DIR={tmp_path}", data_dir=tmp_path)
    assert export.stdout.startswith(feed)
    after = scrapy(*crawl, "-a", "day=1", data_dir=tmp_path)
    assert (after.exit_code, after.articles) == (0, [])
