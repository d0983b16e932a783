"""The guard: names and addresses of private networks are refused unless a person asked for them."""

from __future__ import annotations

import ast
import ipaddress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler
from support.crawling import ROOT, project, scrapy
from support.hostile import Paper, RawServer, crawl_url, outcome, plain
from support.shown import Shown
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

from newscrawler.network import guard
from newscrawler.network.guard import AddressGuard, PrivateAddressError, PublicResolver, is_literal, is_public
from newscrawler.spiders.demo import DemoSpider

PRIVATE = """
    127.0.0.1 127.255.255.254 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 169.254.169.254
    100.64.0.1 0.0.0.0 255.255.255.255 224.0.0.1 198.18.0.1 192.0.2.1 240.0.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1
    fd12:3456::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1 2001:db8::1 [::1]
    64:ff9b::10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::8.8.8.8 2002:7f00:1:: 2002:a00:1::1 2002:c0a8:1:2::3 ::10.0.0.1
    ::127.0.0.1 ::ffff:0:10.0.0.1 fec0::1 feff::1
""".split()
PUBLIC = """
    8.8.8.8 1.1.1.1 172.32.0.1 192.169.0.1 211.110.0.1 2606:4700:4700::1111 ::ffff:8.8.8.8 64:ff9b::8.8.8.8
    2002:808:808::1
""".split()
# Notations of 127.0.0.1 and its like that some system library accepts.
ODD = "0x7f.1 2130706433 0x7f000001 0177.0.0.1 127.1 127.0.0.1. 0 0.0.0.0 0x7f.0x0.0x0.0x1 127.0.1 1.2.3.4.5".split()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_proxy_hosts", frozenset)
    monkeypatch.setattr(guard, "_refused", {})


def made(**settings: Any) -> AddressGuard:
    return AddressGuard(SimpleNamespace(settings=Settings(settings)))  # type: ignore[arg-type]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(DNSLookupError):
        _resolver().check(address.strip("[]"), "news.test")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert is_public(address)
    assert _resolver().check(address, "news.test") == address


@pytest.mark.parametrize("host", [*PRIVATE, *ODD])
def test_urls_of_private_addresses_are_refused(host: str) -> None:
    literal = f"[{host.strip('[]')}]" if ":" in host else host
    for url in (f"http://{literal}/", f"https://{literal}:8080/x?y", f"http://user:pw@{literal}/"):
        with pytest.raises(PrivateAddressError, match="private"):
            made().process_request(Request(url))


@pytest.mark.parametrize("host", ["127。0。0。1", "１２７.0.0.1", "①②⑦.0.0.1", "127%2e0%2e0%2e1", "[::ffff:7f00:1]"])
def test_hosts_in_disguise_are_no_way_in(host: str) -> None:
    try:
        request = Request(f"http://{host}/")
    except ValueError:
        return  # no address at all
    name = request.url.split("/")[2]
    if is_literal(name):
        with pytest.raises(PrivateAddressError):
            made().process_request(request)
    else:  # the resolver decides by what it leads to
        with pytest.raises(DNSLookupError):
            _resolver().check("127.0.0.1", name)


@pytest.mark.parametrize("host", ["news.test", "www.news-a.test:8080", "10.news.test", "0xcafe.test", "1234.test"])
def test_names_and_public_addresses_pass(host: str) -> None:
    assert made().process_request(Request(f"http://{host}/")) is None
    for address in PUBLIC:
        literal = f"[{address}]" if ":" in address else address
        assert made().process_request(Request(f"http://{literal}/")) is None


def test_allow_private_hosts_lifts_the_guard() -> None:
    with pytest.raises(NotConfigured):
        made(ALLOW_PRIVATE_HOSTS=True)
    resolver = _resolver()
    resolver.allow_private = True
    assert resolver.check("10.0.0.1", "news.test") == "10.0.0.1"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1"])
def test_a_private_answer_is_refused_after_the_connection(address: str) -> None:
    request = Request("http://news.test/")
    response = HtmlResponse(request.url, ip_address=ipaddress.ip_address(address))
    with pytest.raises(PrivateAddressError, match="private"):
        made().process_response(request, response)
    proxied = request.replace(meta={"proxy": "http://127.0.0.1:3128"})
    assert made().process_response(proxied, response) is response
    public = HtmlResponse(request.url, ip_address=ipaddress.ip_address("8.8.8.8"))
    assert made().process_response(request, public) is public


# ---- names -------------------------------------------------------------------------------------------
class _Reactor:
    """As much of a reactor as a resolver asks for."""

    def getThreadPool(self) -> None:  # noqa: N802 - Twisted's name
        return None


def _resolver() -> PublicResolver:
    return PublicResolver(_Reactor(), 0, 1.0)  # type: ignore[arg-type]


def _failure(deferred: Deferred[str]) -> list[Any]:
    found: list[Any] = []
    deferred.addBoth(found.append)
    return found


def test_a_name_is_judged_by_what_it_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def lookup(self: object, name: str, timeout: object = ()) -> Deferred[str]:
        asked.append(name)
        return succeed({"inside.test": "10.0.0.7", "outside.test": "8.8.8.8"}[name])

    monkeypatch.setattr("scrapy.resolver.ThreadedResolver.getHostByName", lookup)
    resolver = _resolver()
    (failure,) = _failure(resolver.getHostByName("inside.test"))
    assert failure.check(DNSLookupError)
    assert _failure(resolver.getHostByName("outside.test")) == ["8.8.8.8"]
    assert asked == ["inside.test", "outside.test"]
    with pytest.raises(PrivateAddressError, match=r"inside\.test resolves to the private address 10\.0\.0\.7"):
        made().process_exception(Request("http://inside.test/x"), DNSLookupError())
    assert made().process_exception(Request("http://outside.test/x"), DNSLookupError()) is None


def test_a_proxy_of_the_environment_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("http_proxy", "http://proxy.test:3128")
    guard._proxy_hosts.cache_clear()
    try:
        assert _resolver().check("10.0.0.1", "proxy.test") == "10.0.0.1"
        with pytest.raises(DNSLookupError):
            _resolver().check("10.0.0.1", "other.test")
    finally:
        guard._proxy_hosts.cache_clear()
        guard._refused.clear()


def test_the_resolver_and_the_guard_are_what_the_project_uses() -> None:
    settings = Settings()
    settings.setmodule("newscrawler.settings")
    assert settings["TWISTED_DNS_RESOLVER"] == "newscrawler.network.guard.PublicResolver"
    assert settings["DOWNLOADER_MIDDLEWARES"]["newscrawler.network.guard.AddressGuard"] is not None
    assert settings.getbool("ALLOW_PRIVATE_HOSTS") is False
    assert all(settings["DOWNLOAD_HANDLERS"][scheme] is None for scheme in ("file", "data", "ftp", "s3"))
    assert get_crawler(DemoSpider).settings.getbool("ALLOW_PRIVATE_HOSTS")


def test_only_the_demo_lifts_the_guard() -> None:
    """Where the package sets it, rather than asks: its default, and the demo's spider."""
    setters = set()
    for file in (ROOT / "newscrawler").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            is_set = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("set", "setdict", "update")
            named = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ALLOW_PRIVATE_HOSTS"
            if named or (is_set and "ALLOW_PRIVATE_HOSTS" in ast.dump(node)):
                setters.add(file.relative_to(ROOT / "newscrawler").as_posix())
    assert setters == {"settings.py", "spiders/demo.py"}


# ---- whole crawls ------------------------------------------------------------------------------------
def answering(paper: Paper) -> RawServer:
    def answer(path: str) -> bytes:
        reply = paper.reply("GET", paper.origin + path)
        return plain(reply.body, f"{reply.status} -")

    return RawServer(answer)


HOSTS = ["localhost", "0x7f.1", "[::ffff:127.0.0.1]"]


@pytest.mark.shows("a newspaper at `localhost`, `0x7f.1`, `[::ffff:127.0.0.1]` …", "`private`, nothing is sent", 1)
@pytest.mark.parametrize("host", HOSTS)
def test_a_newspaper_on_this_machine_is_not_asked(host: str, shown: Shown, tmp_path: Path) -> None:
    with answering(Paper([1])) as server:
        run = crawl_url(f"http://{host}:{server.port}/", "-s", "RETRY_TIMES=0", data_dir=tmp_path)
        assert server.requests == []
    assert outcome(run) == (1, False, 1)
    (reason,) = set(run.reasons.values())
    shown.holds(f"`{reason}`, nothing is sent", run.exit_code)
    assert "private address" in run.manifest["alarms"][0]


RESOLVER = """
from twisted.internet.defer import succeed
from newscrawler.network.guard import PublicResolver
from scrapy.resolver import CachingThreadedResolver


class Inside(PublicResolver):
    '''Every name leads to this machine.'''

    def getHostByName(self, name, timeout=()):
        CachingThreadedResolver.getHostByName = lambda *_: succeed("127.0.0.1")
        return super().getHostByName(name, timeout)


class Lying(CachingThreadedResolver):
    '''No check at all: as if the name had changed in between.'''

    def getHostByName(self, name, timeout=()):
        return succeed("127.0.0.1")
"""


@pytest.mark.shows("a name that resolves to a private address, at once or later", "`private`, nothing is kept", 1)
@pytest.mark.parametrize("resolver", ["Inside", "Lying"])
def test_a_name_that_leads_inside_is_refused(resolver: str, shown: Shown, tmp_path: Path) -> None:
    env = project(
        tmp_path,
        stub=RESOLVER,
        mysettings=f"from newscrawler.settings import *\nTWISTED_DNS_RESOLVER = 'stub.{resolver}'\n",
    )
    with answering(Paper([1])) as server:
        run = crawl_url(
            f"http://inside.test:{server.port}/", "-s", "RETRY_TIMES=0", data_dir=tmp_path / "data", env=env
        )
        # where only the answer tells, nothing but the first page and robots.txt were asked for
        paths = [line.split()[1] for line, _ in server.requests]
        assert paths == [] if resolver == "Inside" else set(paths) <= {"/robots.txt", "/"}
    assert outcome(run) == (1, False, 1)
    (reason,) = set(run.reasons.values())
    assert not run.articles
    shown.holds(f"`{reason}`, nothing is kept", run.exit_code)


@pytest.mark.shows("the same with ALLOW_PRIVATE_HOSTS", "read", 0)
def test_a_person_may_allow_it(shown: Shown, tmp_path: Path) -> None:
    with answering(Paper([1])) as server:
        run = scrapy(
            *("crawl", "mediaon", "-a", f"url=http://127.0.0.1:{server.port}/", "-s", f"DATA_DIR={tmp_path}"),
            *("-s", "DOWNLOAD_DELAY=0", "-s", "ALLOW_PRIVATE_HOSTS=1"),
            data_dir=tmp_path,
        )
    assert outcome(run) == (0, True, 0)
    assert len(run.articles) == 1
    shown.holds("read", run.exit_code)
