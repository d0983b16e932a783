"""The demo server: origin and proxy, its log, and what each fault does on the wire."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator

import pytest

from newscrawler.demo import DemoServer, Fault, Newspaper

ARTICLE = "/news/article.html?no=10005"


@pytest.fixture(scope="module")
def paper() -> Newspaper:
    """A small newspaper."""
    return Newspaper(articles=60)


@pytest.fixture
def server(paper: Newspaper) -> Iterator[DemoServer]:
    """A running server."""
    with DemoServer(paper) as running:
        yield running


def connect(server: DemoServer) -> http.client.HTTPConnection:
    """A client's connection."""
    return http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=5)


def get(server: DemoServer, target: str = ARTICLE) -> tuple[http.client.HTTPResponse, bytes]:
    """The response to one request on a connection of its own, and its body."""
    connection = connect(server)
    connection.request("GET", target)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def raw(server: DemoServer, target: str = ARTICLE) -> bytes:
    """Every byte the server sends until it closes the connection."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as client:
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: demo.test\r\nConnection: close\r\n\r\n".encode())
        received = b""
        while piece := client.recv(65536):
            received += piece
    return received


def test_origin_and_proxy(server: DemoServer, paper: Newspaper) -> None:
    """Paths and absolute targets give the same page over one kept connection, logged alike."""
    expected = paper.reply("GET", ARTICLE).body
    assert server.url.startswith("http://127.0.0.1:")
    connection = connect(server)
    for target in (
        ARTICLE,
        f"http://demo.test{ARTICLE}",
        f"http://www.demo.test{ARTICLE}",
        f"{server.url}{ARTICLE}",
    ):
        connection.request("GET", target)
        client = connection.sock
        assert connection.getresponse().read() == expected
        assert connection.sock is client
    connection.close()
    assert {(method, url) for _, method, url in server.log} == {("GET", f"http://demo.test{ARTICLE}")}
    times = [moment for moment, _, _ in server.log]
    assert times == sorted(times)


def test_foreign_hosts_and_head_and_post(server: DemoServer) -> None:
    """Another host is not found; HEAD has no body; the AJAX form reaches the newspaper."""
    assert get(server, "http://elsewhere.test/news/article.html?no=10005")[0].status == 404
    assert server.log[-1][2] == "http://elsewhere.test/news/article.html?no=10005"
    connection = connect(server)
    connection.request("HEAD", ARTICLE)
    response = connection.getresponse()
    assert response.read() == b""
    assert int(response.headers["Content-Length"]) > 20000
    connection.request("POST", "/news/ajax.php", "mode=get_skin_content&layout_tpl=arl_061&lay_no=2310&ajax_page=2")
    assert b'"error_code": ""' in connection.getresponse().read()
    connection.close()


def test_the_paper_may_be_replaced(server: DemoServer) -> None:
    """The next day's newspaper takes over at once."""
    before = get(server, "/")[1]
    server.paper = Newspaper(articles=60, day=1)
    assert get(server, "/")[1] != before


def test_status_times_and_prefix(server: DemoServer) -> None:
    """A fault may hit a prefix, and only the first requests; a new fault counts anew."""
    server.faults["/news/article.html*"] = Fault(status=503, times=2, headers={"Retry-After": "1"})
    responses = [get(server)[0] for _ in range(3)]
    assert [response.status for response in responses] == [503, 503, 200]
    assert responses[0].headers["Retry-After"] == "1"
    server.faults["/news/article.html*"] = Fault(status=429, times=2)
    assert get(server)[0].status == 429
    assert get(server, "/")[0].status == 200


def test_an_exact_address_goes_before_a_prefix(server: DemoServer) -> None:
    """The order of the faults does not matter."""
    server.faults["/news/*"] = Fault(status=503)
    server.faults[ARTICLE] = Fault(status=410)
    assert get(server)[0].status == 410
    assert get(server, "/news/article.html?no=10006")[0].status == 503


def test_delay(server: DemoServer) -> None:
    """The answer waits."""
    server.faults[ARTICLE] = Fault(delay=0.1)
    start = time.monotonic()
    assert get(server)[0].status == 200
    assert time.monotonic() - start >= 0.1


def test_cut_with_length(server: DemoServer) -> None:
    """A body shorter than its Content-Length."""
    server.faults[ARTICLE] = Fault(cut=1000)
    with pytest.raises(http.client.IncompleteRead) as broken:
        get(server)
    assert len(broken.value.partial) == 1000


def test_cut_without_length(server: DemoServer, paper: Newspaper) -> None:
    """A body ended by closing, that looks whole."""
    server.faults[ARTICLE] = Fault(cut=1000, content_length=False)
    response, body = get(server)
    assert response.headers["Content-Length"] is None
    assert body == paper.reply("GET", ARTICLE).body[:1000]


def test_chunked(server: DemoServer, paper: Newspaper) -> None:
    """A chunked body, whole or left unfinished."""
    server.faults[ARTICLE] = Fault(chunked=True)
    assert get(server)[1] == paper.reply("GET", ARTICLE).body
    server.faults[ARTICLE] = Fault(chunked=True, cut=500)
    assert not raw(server).endswith(b"0\r\n\r\n")
    with pytest.raises(http.client.IncompleteRead):
        get(server)


def test_encoding_and_charset(server: DemoServer) -> None:
    """The page in another encoding, the header and the meta claiming what the fault says."""
    server.faults[ARTICLE] = Fault(encode="cp949", charset_header="euc-kr")
    response, body = get(server)
    assert response.headers["Content-Type"] == "text/html; charset=euc-kr"
    assert b'charset="UTF-8"' in body
    assert "누리고을신문" in body.decode("cp949")
    server.faults[ARTICLE] = Fault(meta="euc-kr")
    assert b'<meta charset="euc-kr">' in get(server)[1]


def test_body_and_redirect(server: DemoServer) -> None:
    """Another body; a redirect."""
    server.faults[ARTICLE] = Fault(body="<html>점검 중</html>")
    assert get(server)[1].decode() == "<html>점검 중</html>"
    server.faults[ARTICLE] = Fault(location="/")
    response, _ = get(server)
    assert (response.status, response.headers["Location"]) == (302, "/")
    server.faults[ARTICLE] = Fault(location="/", status=301)
    assert get(server)[0].status == 301


def test_drop(server: DemoServer) -> None:
    """No answer at all."""
    server.faults[ARTICLE] = Fault(drop=True)
    assert raw(server) == b""


def test_rate(server: DemoServer, paper: Newspaper) -> None:
    """A slow body, whole in the end."""
    expected = paper.reply("GET", ARTICLE).body
    server.faults[ARTICLE] = Fault(rate=len(expected) * 8)
    start = time.monotonic()
    assert get(server)[1] == expected
    assert time.monotonic() - start >= 0.1


def test_a_slow_answer_does_not_hold_up_the_end(paper: Newspaper) -> None:
    """Leaving the block ends the server and its connections at once."""
    with DemoServer(paper) as server:
        server.faults[ARTICLE] = Fault(delay=60)
        connection = connect(server)
        connection.request("GET", ARTICLE)
        while not server.log:
            time.sleep(0.005)
        start = time.monotonic()
    assert time.monotonic() - start < 2
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        connection.getresponse()
    with pytest.raises(ConnectionError):
        get(server)
