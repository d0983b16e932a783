"""Prints the findings of a probe: tables on a terminal, one plain line for each fact in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from shlex import quote
from urllib.parse import urlsplit

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from newscrawler.items import Article
from newscrawler.probe.findings import (
    FIELDS,
    PAGES,
    Findings,
    address_to_try,
    conclusion,
    encoding_name,
    remarks,
    verdict,
)

_KINDS = {"list": "목록", "landing": "랜딩", "series": "연재", "board": "게시판", "ajax": "AJAX"}
_WAYS = {"more": "더보기", "heading": "제목", "menu": "메뉴", "button": "단추"}
_COLOURS = {"ready": "green", "incomplete": "yellow", "unsupported": "red", "unreachable": "red"}
_BODY_SHOWN = 200  # characters
_SECTIONS_SHOWN = 120
_NARROW = 100  # columns; on a narrower screen names are wrapped, so that the address of a list fits on one line
_PIPE_WIDTH = 10_000  # columns: nothing is wrapped in output for programs


def show(findings: Findings, entry: str | None, known: str | None) -> None:
    """Prints the findings to the standard output; ``known`` is the newspaper's name if it is in the table."""
    plain = sys.stdout is None or not sys.stdout.isatty()
    console = Console(markup=False, highlight=False, emoji=False, width=_PIPE_WIDTH if plain else None)
    with console.capture() as captured:
        for part in _parts(findings, console.width):
            console.print(part)
    print("\n".join(line.rstrip() for line in captured.get().split("\n")), end="")
    # not through the console: an entry to paste must not be wrapped
    if address := address_to_try(findings):
        print(f"이 주소로 해 보세요\n\nscrapy probe {quote(_shown(address))}\n")
    if known:
        print(f"이미 있는 신문입니다. 이름은 {known}입니다.")
    elif entry:
        print(f"newspapers.toml에 붙일 것\n\n{entry}")


def _parts(findings: Findings, width: int) -> Iterator[RenderableType]:
    title = Text(_shown(findings.title or ""), "bold").append("  " if findings.title else "")
    yield title.append(_shown(findings.home or findings.asked), "cyan")
    yield Text(_shown(conclusion(findings)), f"bold {_COLOURS[verdict(findings)]}")
    yield ""
    yield _grid(_facts(findings))
    yield ""
    if verdict(findings) in ("ready", "incomplete"):
        yield from _sections(findings, width)
        if findings.article is not None:
            yield from _article(findings.article)
    if sentences := remarks(findings):
        yield Text("살펴볼 것", "bold")
        yield _grid(("-", one) for one in sentences)
        yield ""


def _facts(findings: Findings) -> Iterator[tuple[str, str]]:
    """The findings about the newspaper as a whole: label and text."""
    robots, cms = findings.robots, findings.cms
    if findings.home is not None:
        skin = f", 스킨 {cms.skin}" if cms.skin else ""
        yield "CMS", f"{cms.family or '모름'}{skin}"
        yield "CMS 흔적", f"{len(cms.signs)}가지: {', '.join(cms.signs)}" if cms.signs else "없음"
        if cms.generator:
            yield "generator", cms.generator
        if not cms.is_readable:
            yield "링크 꼴", ", ".join(f"{shape} {number}개" for shape, number in cms.shapes.items()) or "없음"
    if findings.pages:
        yield "인코딩", ", ".join(f"{PAGES[page.kind]} {encoding_name(page.encoding)}" for page in findings.pages)
    allowed = ", ".join(f"{PAGES[kind]} {'허용' if yes else '막음'}" for kind, yes in robots.allowed.items())
    delay = f", Crawl-delay {robots.crawl_delay:g}초" if robots.crawl_delay else ""
    if robots.status is None:
        there = "답 없음" if findings.asked_robots else "묻지 않음"
    else:
        there = {2: "있음", 4: "없음"}.get(robots.status // 100, "못 읽음")
    answer = f"{there}({robots.status})" if robots.status and robots.status != 200 else there
    yield "robots.txt", f"{answer}{': ' if allowed else ''}{allowed}{delay}"
    if verdict(findings) in ("ready", "incomplete"):
        weather = findings.weather
        provider = f" ({weather.provider})" if weather.provider else ""
        yield "날짜와 날씨", f"{findings.date or '날짜 없음'}, 관측 지점 {weather.stations}곳{provider}"
        yield "위젯", f"첫 화면에 {findings.widgets}개"
    if findings.listing is not None:
        listing = findings.listing
        pages = f", {listing.last_page}쪽까지 이어짐" if (listing.last_page or 1) > 1 else ""
        yield "목록", f"{listing.rows}줄(날짜 있는 줄 {listing.dated}){pages}  {_local(listing.url, findings)}"
    if findings.ajax is not None:
        yield "AJAX 더보기", findings.ajax.error or f"기사 {findings.ajax.articles}건"
    if findings.home is not None:
        yield "RSS", _local(findings.rss_url, findings) if findings.rss_url else "없음"
    yield "요청", f"{len(findings.requests)}번"


def _sections(findings: Findings, width: int) -> Iterator[RenderableType]:
    yield Text(f"면과 더보기 {len(findings.sections)}곳", "bold")
    plain, narrow = width == _PIPE_WIDTH, width < _NARROW
    box, padding = (None, (0, 2, 0, 0)) if plain else (SIMPLE_HEAD, (0, 1, 0, 0))
    table = Table(box=box, show_header=not plain, pad_edge=False, padding=padding)
    table.add_column("이름", overflow="fold", max_width=20 if narrow else None)
    table.add_column("종류", no_wrap=True)
    table.add_column("찾은 길", max_width=12 if narrow else None)
    table.add_column("주소", overflow="fold")
    for section in findings.sections[:_SECTIONS_SHOWN]:
        ways = ", ".join(_WAYS[way] for way in section.via)
        table.add_row(*_texts(section.name or "-", _KINDS[section.kind], ways, _local(section.url, findings)))
    yield table
    if plain:
        yield ""
    if len(findings.sections) > _SECTIONS_SHOWN:
        yield Text(f"이 밖에 {len(findings.sections) - _SECTIONS_SHOWN}곳이 더 있습니다(--json에 모두 들어갑니다).")


def _article(article: Article) -> Iterator[RenderableType]:
    yield Text("기사  ", "bold").append(_shown(article.url), "not bold cyan")
    grid = Table.grid("", "", "", padding=(0, 2, 0, 0))
    grid.columns[-1].overflow = "fold"
    for name, label, _ in FIELDS:
        if getattr(article, name):
            grid.add_row(label, Text("있음", "green"), Text(_shown(_value(article, name))))
        else:
            grid.add_row(label, Text("없음", "yellow"))
    yield grid
    yield ""


def _value(article: Article, name: str) -> str:
    """A field of the record in one line."""
    match name:
        case "authors":
            people = (filter(None, (one.name, one.role, one.email)) for one in article.authors)
            return ", ".join(" ".join(person) for person in people)
        case "body":
            paragraphs = article.body.split("\n\n")
            start = " ".join(paragraphs)[:_BODY_SHOWN]
            more = "…" if len(article.body) > _BODY_SHOWN else ""
            return f"{len(article.body):,}자, {len(paragraphs)}문단: {start}{more}"
        case "images":
            captions = ", ".join(one.caption or one.url for one in article.images)
            return f"{len(article.images)}장: {captions}"
        case "tables":
            return ", ".join(f"{len(rows)}행 {max(map(len, rows), default=0)}칸" for rows in article.tables)
        case "embeds":
            return ", ".join(article.embeds)
        case "tags":
            return ", ".join(article.tags)
        case "related":
            return f"{len(article.related)}건: " + ", ".join(one.title for one in article.related)
    return str(getattr(article, name))


def _grid(rows: Iterable[tuple[str, str]]) -> Table:
    """Labels and their texts; long texts are wrapped in their own column."""
    grid = Table.grid("", "", padding=(0, 2, 0, 0))
    grid.columns[-1].overflow = "fold"
    for label, words in rows:
        grid.add_row(label, Text(_shown(words)))
    return grid


def _texts(*words: str) -> Iterator[Text]:
    return (Text(_shown(word)) for word in words)


def _local(url: str, findings: Findings) -> str:
    """An address without the newspaper's own origin."""
    home = urlsplit(findings.home or "")
    return url.removeprefix(f"{home.scheme}://{home.netloc}") or "/"


def _shown(text: str) -> str:
    """A text of the page that is safe to print: no terminal control sequences, no change of text direction."""
    return "".join(char if char.isprintable() else " " for char in text)
