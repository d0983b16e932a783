from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import pytest

from newscrawler.store import bucket
from newscrawler.store.bucket import BucketFeeds
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
            second.publish(SAID)
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
