from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from support.crawling import crawl, scrapy

from newscrawler.store import bucket
from newscrawler.store.bucket import BucketFeeds
from newscrawler.store.feeds import check_runs_url
from newscrawler.store.manifest import FileFacts, Manifest

s3fs = pytest.importorskip("s3fs")
RUN = "20260102T060000"
LINE = b'{"title":"\xea\xb0\x88"}\n'
SAID = cast("Manifest", {"run_id": RUN})


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    moto = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}"
    moto.stop()


@pytest.fixture
def files(server: str, request: pytest.FixtureRequest) -> Any:
    files = s3fs.S3FileSystem(
        endpoint_url=server, key="k", secret="s", use_listings_cache=False, skip_instance_cache=True
    )
    files.mkdir(f"bucket-{abs(hash(request.node.name))}")
    return files


@pytest.fixture
def feeds(files: Any, request: pytest.FixtureRequest) -> BucketFeeds:
    return BucketFeeds(files, f"bucket-{abs(hash(request.node.name))}/news/demo")


def test_a_run_is_seen_from_its_manifest_on_and_its_facts_are_those_of_the_objects(feeds: BucketFeeds) -> None:
    with feeds.begin(RUN) as run:
        run.open("articles.jsonl").write(LINE * 2)
        assert run.close() == [FileFacts("articles.jsonl", 2, len(LINE) * 2, hashlib.sha256(LINE * 2).hexdigest())]
        assert (feeds.run_ids(), feeds.is_published(RUN), feeds.is_taken(RUN)) == ([], False, True)
        run.publish(SAID)
        assert run.differences({"articles.jsonl": 3}) == ["articles.jsonl holds 2 records, 3 were accepted"]
        run.amend(cast("Manifest", {"run_id": "amended"}))
    assert (feeds.run_ids(), feeds.is_published(RUN)) == ([RUN], True)
    assert b"amended" in feeds.files.cat(f"{feeds.path}/{RUN}/run.json")
    assert feeds.files.cat(f"{feeds.path}/{RUN}/articles.jsonl") == LINE * 2


@pytest.mark.parametrize("closes", [False, True])
def test_a_run_that_fails_before_its_manifest_leaves_nothing(feeds: BucketFeeds, closes: bool) -> None:
    with pytest.raises(OSError, match="away"), feeds.begin(RUN) as run:
        run.open("articles.jsonl").write(LINE)
        if closes:
            run.close()
        raise OSError("away")
    assert not feeds.is_taken(RUN)


def test_a_second_writer_of_a_run_loses_and_the_first_keeps_its_feeds(feeds: BucketFeeds) -> None:
    with feeds.begin(RUN) as first, feeds.begin(RUN) as second:
        first.open("articles.jsonl").write(LINE)
        first.close()
        with pytest.raises(FileExistsError):
            second.open("articles.jsonl").write(LINE * 2)
            second.close()
        first.publish(SAID)
        with pytest.raises(FileExistsError, match="by another process"):
            second.publish(cast("Manifest", {"run_id": "of the other"}))
    assert feeds.files.cat(f"{feeds.path}/{RUN}/articles.jsonl") == LINE
    with pytest.raises(FileExistsError, match="another process"):
        feeds.begin(RUN)


def test_only_abandoned_objects_are_removed(feeds: BucketFeeds, monkeypatch: pytest.MonkeyPatch) -> None:
    feeds.files.pipe_file(f"{feeds.path}/{RUN}/articles.jsonl", LINE)
    feeds.begin(f"{RUN}-2")
    assert feeds.is_taken(RUN)
    monkeypatch.setattr(bucket, "ABANDONED", timedelta(seconds=-60))
    feeds.begin(RUN)
    assert not feeds.is_taken(RUN)


def test_a_lost_answer_of_the_last_write_does_not_take_the_run_away(
    feeds: BucketFeeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = feeds.files.pipe_file

    def lost(path: str, content: bytes, **options: Any) -> None:
        write(path, content, **options)
        raise OSError("the connection was lost")

    with feeds.begin(RUN) as run:
        run.open("articles.jsonl").write(LINE)
        run.close()
        monkeypatch.setattr(feeds.files, "pipe_file", lost)
        run.publish(SAID)
    assert (feeds.run_ids(), feeds.files.cat(f"{feeds.path}/{RUN}/articles.jsonl")) == ([RUN], LINE)


def test_a_removed_run_is_gone_with_its_manifest_first(feeds: BucketFeeds, monkeypatch: pytest.MonkeyPatch) -> None:
    with feeds.begin(RUN) as run:
        run.open("articles.jsonl").write(LINE)
        run.close()
        run.publish(SAID)

    def killed(paths: list[str]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(feeds.files, "rm", killed)
        feeds.remove(RUN)
    assert feeds.run_ids() == []


def test_a_bucket_that_is_not_there_is_one_sentence(files: Any) -> None:
    feeds = BucketFeeds(files, "no-such-bucket/news/demo")
    for ask in (feeds.run_ids, lambda: feeds.begin(RUN), lambda: feeds.manifest(RUN)):
        with pytest.raises(OSError, match=r"^the bucket s3://no-such-bucket/news/demo cannot be used: "):
            ask()


@pytest.mark.parametrize("url", ["gs://bucket/news", "s3://", "s3:///", "/srv/news"])
def test_a_runs_url_of_another_kind_is_refused(url: str) -> None:
    assert check_runs_url(url) == "RUNS_URL must be of the form s3://bucket/prefix"
    assert check_runs_url(None) is None
    assert check_runs_url("s3://bucket/prefix") is None


def test_a_crawl_a_batch_and_a_prune_use_the_bucket(server: str, files: Any, tmp_path: Path) -> None:
    files.mkdir("whole")
    data = tmp_path / "data"
    env = {"AWS_ENDPOINT_URL": server, "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s3cret"}
    (tmp_path / "papers.toml").write_text(
        "[gndnews]\nenabled = false\n[demo2]\ndemo = true\narguments = {articles = 12}\n"
    )
    options = (
        "-s",
        "RUNS_URL=s3://whole/news",
        "-s",
        f"NEWSPAPERS={tmp_path / 'papers.toml'}",
        "-s",
        f"DATA_DIR={data}",
    )
    local = crawl("demo", "-a", "articles=12", data_dir=tmp_path / "local")
    run = scrapy("crawl", "demo", "-a", "articles=12", *options, data_dir=data, env=env)
    assert run.exit_code == 0, run.stdout + run.stderr
    (run_id,) = files.ls("whole/news/demo", detail=False)
    assert run.stdout.splitlines()[-1] == f"s3://{run_id}"
    assert "s3cret" not in run.stderr
    assert list(data.glob("demo/*/run.json")) == []
    assert local.folder is not None
    for name in ("articles.jsonl", "weather.jsonl", "rejected.jsonl"):
        lines = [json.loads(line) for line in files.cat(f"{run_id}/{name}").decode().splitlines()]
        mine = [json.loads(line) for line in (local.folder / name).read_text("utf-8").splitlines()]
        times = {"fetched_at": None, "found_on": None, "found_via": None, "page_url": None}
        assert sorted(str({**one, **times}) for one in lines) == sorted(str({**one, **times}) for one in mine)
    batch = scrapy("batch", *options, data_dir=data, env=env)
    assert batch.exit_code == 0, batch.stdout + batch.stderr
    for old in ("20200101T060000", "20200102T060000"):
        files.pipe_file(f"whole/news/demo/{old}/run.json", b"{}")
    dry = scrapy("prune", "--keep", "90", "--dry-run", *options, data_dir=data, env=env)
    assert "s3://whole/news/demo/20200101T060000" in dry.stdout
    assert scrapy("prune", "--keep", "90", *options, data_dir=data, env=env).exit_code == 0
    assert files.ls("whole/news/demo", detail=False) == [run_id]
    files.rm("whole", recursive=True)
    away = scrapy("crawl", "demo", "-a", "articles=12", *options, data_dir=data, env=env)
    assert away.exit_code == 4
    assert "the bucket s3://whole/news/demo cannot be used: " in away.stdout + away.stderr
