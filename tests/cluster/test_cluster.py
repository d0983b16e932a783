"""Two machines crawl twelve newspapers into one database; one of them loses its power in the middle."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from support.clusters import Cluster, kill_with_crawls

Make = Callable[[int], Cluster]


def test_a_batch_outlives_the_death_of_a_machine(make_cluster: Make) -> None:
    cluster = make_cluster(12)
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
    published = Counter(record["url"] for record in cluster.published())
    truth = [url for server in cluster.servers.values() for url in server.paper.truth_articles()]
    assert published == Counter(truth)
