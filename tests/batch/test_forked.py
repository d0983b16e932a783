"""A fork of the batch is what a plain process would be: its files, signals, streams, session and end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from support.crawling import ROOT, environment
from support.processes import UNMEASURED

from newscrawler.batch import forked
from newscrawler.batch.start import PARENT, spawn

_FORKING = """
import json, logging, os, random, signal, sys, threading, time
from pathlib import Path
from newscrawler.batch import forked
from newscrawler.batch.forked import Forked

log = Path(sys.argv[1])

def run(work):
    forked.execute = work
    with log.open("wb") as file:
        process = Forked(["crawl", "naru"], file)
    return process

def await_(process):
    while process.poll() is None:
        time.sleep(0.002)
    return process.returncode
"""


def forking(folder: Path, program: str) -> tuple[str, str]:
    """What a program that forks prints, and what its last fork wrote to its log."""
    log = folder / "log"
    done = subprocess.run(
        [sys.executable, "-c", _FORKING + program, str(log)],
        cwd=ROOT,
        env={**environment(), **UNMEASURED},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode(), log.read_bytes().decode()


STATE = """
signal.signal(signal.SIGINT, lambda *_: None)
signal.signal(signal.SIGTERM, lambda *_: None)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
logging.basicConfig(filename=log.with_name("batch.log"))
secret = log.with_name("secret").open("w")
secret.write("half a line")
terminal = sys.stdout
terminal.write("written by the batch, ")
random.seed(1)

batch = os.getpid()

class Proxy:  # as rich's
    def flush(self): pass
    def write(self, text): raise AssertionError(text)
    def __del__(self):
        if os.getpid() != batch: os.write(1, b"flushed at its end\\n")

def state(argv):
    files = [fd for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")]
    logging.warning("in the log of the crawl")
    sys.stdout.write(json.dumps({
        "argv": argv, "sys.argv": sys.argv,
        "files": {fd: os.readlink(f"/proc/self/fd/{fd}") for fd in sorted(files)},
        "leader": os.getsid(0) == os.getpid() == os.getpgid(0), "read": sys.stdin.read(),
        "handlers": [str(signal.getsignal(n)) for n in (signal.SIGTERM, signal.SIGHUP)],
        "interrupt": signal.getsignal(signal.SIGINT) is signal.default_int_handler,
        "mask": list(signal.pthread_sigmask(signal.SIG_BLOCK, ())), "tasks": len(os.listdir("/proc/self/task")),
        "environment": {n: os.environ[n] for n in ("NEWSCRAWLER_BATCH", "PYTHONUTF8")},
        "streams": [(s.encoding, s.errors) for s in (sys.stdout, sys.stderr)],
        "random": random.random(), "reactor": "twisted.internet.reactor" in sys.modules,
        "handled": len(logging.root.handlers),
    }) + "\\n")
    print("한글\\udc80", file=sys.stderr)
    sys.exit(7)

sys.stdout = sys.stderr = Proxy()
process = run(state)
before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
status = await_(process)
sys.stdout, sys.stderr = terminal, sys.__stderr__
print(json.dumps([status, process.pid, os.getpid(), random.random(), list(before)]))
"""


def test_a_fork_has_nothing_of_its_parent_that_a_new_process_would_not_have(tmp_path: Path) -> None:
    told, log = forking(tmp_path, STATE)
    (line,) = (one for one in log.splitlines() if one.startswith("{"))
    found: dict[str, Any] = json.loads(line)
    written, _, facts = told.partition("[")
    status, _, parent, parents_random, mask = json.loads("[" + facts)
    assert (written, status) == ("written by the batch, ", 7)  # once, and by the batch
    assert mask == [signal.SIGUSR1]
    assert found.pop("random") != parents_random
    assert found.pop("files") == {"0": "/dev/null", "1": str(tmp_path / "log"), "2": str(tmp_path / "log")}
    assert found == {
        "argv": ["scrapy", "crawl", "naru"],
        "sys.argv": ["scrapy", "crawl", "naru"],
        "leader": True,
        "read": "",
        "handlers": [str(signal.SIG_DFL), str(signal.SIG_IGN)],
        "interrupt": True,
        "mask": [],
        "tasks": 1,
        "environment": {PARENT: str(parent), "PYTHONUTF8": "1"},
        "streams": [["utf-8", "backslashreplace"]] * 2,
        "reactor": False,
        "handled": 1,  # its own, which logging added for the warning
    }
    assert log.splitlines()[:2] == ["WARNING:root:in the log of the crawl", "한글\\udc80"]
    assert (tmp_path / "batch.log").read_text() == ""
    assert (tmp_path / "secret").read_text() == "half a line"


ENDS = (
    "pass",
    "sys.exit()",
    "sys.exit(3)",
    "sys.exit(-1)",
    "sys.exit('한 문장')",
    "1 / 0",
    "raise KeyboardInterrupt",
    "os.kill(os.getpid(), signal.SIGTERM); time.sleep(60)",
    "os.kill(os.getpid(), signal.SIGKILL); time.sleep(60)",
    "print('buffered', end='')",
)


def test_a_fork_ends_as_a_plain_process_does(tmp_path: Path) -> None:
    """Exit status and last words."""
    program = f"""
def one(statement):
    def work(argv):
        exec(statement, globals())
    return await_(run(work)), log.read_text().splitlines()[-1:]
print(json.dumps([one(statement) for statement in {ENDS!r}]))
"""
    told, _ = forking(tmp_path, program)
    plain = []
    for statement in ENDS:
        with (tmp_path / "plain").open("wb") as log:
            process = spawn([sys.executable, "-c", f"import os, signal, sys, time\n{statement}"], log)
        while process.poll() is None:
            time.sleep(0.002)
        plain.append([process.returncode, (tmp_path / "plain").read_text().splitlines()[-1:]])
    assert dict(zip(ENDS, json.loads(told), strict=True)) == dict(zip(ENDS, plain, strict=True))


def test_a_signal_right_after_the_start_ends_the_fork(tmp_path: Path) -> None:
    """It must not meet the batch's handler there, which only counts."""
    program = """
signal.signal(signal.SIGTERM, lambda *_: None)
ends = []
for _ in range(50):
    process = run(lambda argv: time.sleep(60))
    process.terminate()
    ends.append(await_(process))
    process.kill()  # the process id may be another's by now
print(json.dumps(ends))
"""
    told, _ = forking(tmp_path, program)
    assert json.loads(told) == [-signal.SIGTERM] * 50


NOT = {
    "another system": ((sys, "platform", "darwin"), "only Linux"),
    "a thread": ((threading, "active_count", lambda: 2), "a thread is running"),
    "a reactor": ((sys, "modules", {"twisted.internet.reactor": None}), "a component installs Twisted's reactor"),
    "a locale": ((forked.locale, "getpreferredencoding", lambda do_setlocale: "EUC-KR"), "the locale is not UTF-8"),
    "names of files": ((sys, "getfilesystemencoding", lambda: "euc_kr"), "the locale is not UTF-8"),
}


@pytest.mark.parametrize("name", NOT)
def test_where_a_fork_is_not_safe_there_is_a_reason(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (owner, attribute, value), sentence = NOT[name]
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(sys, "modules", {})
    assert forked.why_not() is None
    monkeypatch.setattr(owner, attribute, value)
    assert str(forked.why_not()).startswith(sentence)


def test_a_process_that_must_not_be_forked_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "why_not", lambda: "for a reason")
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("it was forked"))
    with (tmp_path / "log").open("wb") as log, pytest.raises(AssertionError, match="for a reason"):
        forked.Forked(["crawl", "naru"], log)
