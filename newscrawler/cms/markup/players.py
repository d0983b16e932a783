"""The players of an article: videos, sound and posts of social networks, without the frames of advertisements."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import attribute, source_of
from newscrawler.cms.links import SiteUrls

PLAYERS = frozenset(("iframe", "embed", "video", "audio", "object", "oembed", "lite-youtube", "amp-youtube"))
_HOSTS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|tv\.naver\.com|tv\.kakao\.com"
    r"|(?:audioclip|m\.tv|serviceapi\.nmv)\.naver\.com|facebook\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com"
    r"|threads\.net|soundcloud\.com|spotify\.com|podbbang\.com|sooplive\.(?:co\.kr|com)|afreecatv\.com|twitch\.tv)$"
)
_PLAYER = re.compile(r"/embed|player|video|vod|/clip|audio|podcast", re.I)
_MAP = re.compile(r"/maps?\b|(?:^|\.)maps?\.", re.I)
# Words of an advertising host or path, each between the signs that separate words there.
_ADVERTISING = re.compile(
    r"(?:^|[./_?=&-])(?:ad[sx]?\d*|adv|ad(?:server|system|view|frame|content|network|fit|post|nxs|kpf)s?|advert\w*"
    r"|[a-z]*banners?|bnr|sponsor\w*|promo\w*|doubleclick|google(?:ads?\w*|syndication)|taboola|dable|criteo|outbrain"
    r"|realclick|mobon)(?=$|[./_?=&:-])",
    re.I,
)
_ADVERTISING_FOLDER = re.compile(r"/(?:ads?|adv|advert\w*|sponsor\w*|promo\w*)/|banner", re.I)
# The sizes in which advertisements are sold (IAB), in an address or as the size of a frame.
_SIZES = frozenset(
    """
    88x31 120x60 120x240 120x600 125x125 160x600 180x150 200x200 234x60 240x400 250x250 250x360 300x50 300x100 300x250
    300x600 300x1050 320x50 320x100 320x480 336x280 468x60 580x400 640x100 728x90 930x180 970x66 970x90 970x250 980x120
    """.split()
)
_SIZE = re.compile(r"(?<!\d)\d{2,3}x\d{2,4}(?!\d)", re.I)
_SIDE = re.compile(r"(?<![\w-])(width|height)\s{0,4}:\s{0,4}(\d{1,5})px")
_DOT = 32  # pixels; a frame no larger than a letter only counts visitors
_POST = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-(?:post|video)|text-post-media|bluesky-embed"
    r"|reddit-embed-\w+|mastodon-embed|\w*telegram-post)(?:$|\s)",
    re.I,
)
_PERMALINK = re.compile(r"cite|data-(?:[\w-]+-)?(?:permalink|href|url)")


def player_of(node: LexborNode, urls: SiteUrls, page_url: str) -> str | None:
    """The address that a player shows; None for advertisements, maps and frames of anything else."""
    for address in _addresses(node):
        url = urls.absolute(address, page_url)
        if url is not None:
            return url if _is_player(node, url) else None
    return None


def post_of(node: LexborNode, urls: SiteUrls, page_url: str) -> str | None:
    """The address of the social network's post that an element quotes; None if it is not such an element."""
    if not _POST.search(attribute(node, "class")):
        return None
    named = [value for name, value in node.attributes.items() if value and _PERMALINK.fullmatch(name)]
    linked = [attribute(link, "href") for link in reversed(node.css("a[href]"))]
    return next(filter(None, (urls.absolute(address, page_url) for address in named + linked)), None)


def is_advertisement(url: str) -> bool:
    """Whether a picture's address is that of an advertisement, by its host, its folder or its size."""
    parts = urlsplit(url)
    return bool(_ADVERTISING.search(parts.hostname or "") or _ADVERTISING_FOLDER.search(parts.path))


def _addresses(node: LexborNode) -> list[str]:
    """The addresses a player may be loaded from, the most likely first."""
    found = [source_of(node), attribute(node, "data"), attribute(node, "url")]
    if node.tag in ("lite-youtube", "amp-youtube"):  # elements that a script replaces by the player
        video = attribute(node, "videoid") or attribute(node, "data-videoid")
        found = [f"https://www.youtube.com/embed/{video}"] if video else []
    if node.tag in ("video", "audio", "object"):
        found += [source_of(source) for source in node.css("source, embed")]
        found += [attribute(param, "value") for param in node.css("param[name=movie], param[name=src]")]
    return [address for address in found if address]


def _is_player(node: LexborNode, url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    style = dict(_SIDE.findall(attribute(node, "style").lower()))
    sides = [attribute(node, side).removesuffix("px") or style.get(side, "") for side in ("width", "height")]
    if any(side.isdecimal() and int(side[:5]) <= _DOT for side in sides) and node.tag != "audio":
        return False
    if _MAP.search(host) or _MAP.search(parts.path):
        return False
    if _HOSTS.search(host):
        return True
    if _ADVERTISING.search(host) or _ADVERTISING.search(f"{parts.path}?{parts.query}"):
        return False
    if node.tag in ("video", "audio"):
        return True
    if "x".join(sides) in _SIZES or any(size.lower() in _SIZES for size in _SIZE.findall(url)):
        return False
    return _PLAYER.search(url) is not None
