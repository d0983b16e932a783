"""What deploy/ offers to copy: linted, and its commands run as they stand, on the demo newspaper."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener
from zipfile import ZipFile

import pytest
from cronsim import CronSim
from support.crawling import ROOT, Run, assert_truth, environment
from support.postgres import Postgres
from support.processes import UNMEASURED

from newscrawler.cluster import schema
from newscrawler.demo import Newspaper
from newscrawler.korean.dates import now_kst

DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
UNITS = (
    "newscrawler.service",
    "newscrawler.timer",
    "newscrawler-worker.service",
    "newscrawler-cluster.service",
    "newscrawler-cluster.timer",
)
TABLE = "[gndnews]\nenabled = false\n\n[nuri]\ndemo = true\narguments = {articles = 20}\n"
DIRECT = build_opener(ProxyHandler({}))  # no proxy of the environment stands before 127.0.0.1
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is missing: apt-get install systemd"
)


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a program of the virtual environment, or else of the system; stdout holds all it says."""
    path = BIN / name if (BIN / name).exists() else name
    return subprocess.run(
        [path, *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


class Machine:
    """A machine for the commands of deploy/: its folders lie in a temporary one, its newspaper is the demo."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "srv/newscrawler"
        programs = self.project / ".venv/bin"
        programs.mkdir(parents=True)
        (programs / "newscrawler").write_text(f'#!/bin/sh\nexec {sys.executable} -m newscrawler "$@"\n', "utf-8")
        (programs / "newscrawler").chmod(0o755)
        for name in ("newscrawler", "scrapy.cfg"):
            (self.project / name).symlink_to(ROOT / name)
        (folder / "etc/newscrawler").mkdir(parents=True)
        for data in ("srv/news", "var/lib/newscrawler"):
            (folder / data).mkdir(parents=True)
        for table in (self.project, folder / "etc/newscrawler", folder / "srv/news"):
            (table / "newspapers.toml").write_text(TABLE, "utf-8")

    def moved(self, text: str) -> str:
        """The text with the folders of this machine."""
        return re.sub(r"(?<![\w/.])/(?=(srv|etc|var)/)", f"{self.folder}/", text)

    def run(self, command: str, folder: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs a command line in a folder, the root's if none is given, as cron and systemd do."""
        with self.start(command, folder, **variables) as process:
            stdout, stderr = process.communicate(timeout=120)
        return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)

    def start(self, command: str, folder: Path | None = None, **variables: str) -> subprocess.Popen[str]:
        """Starts a command line likewise."""
        own = {name: self.moved(value) for name, value in variables.items()} | {"PYTHONPATH": str(ROOT)}
        # through a link, coverage would take the modules for others
        given = environment({"PATH": f"{BIN}:{os.environ['PATH']}", **UNMEASURED, **own})
        given.pop("SCRAPY_SETTINGS_MODULE", None)  # which Scrapy leaves in the environment of tests
        return subprocess.Popen(
            ["/bin/sh", "-c", self.moved(command if re.search(r"&&|\|\|", command) else f"exec {command}")],
            cwd=folder or self.folder,
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def assert_crawled(self, data: str) -> None:
        """One batch and one run of the demo newspaper lie in the folder, both complete."""
        (batch,) = (self.folder / data / "batches").glob("*.json")
        (manifest,) = (self.folder / data).glob("nuri/*/run.json")
        assert json.loads(batch.read_text("utf-8"))["exit_code"] == 0
        assert json.loads(manifest.read_text("utf-8"))["counts"]["new"] == 20


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


# ---- cron ----------------------------------------------------------------------------------------


CRONTAB = (DEPLOY / "crontab").read_text("utf-8")
CRON = dict(re.findall(r"(?m)^([A-Z_]+)=(.*)$", CRONTAB))


def cron_lines() -> list[tuple[str, str]]:
    """The times and the command of each line that is one."""
    lines = [line for line in CRONTAB.splitlines() if re.match(r"[\d*]", line)]
    return [(" ".join(parts[:5]), parts[5]) for parts in (line.split(maxsplit=5) for line in lines)]


def test_cron_crawls_once_a_day_and_prunes_once_a_week() -> None:
    now = now_kst()
    assert [CronSim(times, now).explain() for times, _ in cron_lines()] == [
        "At 06:30 every day",
        "At 05:00 on Sunday",
    ]
    assert not any("%" in command for _, command in cron_lines())  # cron reads it as the end of the line


def test_the_cron_lines_do_their_work_and_send_no_mail(machine: Machine) -> None:
    done = [machine.run(command, **CRON) for _, command in cron_lines()]
    assert [(each.returncode, each.stdout, each.stderr) for each in done] == [(0, "", "")] * 2
    machine.assert_crawled("srv/news/data")


def test_cron_mails_what_a_bad_batch_said(machine: Machine) -> None:
    (machine.folder / "srv/news/newspapers.toml").write_text('[naru]\ntitel = "나루"\n', "utf-8")
    assert "[naru] titel: unknown key" in machine.run(cron_lines()[0][1], **CRON).stdout


# ---- systemd -------------------------------------------------------------------------------------


def unit(name: str) -> ConfigParser:
    """A unit file; no key whose value matters here stands twice."""
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / name, "utf-8")
    return parser


@needs_systemd
def test_systemd_finds_nothing_wrong_with_the_units(machine: Machine) -> None:
    for name in UNITS:
        (machine.folder / name).write_text(machine.moved((DEPLOY / name).read_text("utf-8")), "utf-8")
    done = tool("systemd-analyze", "verify", *(str(machine.folder / name) for name in UNITS))
    assert (done.returncode, done.stdout) == (0, "")


@needs_systemd
@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_the_services_are_shut_off_from_the_rest_of_the_machine(name: str) -> None:
    done = tool("systemd-analyze", "security", "--offline=true", "--threshold=20", str(DEPLOY / name))
    assert done.returncode == 0, done.stdout  # 20: an exposure of 2.0, where 10 is a service without limits


def test_the_service_does_its_work(machine: Machine) -> None:
    service = unit("newscrawler.service")["Service"]
    home = service["Environment"].partition("=")[2]
    done = [machine.run(service[name], NEWSCRAWLER_HOME=home).returncode for name in ("ExecStart", "ExecStopPost")]
    assert done == [0, 0]
    assert service["StateDirectory"] == "newscrawler"  # below /var/lib
    machine.assert_crawled("var/lib/newscrawler")


def test_the_service_leaves_its_crawls_to_the_batch_and_a_day_off_is_made_up_for() -> None:
    service, timer = unit("newscrawler.service")["Service"], unit("newscrawler.timer")["Timer"]
    assert (service["User"], service["KillMode"]) == ("newscrawler", "mixed")
    assert timer["Persistent"] == "true"


def test_the_services_of_a_cluster_do_their_work(machine: Machine, postgres: Postgres) -> None:
    url = postgres.create(postgres.template)
    schema.migrate(url)
    worker, batch = (unit(f"newscrawler-{name}.service")["Service"] for name in ("worker", "cluster"))
    assert (worker["Restart"], worker["KillMode"], worker["User"]) == ("always", "mixed", "newscrawler")
    ready = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'crawl-%%'"
    given = {"ARCHIVE_URL": url, "NEWSCRAWLER_HOME": "/var/lib/newscrawler"}
    with machine.start(worker["ExecStart"], **given) as process:
        try:
            while not postgres.execute(ready, url=url):
                assert process.poll() is None, process.communicate()
                time.sleep(0.1)
            done = [machine.run(batch[command], **given) for command in ("ExecStart", "ExecStopPost")]
            assert [each.returncode for each in done] == [0, 0], done
        finally:
            process.terminate()
            process.communicate(timeout=60)
    assert process.returncode == 0
    machine.assert_crawled("var/lib/newscrawler")


# ---- Docker --------------------------------------------------------------------------------------


def test_the_compose_file_passes_its_linter() -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml"))
    assert done.returncode == 0, done.stdout


def test_the_compose_file_asks_for_the_packages_of_a_cluster() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    (packages,) = re.findall(r"PACKAGES: (.+)", (DEPLOY / "compose.yaml").read_text("utf-8"))
    assert packages.split() == extras["cluster"]


def docker(instruction: str) -> list[str]:
    """What follows an instruction of the Dockerfile, wherever it stands."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return re.findall(rf"(?m)^{instruction}\s+(.+)$", text)


def test_the_dockerfile_passes_its_linter() -> None:
    done = tool("hadolint", str(DEPLOY / "Dockerfile"))
    assert (done.returncode, done.stdout) == (0, "")


def test_docker_copies_what_there_is_and_runs_as_nobody_special() -> None:
    copied = [line.split()[0] for line in docker("COPY") if not line.startswith("--from")]
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    assert sorted(copied) == sorted(let_in) == ["newscrawler", "requirements.txt", "scrapy.cfg"]
    assert all((ROOT / name).exists() for name in copied)
    assert len(docker("FROM")) == 2
    assert docker("USER") == ["10001:10001"]


def test_the_image_crawls_into_its_volume(machine: Machine) -> None:
    command = [*json.loads(docker("ENTRYPOINT")[0]), *json.loads(docker("CMD")[0])]
    assert docker("WORKDIR") == ["/srv/newscrawler"]
    assert machine.run(" ".join(command), machine.project).returncode == 0
    machine.assert_crawled(docker("VOLUME")[0].removeprefix("/"))


# ---- GitHub --------------------------------------------------------------------------------------


def test_the_workflow_passes_its_linter() -> None:
    done = tool("zizmor", "--offline", "--pedantic", "--no-progress", str(DEPLOY / "github-actions.yml"))
    assert done.returncode == 0, done.stdout


def test_the_workflow_does_its_work(machine: Machine) -> None:
    (command,) = re.findall(r"(?m)^ +run: (scrapy .+)$", (DEPLOY / "github-actions.yml").read_text("utf-8"))
    assert machine.run(command, machine.project, CONTACT="desk@example.kr").returncode == 0
    machine.assert_crawled("srv/newscrawler/data")


# ---- Scrapyd -------------------------------------------------------------------------------------


class Scrapyd:
    """A scrapyd on a free port of 127.0.0.1, whose folders are temporary."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        port = self.url.rstrip("/").rpartition(":")[2]
        text = (DEPLOY / "scrapyd.conf").read_text("utf-8").replace("= 6800", f"= {port}\npoll_interval = 0.2")
        (folder / "scrapyd.conf").write_text(text, "utf-8")
        self.log = (folder / "scrapyd.log").open("wb")
        # not measured: modules in an egg lie in no folder
        self.process = subprocess.Popen(
            [BIN / "scrapyd", "--pidfile="],
            cwd=folder,
            env=environment(UNMEASURED),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def ask(self, method: str, **values: str) -> dict[str, Any]:
        """The answer to a GET, or to a POST of ``values``."""
        data = urlencode(values).encode() if method == "schedule" else None
        query = "" if data else f"?{urlencode(values)}"
        with DIRECT.open(f"{self.url}{method}.json{query}", data, timeout=60) as answer:
            told: dict[str, Any] = json.load(answer)
        assert told["status"] == "ok", told
        return told

    def until(self, seconds: float, condition: Any) -> None:
        """Waits for a condition; scrapyd tells nobody when something has happened."""
        end = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, "scrapyd died"
            assert time.monotonic() < end, f"not within {seconds} seconds"
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            return bool(self.ask("daemonstatus"))
        except (URLError, ConnectionError):
            return False

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        finally:
            self.process.kill()
            self.log.close()


@pytest.fixture
def scrapyd(tmp_path: Path) -> Iterator[Scrapyd]:
    folder = tmp_path / "scrapyd"
    folder.mkdir()
    daemon = Scrapyd(folder)
    try:
        daemon.until(60, daemon.answers)
        yield daemon
    finally:
        daemon.stop()


def test_a_scrapyd_crawls_what_scrapyd_deploy_sent_it(scrapyd: Scrapyd, tmp_path: Path) -> None:
    project, data = tmp_path / "project", tmp_path / "data"
    project.mkdir()
    shutil.copytree(ROOT / "newscrawler", project / "newscrawler", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.py", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, project)
    config = (ROOT / "scrapy.cfg").read_text("utf-8")
    (project / "scrapy.cfg").write_text(config.replace("http://127.0.0.1:6800", scrapyd.url.removesuffix("/")), "utf-8")

    deployed = subprocess.run(
        [BIN / "scrapyd-deploy", "--version", "1", "--debug"],
        cwd=project,
        env=environment({"TMPDIR": str(tmp_path)}),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    with ZipFile(tmp_path / "scrapyd/eggs/newscrawler/1.egg") as egg:
        packed = {name for name in egg.namelist() if name.startswith("newscrawler/") and not name.endswith(".pyc")}
    files = (path for path in (project / "newscrawler").rglob("*") if path.is_file())
    assert packed == {path.relative_to(project).as_posix() for path in files if path.suffix != ".pyc"}

    assert "gndnews" in scrapyd.ask("listspiders", project="newscrawler")["spiders"]
    (words,) = re.findall(
        r"(?m)^\.venv/bin/scrapyd-client (schedule .+)$", (ROOT / "docs/deploy.md").read_text("utf-8")
    )
    words = words.replace("gndnews", "demo").replace("/srv/news", str(data)).replace("since=7d", "articles=20")
    scheduled = subprocess.run(
        [BIN / "scrapyd-client", *words.split()],
        cwd=project,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert scheduled.returncode == 0, scheduled.stdout + scheduled.stderr
    (job,) = re.findall(r"\b[0-9a-f]{32}\b", scheduled.stdout)
    scrapyd.until(120, lambda: scrapyd.ask("listjobs", project="newscrawler")["finished"])
    log = (tmp_path / f"scrapyd/logs/newscrawler/demo/{job}.log").read_text("utf-8")

    run = Run(0, "", log, data)
    assert (run.manifest["complete"], run.manifest["exit_code"]) == (True, 0)
    assert run.manifest["arguments"] == {"articles": "20"}  # not Scrapyd's own _job
    assert_truth(run, Newspaper(articles=20))
