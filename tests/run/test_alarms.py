"""Alarms reach people by webhook and command; what cannot be sent never changes how a run ended."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings
from support.crawling import crawl

from newscrawler.run.alarms import send


class Hook:
    """A chat server: keeps what is posted to it."""

    def __init__(self, status: int = 200) -> None:
        self.posts: list[tuple[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.posts.append((self.headers["Content-Type"], json.loads(body)))
                self.send_response(status)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/hook"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    yield made
    made.close()


def writer(path: Path) -> str:
    """A command that writes what it is told to a file."""
    return f'{sys.executable} -c \'import sys; open("{path}", "wb").write(sys.stdin.buffer.read())\''


def test_title_and_sentences_go_to_the_webhook_and_to_the_command(hook: Hook, tmp_path: Path) -> None:
    said = tmp_path / "said"
    send(
        Settings({"ALARM_WEBHOOK": hook.url, "ALARM_COMMAND": writer(said)}),
        "가온일보 ended with 3",
        ["section 교육 vanished", "둘째"],
    )
    text = "가온일보 ended with 3\n- section 교육 vanished\n- 둘째"
    assert hook.posts == [("application/json", {"text": text})]
    assert said.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("name", "value", "cause"),
    [
        ("ALARM_WEBHOOK", "file:///s3cret", "not an http or https address"),
        ("ALARM_WEBHOOK", "s3cret", "not an http or https address"),
        ("ALARM_WEBHOOK", "http://hook.test:s3cret/", "the value is not valid (InvalidURL)"),
        ("ALARM_WEBHOOK", "http://hook.test/s3c ret", "the value is not valid (InvalidURL)"),
        ("ALARM_WEBHOOK", "http://[s3cret/", "the value is not valid (ValueError)"),
        ("ALARM_COMMAND", "/nowhere/s3cret", "No such file or directory"),
        ("ALARM_COMMAND", f"{sys.executable} -c 'raise SystemExit(7)' s3cret", "the command ended with status 7"),
        ("ALARM_COMMAND", "a 's3cret", "No closing quotation"),
        ("ALARM_COMMAND", "a \0s3cret", "the value is not valid (ValueError)"),
    ],
)
def test_what_cannot_be_sent_is_logged_without_the_value(
    name: str, value: str, cause: str, caplog: pytest.LogCaptureFixture
) -> None:
    send(Settings({name: value}), "title", ["sentence"])
    (record,) = caplog.records
    assert record.getMessage() == f"{name} failed, the alarm was not sent: {cause}"
    assert not record.exc_info


def test_one_way_that_fails_does_not_keep_the_other_from_telling(tmp_path: Path) -> None:
    refusing, said = Hook(status=500), tmp_path / "said"
    send(Settings({"ALARM_WEBHOOK": refusing.url, "ALARM_COMMAND": writer(said)}), "title", [])
    refusing.close()
    assert len(refusing.posts) == 1
    assert said.read_text("utf-8") == "title"


def test_a_run_below_its_floors_ends_with_3_and_tells(hook: Hook, tmp_path: Path) -> None:
    floors = ("-s", 'FLOORS={"authors": 1.0}', "-s", f"ALARM_WEBHOOK={hook.url}")
    run = crawl("demo", "-a", "articles=60", *floors, data_dir=tmp_path)
    assert run.exit_code == 3
    assert (run.manifest["complete"], run.manifest["exit_code"]) == (True, 3)
    (alarm,) = run.manifest["alarms"]
    assert alarm.endswith("% , the floor is 100%)".replace("% ", "%")) and "articles have an author" in alarm
    assert f"! {alarm}" in run.stdout
    assert [post["text"] for _, post in hook.posts] == [f"newscrawler: demo ended with 3\n- {alarm}"]


def test_a_good_run_tells_nobody(hook: Hook, tmp_path: Path) -> None:
    run = crawl("demo", "-a", "articles=40", "-s", f"ALARM_WEBHOOK={hook.url}", data_dir=tmp_path)
    assert (run.exit_code, hook.posts) == (0, [])


def test_a_webhook_out_of_reach_changes_nothing(tmp_path: Path) -> None:
    gone = Hook()
    gone.close()
    floors = ("-s", 'FLOORS={"authors": 1.0}', "-s", f"ALARM_WEBHOOK={gone.url}")
    run = crawl("demo", "-a", "articles=60", *floors, data_dir=tmp_path)
    assert run.exit_code == 3
    assert "ALARM_WEBHOOK failed, the alarm was not sent" in run.stderr


def test_floors_that_make_no_sense_are_wrong_use(tmp_path: Path) -> None:
    run = crawl("demo", "-s", 'FLOORS={"bodies": 1}', data_dir=tmp_path)
    assert run.exit_code == 2
    assert run.stderr.startswith("scrapy crawl: FLOORS: unknown floor 'bodies'; the floors are body, title, ")
    assert run.folder is None
