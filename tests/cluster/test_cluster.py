"""Two machines crawl twelve newspapers into one database; one of them loses its power in the middle."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import s3fs
from moto.server import ThreadedMotoServer
from support.clusters import Cluster, kill_with_crawls

Make = Callable[[int], Cluster]
BUCKET = "cluster/news"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket on loopback, which all machines know by their environment."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in (("ENDPOINT_URL", f"http://{host}:{port}"), ("ACCESS_KEY_ID", "k"), ("SECRET_ACCESS_KEY", "s")):
        monkeypatch.setenv(f"AWS_{name}", value)
    files = s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True)
    files.mkdir("cluster")
    yield files
    server.stop()


def test_a_batch_outlives_the_death_of_a_machine(make_cluster: Make, bucket: Any) -> None:
    """The machines share a database and a bucket, no disk."""
    cluster = make_cluster(12)
    cluster.options += ["-s", f"RUNS_URL=s3://{BUCKET}"]
    cluster.slow_down(0.05)
    machines = {name: cluster.worker(name, "--jobs", "4") for name in ("first", "second")}
    cluster.await_(lambda: cluster.machines() == 2, *machines.values())
    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(cluster.batch, "--on", "cluster")
        cluster.await_(lambda: cluster.busy("first", requests=6), *machines.values())
        lost = cluster.busy("first", requests=1)
        kill_with_crawls(machines["first"])
        watched = watching.result()
    assert watched.exit_code == 0, watched.stderr
    assert all(cluster.asked(name, "second") for name in lost)
    cluster.assert_no_overlap()
    cluster.assert_complete()

    # the report is what one machine would have written
    (path,) = (cluster.folder / "desk/batches").glob("*.json")
    report = json.loads(path.read_text("utf-8"))
    assert (report["exit_code"], [one["site"] for one in report["sites"]]) == (0, list(cluster.servers))
    for one in report["sites"]:
        assert (one["state"], one["exit_code"], one["alarms"]) == ("finished", 0, [])
        assert one["counts"]["new"] == len(cluster.servers[one["site"]].paper.truth_articles())
        assert "articles new" in (path.with_suffix("") / f"{one['site']}.log").read_text("utf-8")
    rows = [line.split("│")[1:5] for line in watched.stdout.splitlines() if line.startswith("│")]
    found = {row[0].strip(): (row[2].strip(), row[3].strip()) for row in rows}
    assert found == {**dict.fromkeys(cluster.servers, ("finished", "0")), "total": ("", "")}
    assert str(path) in watched.stdout

    # each article was published once, by whichever machine
    assert cluster.published() == []  # on the machines' disks
    shown = [key for key in bucket.find(BUCKET) if key.endswith("/articles.jsonl")]
    assert all(bucket.exists(key.replace("articles.jsonl", "run.json")) for key in shown)
    lines = [line for key in shown for line in bucket.cat_file(key).decode().splitlines()]
    published = Counter(json.loads(line)["url"] for line in lines)
    truth = [url for server in cluster.servers.values() for url in server.paper.truth_articles()]
    assert published == Counter(truth)
