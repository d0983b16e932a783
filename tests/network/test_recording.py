"""A crawl with WARC_DIR: every answer is in the file as it came, and no secret is."""

from __future__ import annotations

import errno
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support.crawlers import begun
from support.crawling import Run, crawl_paper, serve
from support.warcs import PAGE, is_sound, records

from newscrawler import settings as project_settings
from newscrawler.demo import DemoServer, Fault
from newscrawler.run.checks import SettingsError, check_settings
from newscrawler.store.exchange import Exchange
from newscrawler.store.feeds import RunFolder, read_facts
from newscrawler.store.warc import WarcFile

CUT, GONE, BUSY, MOVED, PACKED = (f"/news/article.html?no={number}" for number in (10003, 10004, 10005, 10006, 10007))
HEADERS = json.dumps({"Authorization": "Bearer geheim", "Cookie": "id=geheim", "Accept": "text/html"})


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, DemoServer, Path]:
    """A crawl through a proxy with a password, of a newspaper with some faults."""
    data_dir = tmp_path_factory.mktemp("recorded")
    with serve(20) as server:
        packed = gzip.compress(server.paper.reply("GET", f"http://demo.test{PACKED}").body, mtime=0)
        server.faults |= {
            CUT: Fault(cut=3000),
            GONE: Fault(status=410, body="삭제된 기사입니다."),
            BUSY: Fault(status=500, times=1),
            MOVED: Fault(location=f"{MOVED}&moved=1", times=1),
            PACKED: Fault(body=packed, headers={"Content-Encoding": "gzip"}, chunked=True),
        }
        proxy = server.url.replace("//", "//han:geheim@")
        run = crawl_paper(
            server,
            *("-s", f"WARC_DIR={data_dir / 'warc'}", "-s", f"DEFAULT_REQUEST_HEADERS={HEADERS}"),
            data_dir=data_dir,
            env={"http_proxy": proxy, "https_proxy": proxy},
        )
    return run, server, data_dir / "warc" / "demo.test"


def test_every_answer_of_a_run_is_kept(recorded: tuple[Run, DemoServer, Path]) -> None:
    run, server, folder = recorded
    warc, index = run.manifest["warc"]
    assert sorted(path.name for path in folder.iterdir()) == [index["name"], warc["name"]]
    path = folder / warc["name"]
    found = records(path)
    asked = Counter((method, url) for _, method, url in server.log)
    assert (
        Counter((one.head.split()[0], one.fields["WARC-Target-URI"]) for one in found if one.kind == "request") == asked
    )
    assert Counter(one.fields["WARC-Target-URI"] for one in found if one.kind == "response") == Counter(
        url for (_, url), times in asked.items() for _ in range(times)
    )
    assert warc["records"] == index["records"] == asked.total() == run.manifest["counts"]["requests"]
    assert ("GET", "http://demo.test/robots.txt") in asked
    for facts in (warc, index):
        on_disk = read_facts(folder / facts["name"])
        assert (on_disk.bytes, on_disk.sha256) == (facts["bytes"], facts["sha256"])
    assert is_sound(path)
    (info,) = (one.body.decode() for one in found if one.kind == "warcinfo")
    assert f"isPartOf: demo.test/{run.manifest['run_id']}\r\n" in info


def test_redirects_errors_retries_and_cut_bodies_are_among_them(recorded: tuple[Run, DemoServer, Path]) -> None:
    run, server, folder = recorded
    answers = [one for one in records(folder / run.manifest["warc"][0]["name"]) if one.kind == "response"]

    def at(path: str) -> list[tuple[str, bytes]]:
        url = f"http://demo.test{path}"
        return [(one.head.split()[1], one.body) for one in answers if one.fields["WARC-Target-URI"] == url]

    whole = server.paper.reply("GET", f"http://demo.test{CUT}").body
    assert at(CUT) == [("200", whole[:3000])] * 3  # retried twice, as without a WARC file
    assert {one.fields.get("WARC-Truncated") for one in answers} == {None, "disconnect"}
    assert run.reasons[f"http://demo.test{CUT}"] == "truncated"
    assert at(GONE)[0] == ("410", "삭제된 기사입니다.".encode())
    assert [status for status, _ in at(BUSY)] == ["500", "200"]
    assert at(MOVED)[0][0] == "302"
    ((status, body),) = at(PACKED)
    assert (status, body) == ("200", server.faults[PACKED].body)


def test_no_secret_is_stored(recorded: tuple[Run, DemoServer, Path]) -> None:
    run, _, folder = recorded
    content = gzip.decompress((folder / run.manifest["warc"][0]["name"]).read_bytes())
    assert b"geheim" not in content
    assert b"Accept: text/html\r\n" in content


# ---- the run ----------------------------------------------------------------------------------------
def test_a_full_disk_ends_the_run_with_4_and_keeps_what_was_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(tmp_path, WARC_DIR=str(tmp_path / "warc"))
    assert run.is_recording
    run.record(PAGE)

    def refuse(self: WarcFile, exchange: Exchange) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(WarcFile, "add", refuse)
    run.record(PAGE)
    assert not run.is_recording
    outcome = run.publish("not_stored", {})
    assert outcome is not None
    assert outcome.exit_code == 4
    assert "the WARC file" in outcome.alarms[0]
    assert "No space left on device" in outcome.alarms[0]
    kept = tmp_path / "warc/demo" / f"{run.run_id}.unpublished.warc.gz"
    assert len(records(kept)) == 3
    assert not Path(run.place).exists()


def test_a_run_keeps_what_a_killed_one_left(tmp_path: Path) -> None:
    folder = tmp_path / "warc/demo"
    killed = WarcFile(folder, "20260301T060000", {})
    killed.add(PAGE)
    killed._file.close()
    run = begun(tmp_path, WARC_DIR=str(tmp_path / "warc"))
    run.record(PAGE)
    assert run.publish("finished", {}) is not None
    assert sorted(path.name for path in folder.glob("*.warc.gz")) == [
        "20260301T060000.unpublished.warc.gz",
        f"{run.run_id}.warc.gz",
    ]


def test_a_file_that_got_its_name_before_its_run_died_is_named_after_what_became_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file gets its name right before the folder; the records are in the next run's folder."""

    def die(*_: object) -> None:
        raise OSError(errno.EIO, "died")

    run = begun(tmp_path, WARC_DIR=str(tmp_path / "warc"))
    run.record(PAGE)
    with monkeypatch.context() as patched:
        patched.setattr(RunFolder, "publish", die)
        run.publish("finished", {})
    folder = tmp_path / "warc/demo"
    assert [path.name for path in folder.glob("*.warc.gz")] == [f"{run.run_id}.warc.gz"]
    begun(tmp_path, WARC_DIR=str(tmp_path / "warc")).publish("finished", {})
    assert sorted(path.name for path in folder.glob(f"{run.run_id}.*")) == [
        f"{run.run_id}.unpublished.cdxj",
        f"{run.run_id}.unpublished.warc.gz",
    ]


def test_without_the_setting_nothing_is_kept(tmp_path: Path) -> None:
    run = begun(tmp_path)
    run.record(PAGE)
    assert not run.is_recording
    assert run.publish("finished", {}) is not None
    assert run.manifest is not None
    assert run.manifest.warc == []


@pytest.mark.parametrize(
    ("given", "package", "sentence"),
    [
        ({"WARC_DIR": " "}, None, "WARC_DIR must name a folder"),
        ({"WARC_DIR": True}, None, "WARC_DIR must name a folder"),
        ({"WARC_DIR": "w"}, "warcio", "WARC_DIR needs the package warcio: pip install warcio surt"),
    ],
)
def test_a_run_that_could_not_keep_its_answers_does_not_begin(
    given: dict[str, object], package: str | None, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newscrawler.run.checks.missing_package", lambda: package)
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    settings.setdict(given, priority="cmdline")
    with pytest.raises(SettingsError) as error:
        check_settings(settings)
    assert str(error.value) == sentence
