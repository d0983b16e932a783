"""The findings of a probe, and the conclusions from them: pure functions, no network.

Values are words for programs; sentences are Korean, for the readers of the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.recognise import Cms
from newscrawler.items import Article
from newscrawler.network.robots import CrawlDelay
from newscrawler.probe.sections import FoundSection
from newscrawler.run.exits import INCOMPLETE, OK, QUALITY

Verdict = Literal["ready", "incomplete", "unsupported", "unreachable"]
EXIT_CODES: dict[Verdict, int] = {"ready": OK, "incomplete": QUALITY, "unsupported": QUALITY, "unreachable": INCOMPLETE}

# Fields of the record in feed order, their labels, and how serious their absence is.
FIELDS = (
    ("section", "면", "usual"),
    ("kicker", "윗줄", "may"),
    ("title", "제목", "must"),
    ("subtitle", "부제", "may"),
    ("authors", "기자", "usual"),
    ("publisher", "매체", "usual"),
    ("published_at", "등록 시각", "must"),
    ("modified_at", "수정 시각", "may"),
    ("body", "본문", "must"),
    ("images", "사진", "may"),
    ("tables", "표", "may"),
    ("embeds", "영상", "may"),
    ("tags", "태그", "may"),
    ("related", "관련기사", "may"),
)
PAGES = {"home": "첫 화면", "section": "면 첫 화면", "list": "목록", "article": "기사", "ajax": "AJAX 더보기"}
_REASONS = {
    "timeout": "제때 답이 없습니다",
    "no_such_host": "그런 호스트가 없습니다",
    "refused": "연결을 거부했습니다",
    "connection_lost": "연결이 끊겼습니다",
    "truncated": "쪽이 중간에 끊겨 왔습니다",
    "too_large": "쪽이 너무 큽니다",
    "too_deep": "태그가 수백 겹으로 겹친 쪽입니다",
    "not_supported": "읽지 않는 종류의 주소입니다",
    "robots": "robots.txt가 막습니다",
    "offsite": "다른 호스트로 이어집니다",
    "redirect": "이어짐(redirect)이 끝나지 않습니다",
    "private": "내부망 주소라서 묻지 않습니다. 시험이라면 -s ALLOW_PRIVATE_HOSTS=1",
    "tls": "안전한 연결(HTTPS)을 맺지 못했습니다",
    "undecodable": "UTF-8로도 CP949로도 읽을 수 없는 글자입니다",
    "no_page": "빈 답이거나 글이 아닙니다",
    "missing": "신문이 없는 기사라고 답합니다",
    "unexpected": "기사가 아닌 쪽이 왔습니다",
    "no_title": "제목이 없습니다",
    "no_body": "본문, 사진, 영상, 표가 하나도 없습니다",
    "invalid": "약속한 형식이 아닙니다",
    "parser_error": "쪽을 읽다가 이 프로그램에서 오류가 났습니다. 알려 주세요",
}
_UNKNOWN_TO_CONNECT = frozenset(("refused", "timeout", "connection_lost", "tls"))


@dataclass(slots=True)
class UnreadPage:
    """A page that could not be read: its kind (a key of PAGES), the reject reason of the feeds, the error message."""

    kind: str
    url: str
    reason: str
    detail: str | None = None


@dataclass(slots=True)
class Robots:
    """The rules of robots.txt. ``status`` is None if there was no reply; ``allowed`` is by kind of page."""

    status: int | None = None
    crawl_delay: float | None = None
    allowed: dict[str, bool] = field(default_factory=dict)

    @property
    def respected_delay(self) -> float:
        """The Crawl-delay up to the limit that a crawl respects, in seconds; 0 if there is none."""
        return min(float(self.crawl_delay or 0), CrawlDelay.LONGEST)


@dataclass(slots=True)
class PageRead:
    """A page and its encoding: declared by header and meta tag, decided by its bytes; characters damaged in it."""

    kind: str
    url: str
    header: str | None
    meta: str | None
    encoding: str | None
    damaged: int


@dataclass(slots=True)
class ListSummary:
    """The list that was read: its number of rows, how many of them print a date, the last page it links to."""

    url: str
    rows: int
    dated: int
    last_page: int | None


@dataclass(slots=True)
class AjaxReply:
    """The reply to a "more" button (AJAX)."""

    url: str
    articles: int
    error: str | None


@dataclass(slots=True)
class WeatherStrip:
    """The KMA's weather strip on the front page."""

    stations: int = 0
    provider: str | None = None


@dataclass(slots=True)
class Findings:
    """Everything a probe found; what it did not reach is None or empty.

    ``asked`` is the address it began at, ``home`` the front page that replied, ``moved_to`` the address to which that
    page sends its readers.
    """

    asked: str
    home: str | None = None
    title: str | None = None
    date: str | None = None
    moved_to: str | None = None
    requests: list[str] = field(default_factory=list)
    delay: float = 0.0  # DOWNLOAD_DELAY, in seconds
    unverified: bool = False  # certificates were not verified, at the user's request
    robots: Robots = field(default_factory=Robots)
    pages: list[PageRead] = field(default_factory=list)
    cms: Cms = field(default_factory=Cms)
    sections: list[FoundSection] = field(default_factory=list)
    widgets: int = 0
    rss_url: str | None = None
    weather: WeatherStrip = field(default_factory=WeatherStrip)
    listing: ListSummary | None = None
    ajax: AjaxReply | None = None
    article: Article | None = None
    unread: list[UnreadPage] = field(default_factory=list)

    @property
    def problem(self) -> UnreadPage | None:
        """Why the front page could not be read."""
        return next((page for page in self.unread if page.kind == "home"), None)

    @property
    def asked_robots(self) -> bool:
        """Whether robots.txt was requested; it is unless ROBOTSTXT_OBEY is off."""
        return any(request.endswith("/robots.txt") for request in self.requests)


def absent(article: Article, weight: str) -> list[str]:
    """The labels of the fields of a weight (``must``, ``usual``, ``may``) that an article lacks."""
    return [label for name, label, matters in FIELDS if matters == weight and not getattr(article, name)]


def verdict(findings: Findings) -> Verdict:
    """Whether the newspaper can be crawled: ``ready``; ``incomplete``, its CMS is known but no whole article was read;
    ``unsupported``, its CMS cannot be read; ``unreachable``, its front page could not be.
    """
    if findings.problem is not None or findings.home is None:
        return "unreachable"
    if findings.article is not None and not absent(findings.article, "must"):
        return "ready"
    return "incomplete" if findings.cms.is_readable else "unsupported"


def conclusion(findings: Findings) -> str:
    """The verdict in a sentence or two."""
    match verdict(findings):
        case "ready":
            return "긁을 수 있습니다. 기사 한 건을 제목, 본문, 등록 시각까지 읽었습니다."
        case "incomplete":
            if findings.article is None:
                return f"{findings.cms.family} 신문이지만 기사를 한 건도 읽지 못했습니다."
            lacking = ", ".join(absent(findings.article, "must"))
            return f"{findings.cms.family} 신문이지만 읽은 기사에 빠진 것이 있습니다: {lacking}."
        case "unsupported":
            readable = ", ".join(family.title for family in FAMILIES.values())
            name = findings.cms.family or findings.cms.generator
            found = f"찾은 것: {name}" if name else "아는 CMS의 흔적이 없습니다"
            return f"긁을 수 없습니다. 읽을 수 있는 CMS({readable})로 만든 신문이 아닙니다. {found}."
    problem = findings.problem
    return f"첫 화면을 읽지 못했습니다: {sentence(problem) if problem else '답이 없습니다'}."


def sentence(page: UnreadPage) -> str:
    """Why a page could not be read, in Korean; the error message for a reason without a Korean sentence."""
    if page.reason.startswith("http_"):
        return f"서버가 {page.reason.removeprefix('http_')} 상태로 답했습니다"
    words = _REASONS.get(page.reason)
    if words is None or page.reason in ("tls", "parser_error", "invalid"):
        words = " - ".join(filter(None, (words, page.detail)))
    return words or page.reason


def remarks(findings: Findings) -> list[str]:
    """The problems and what they mean: one Korean sentence each, the most serious first."""
    read = findings.problem is None and findings.home is not None
    return [
        *_on_access(findings),
        *(_on_article(findings) if read and (findings.cms.is_readable or findings.article) else ()),
        *(_on_encoding(page) for page in findings.pages if _is_odd(page)),
        *(_on_places(findings) if read and findings.cms.is_readable else ()),
        *(_on_the_rest(findings.article) if findings.article is not None else ()),
    ]


def _on_access(findings: Findings) -> Iterator[str]:
    robots, problem = findings.robots, findings.problem
    if problem is not None and problem.reason in ("http_403", "http_429", "http_503"):
        yield "크롤러를 막거나 바쁜 서버입니다. 시간을 두고 다시 해 보고, CONTACT를 적었는지 보세요."
    if robots.status is None and findings.asked_robots:
        yield "robots.txt가 답하지 않았습니다. 이럴 때는 모두 허용으로 봅니다."
    elif robots.status is not None and robots.status >= 500:
        yield (
            f"robots.txt가 {robots.status} 상태로 답했습니다. 읽을 수 있을 때까지 아무것도 묻지 않습니다(RFC 9309)."
            " 뒤에 다시 해 보세요."
        )
    if withheld := [PAGES[kind] for kind, allowed in robots.allowed.items() if not allowed and kind != "home"]:
        yield f"robots.txt가 막는 것: {', '.join(withheld)}. 그런 쪽은 읽지 않습니다."
    delay = robots.respected_delay
    if robots.crawl_delay and delay > findings.delay:
        capped = f" 이 프로그램은 {delay:g}초까지 지킵니다." if delay < robots.crawl_delay else ""
        yield (
            f"robots.txt가 요청 사이에 {robots.crawl_delay:g}초를 바랍니다.{capped}"
            f" 천 쪽에 {delay / 3.6:.1f}시간쯤 걸립니다."
        )


def address_to_try(findings: Findings) -> str | None:
    """Another address to probe: the redirect target, or this one with the other scheme, or with or without ``www.``."""
    problem = findings.problem
    if findings.moved_to or problem is None:
        return findings.moved_to
    parts = urlsplit(findings.asked)
    if problem.reason in _UNKNOWN_TO_CONNECT and parts.port is None:
        return parts._replace(scheme="http" if parts.scheme == "https" else "https").geturl()
    if problem.reason == "no_such_host":
        host = parts.netloc
        return parts._replace(netloc=host[4:] if host.startswith("www.") else f"www.{host}").geturl()
    return None


def _on_article(findings: Findings) -> Iterator[str]:
    article = findings.article
    for page in findings.unread:
        if page.kind != "home":
            yield f"{PAGES.get(page.kind, page.kind)} 한 쪽을 읽지 못했습니다: {sentence(page)} ({page.url})"
    if article is None:
        yield "읽은 기사가 없으므로 어떤 필드가 나오는지 알 수 없습니다."
        return
    if "본문" in absent(article, "must"):
        yield "본문을 찾지 못했습니다. 사진, 영상, 표도 없는 기사는 거절됩니다(no_body)."
    if "등록 시각" in absent(article, "must"):
        yield "등록 시각을 찾지 못했습니다. 이런 기사는 since와 until에 걸리지 않고, 날짜로 고를 수 없습니다."
    if usual := absent(article, "usual"):
        yield f"대개 있는 것이 이 기사에는 없습니다: {', '.join(usual)}. 다른 기사에도 없다면 읽지 못하는 스킨입니다."
    if article.extraction == "fallback":
        yield "본문에 CMS의 마크업이 없어 일반 추출기로 읽었습니다(extraction: fallback). 군더더기가 섞일 수 있습니다."


def _on_the_rest(article: Article) -> Iterator[str]:
    if may := absent(article, "may"):
        yield f"이 기사에 없는 것: {', '.join(may)}. 기사마다 다르므로 이것만으로는 문제가 아닙니다."


def _is_odd(page: PageRead) -> bool:
    declared = {name for name in (page.header, page.meta) if name}
    return page.damaged > 0 or bool(declared - {page.encoding})


def _on_encoding(page: PageRead) -> str:
    where, real = PAGES[page.kind], encoding_name(page.encoding)
    lies = [
        f"{place} {encoding_name(name)}"
        for place, name in (("헤더는", page.header), ("meta는", page.meta))
        if name and name != page.encoding
    ]
    claim = f"{where}의 {', '.join(lies)}라고 하지만 바이트는 {real}입니다. 바이트를 따라 읽습니다." if lies else ""
    broken = (
        f"{where}에 깨진 글자가 {page.damaged}개 있습니다. 신문이 보낸 바이트가 그렇습니다." if page.damaged else ""
    )
    return " ".join(filter(None, (claim, broken)))


def encoding_name(name: str | None) -> str:
    """An encoding as people write it."""
    return {None: "없음", "utf-8": "UTF-8", "cp949": "CP949(EUC-KR)"}.get(name, str(name))


def _on_places(findings: Findings) -> Iterator[str]:
    if not findings.sections:
        yield "면을 하나도 찾지 못했습니다. 첫 화면에 걸린 기사만 읽게 됩니다."
    elif findings.listing is None:
        yield "기사 줄이 있는 목록을 읽지 못했습니다. 옛 기사까지 거슬러 읽지 못할 수 있습니다."
    elif not findings.listing.dated:
        yield "목록의 줄에 날짜가 없습니다. since를 주어도 목록을 끝까지 읽고 기사마다 날짜를 봅니다."
    if findings.ajax is not None and findings.ajax.error:
        yield f"AJAX 더보기가 오류로 답했습니다: {findings.ajax.error}"
    if findings.rss_url is None:
        yield "RSS를 알리지 않습니다. 기사는 목록과 위젯으로 찾습니다."
    family = findings.cms.readable
    if not findings.weather.stations and (family is None or family.selectors.weather is not None):
        yield "기상청 띠가 없습니다. weather.jsonl은 비게 됩니다."


def as_json(findings: Findings, entry: str | None) -> dict[str, Any]:
    """The findings and the conclusions from them, for a file."""
    return {
        "verdict": verdict(findings),
        "exit_code": EXIT_CODES[verdict(findings)],
        "conclusion": conclusion(findings),
        "remarks": remarks(findings),
        "address_to_try": address_to_try(findings),
        "entry": entry,
        "findings": findings,
    }
