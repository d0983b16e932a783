"""A small newspaper with pages that a test can break, a server that may violate HTTP, and crawls with limits."""

from __future__ import annotations

import resource
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from newscrawler.demo import DemoServer, Fault, Newspaper, Reply
from support.crawling import HOME, Run, scrapy

ORIGIN = HOME[:-1]
HTML = {"Content-Type": "text/html; charset=UTF-8"}
LIST = "/news/article_list_all.html"
PARAGRAPH = "물레동 주민들은 봄마다 개울가에 모여 돌다리를 손본다고 한다."
MEMORY = 900 << 20  # bytes of address space: a plain crawl takes half of it
CPU = 40  # seconds: a plain crawl takes one
LIMITS = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: CPU, resource.RLIMIT_CORE: 0}
HANG = 300.0  # seconds on the clock

Answer = str | bytes | Reply | Callable[[str], "str | bytes | Reply"]


def path_of(number: int | str) -> str:
    return f"/news/article.html?no={number}"


def page(body: str, head: str = "<title>물레일보</title>") -> str:
    return f'<!DOCTYPE html><html lang="ko"><head>{head}</head><body>{body}</body></html>'


def row(number: int | str, href: str | None = None) -> str:
    return f'<li><a href="{href or path_of(number)}"><h2>{number}번 기사 제목입니다</h2></a></li>'


def listing(numbers: Iterable[int | str], after: str = "") -> str:
    pager = after or '<div class="btn_pagenum"><strong>1</strong></div>'
    return page(f'<ul class="art_list_all">{"".join(map(row, numbers))}</ul>{pager}')


def article(title: str = "돌다리를 손보는 사람들", body: str = f"<p>{PARAGRAPH}</p>", head: str = "") -> str:
    return page(
        f'<div class="art_top"><h2>{title}</h2><ul class="art_info">'
        "<li>한마루 기자 han@demo.test</li><li>등록 2026.03.02 10:11:12</li></ul></div>"
        f'<div id="news_body_area">{body}</div>',
        head or f"<title>{title}</title>",
    )


class Paper(Newspaper):
    """A front page, a list and its articles; ``pages`` (path -> answer) come first, all else is 404."""

    def __init__(self, numbers: Iterable[int] = (), pages: Mapping[str, Answer] | None = None, home: str = "") -> None:
        super().__init__(articles=10)
        self.numbers = list(numbers)
        self.pages: dict[str, Answer] = {
            "/": page(f'<ul id="gnb"><li><a href="{LIST}">전체기사</a></li></ul>{home}'),
            "/robots.txt": Reply(200, {"Content-Type": "text/plain"}, b""),
            LIST: listing(self.numbers),
            **{path_of(number): article(f"{number}번 기사 제목입니다") for number in self.numbers},
            **(pages or {}),
        }
        self.asked: list[str] = []

    def reply(self, method: str, url: str, body: bytes = b"") -> Reply:
        local = url.removeprefix(self.origin)
        self.asked.append(local)
        answer = self.pages.get(local, Reply(404, HTML, b""))
        if callable(answer):
            answer = answer(local)
        if isinstance(answer, Reply):
            return answer
        return Reply(200, HTML, answer.encode() if isinstance(answer, str) else answer)


def crawl_url(url: str, *arguments: str, data_dir: Path, env: Mapping[str, str] | None = None) -> Run:
    """A crawl with the guard on and with limits on memory, CPU and time; fails if one of them ends it."""
    settings = (f"DATA_DIR={data_dir}", "DOWNLOAD_DELAY=0", "CONCURRENT_REQUESTS_PER_DOMAIN=8")
    given = [part for setting in settings for part in ("-s", setting)]
    run = scrapy(
        "crawl",
        "mediaon",
        "-a",
        f"url={url}",
        *given,
        *arguments,
        data_dir=data_dir,
        env=env,
        limits=LIMITS,
        timeout=HANG,
    )
    assert run.exit_code in range(7), f"ended by a limit: {run.stderr[-2000:]}"
    assert "MemoryError" not in run.stderr
    return run


def attack(
    paper: Newspaper,
    *arguments: str,
    data_dir: Path,
    faults: Mapping[str, Fault] | None = None,
    env: Mapping[str, str] | None = None,
) -> tuple[Run, list[str]]:
    """Crawls the newspaper, whose server is the proxy: what was asked is the second value, whatever the host."""
    with DemoServer(paper) as server:
        server.faults.update(faults or {})
        proxies = {"http_proxy": server.url, "https_proxy": server.url}
        run = crawl_url(HOME, *arguments, data_dir=data_dir, env={**proxies, **(env or {})})
        return run, [url for _, _, url in server.log]


def outcome(run: Run) -> tuple[int, bool, int]:
    """Exit status, and what run.json says of it: the two agree."""
    return run.exit_code, run.manifest["complete"], run.manifest["exit_code"]


def numbers(run: Run) -> set[str]:
    """The numbers of the articles that were accepted."""
    return {record["id"].partition(":")[2] for record in run.articles}


def reasons(run: Run) -> dict[str, str]:
    """Path of each rejected page -> reason."""
    assert len(run.reasons) == len(run.rejected)
    return {url.removeprefix(ORIGIN): reason for url, reason in run.reasons.items()}


class RawServer:
    """Sends exactly the bytes a function gives for a path, as they come; keeps every request with its headers."""

    def __init__(self, answer: Callable[[str], bytes | Iterator[bytes]], context: ssl.SSLContext | None = None) -> None:
        self.requests: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append((self.requestline, dict(self.headers)))
                self.close_connection = True
                found = answer(self.path.removeprefix(ORIGIN))
                try:
                    for piece in [found] if isinstance(found, bytes) else found:
                        self.wfile.write(piece)
                except OSError:
                    pass  # the crawler had enough

            do_POST = do_CONNECT = do_GET  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context is not None:  # the handshake belongs to a connection's own thread, not to the one that accepts
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self.port = self._http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def plain(body: str | bytes, status: str = "200 OK", headers: str = "Content-Type: text/html\r\n") -> bytes:
    """A whole HTTP answer, its headers as given."""
    body = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


HOME_HEAD = f'<ul id="gnb"><li><a href="{LIST}">전체기사</a></li></ul>'
