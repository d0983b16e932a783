"""What stands inside the body of an article and is not its text: advertisements, hidden text, furniture.

Furniture (조회수 1,234, 기사 듣기, 1 2 3) changes from one fetch to the next, so that it would make a revision of every
article every night. No list of class names or words is complete. A name therefore only raises a suspicion, which the
content of the box confirms: running text in the plain style of Korean news (…했다.) outside of links is the article's,
whatever its box is called.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import attribute, text_of
from newscrawler.cms.family import Selectors
from newscrawler.korean.text import clean, composed

_NO_DISPLAY = re.compile(r"display\s*:\s*none", re.I)
_HIDDEN_STYLE = re.compile(
    r"text-decoration[^;]{0,40}line-through|font-size\s*:\s*1px|visibility\s*:\s*(?:hidden|collapse)"
    r"|(?:font-size|opacity|max-height)\s*:\s*0(?:\.0+)?(?:px|pt|r?em|%)?\s*(?:!important\s*)?(?:;|$)"
    r"|(?:text-indent|left|right|top|bottom|margin(?:-left|-top)?)\s*:\s*-(?:\d{4}|9{3}|\d{3,4}r?em)"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?\b|clip-path\s*:\s*inset\(\s*(?:50|100)%",
    re.I,
)
_NO_HEIGHT = re.compile(r"(?:^|[;\s])(?:height|width)\s*:\s*[01](?:px)?\s*(?:!important\s*)?(?:;|$)", re.I)
_CUT_OFF = re.compile(r"overflow\s*:\s*hidden", re.I)
# Texts for screen readers, and what style sheets hide.
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:blind|(?:\w+-)?sr[-_]?only|screen[-_]?reader(?:[-_]?(?:text|only))?|(?:\w+-)?visually[-_]?hidden"
    r"|(?:is-)?hidden|a11y(?:[-_]?hidden)?|ir|d-none|invisible|off-?screen|skip-?link)(?:$|\s)",
    re.I,
)
_SLOT = ("data-ad-", "data-google-query")
_MAY_HIDE = "[hidden], [style], [class*=blind], [class*=only], [class*=reader], [class*=hidden]"
_PLAIN_SENTENCE = re.compile(r"[가-힣](?<!니)다[.!?](?=[\s\"'”’)\]]|$)")
_LONG = 200  # characters; a form or box with more text surrounds a text, as forms do in ASP.NET

_MEDIA = "img, table, iframe, video"
_SHORT = 40  # characters of a line that may be furniture
_ADVERTISEMENT = re.compile(
    r"^\W{0,8}(?:ad|ads|advertisement|sponsored|pr|광고(?:\s?영역)?|스폰서|협찬|유료\s?광고)\W{0,8}", re.I
)
_LABELLED = re.compile(r"[\[(<〈](?:ad|광고|sponsored|협찬)[\])>〉]", re.I)
_WORD = re.compile(r"[^\W_]")
_LONGEST_LABELLED = 200  # characters
_NUMBER = r"\(?\d[\d,.]{0,11}\s?(?:[만천백]|[km]\b)?\+?\)?\s?(?:회|건|개|번)?"
_COUNTED = (
    r"(?:조회|추천|비추천|댓글|공감|비공감|클릭|공유|스크랩)\s?수?|읽음|하트|[가-힣]{1,6}요|[♡♥❤👍👎👁💬]\ufe0f?"
    r"|hits?|views?|reads?|likes?|comments?|shares?"
)
_COUNTERS = re.compile(
    rf"^\W{{0,8}}(?:(?:(?:{_COUNTED})\s?[:：]?\s?{_NUMBER}|{_NUMBER}\s?(?:{_COUNTED}))[\s|·/,ㅣ]*){{1,8}}\W{{0,8}}"
    r"|^(?:지금까지\s|현재\s)?\d[\d,]{0,11}명이\s(?:이\s?(?:기사|글)를\s)?(?:읽|보|추천|공감)\S{1,8}",
    re.I,
)
# What a button of the page does with the page: 기사 듣기, 글자 크기, 카카오톡 공유하기.
_ACTION = re.compile(
    r"^\W{0,8}(?:(?:이\s|ai\s)?(?:기사|본문|뉴스|원문|음성(?:으로)?|오디오|글자|글씨|화면|댓글|의견|페이지|주소|링크|사진|이미지"
    r"|원본|url|카카오톡|카톡|페이스북|트위터|밴드|이메일|네이버(?:에서)?)"
    r"\s?(?:[가-힣]{1,6}\s?)?"
    r"(?:듣기|읽어\s?주기|재생|크게|작게|크기|확대|축소|복사|보내기|공유|인쇄|프린트|스크랩|구독|쓰기|크게\s?보기|신고)(?:하기)?"
    r"|(?:공유|인쇄|프린트|스크랩|구독|신고|추천)하기|(?:더|크게|전체|원문)\s?보기|닫기|펼치기|접기"
    r"|(?:목록|위)으?로(?:\s?가기)?|(?:가\s?[+＋\-－]\s?){2,4})\W{0,8}",
    re.I,
)
# 이 기사의 전문은 로그인 후 보실 수 있습니다.
_PAYWALL = re.compile(
    r"^(?=.{0,80}(?:기사|전문|본문|콘텐츠|나머지))(?=.{0,80}(?:유료|회원|로그인|구독|멤버십|결제))"
    r"(?=.{0,80}(?:이용|열람|볼\s|보실|보려면|읽을|읽으|읽어|전용|공개)).{10,100}"
)
_ASKING = ("니다", "니다.", "세요", "세요.", "십시오", "십시오.", "세요!")
_PAGER = re.compile(
    r"[\[(]?(\d{1,3})[\])]?|이전|다음|처음|마지막|끝|prev(?:ious)?|next|first|last|[<>«»‹›◀▶…]{1,2}", re.I
)
_BETWEEN_PAGES = re.compile(r"[\s|·/]+|(?<=\])(?=\[)")
_LABEL_BESIDE = 8  # characters beside a button that are still its label


def is_hidden(node: LexborNode, body: LexborNode) -> bool:
    """Whether an element is not shown, or struck out: by its own attributes or by the name of a usual class.

    What holds most of a body's text is shown in the end: pages fade texts in.
    """
    attributes = node.attributes
    if "hidden" in attributes or (node.tag == "dialog" and "open" not in attributes):
        return True
    style, classes = attributes.get("style"), attributes.get("class")
    if style and _NO_DISPLAY.search(style):
        return True
    if not (
        (style and (_HIDDEN_STYLE.search(style) or (_NO_HEIGHT.search(style) and _CUT_OFF.search(style))))
        or (classes and _HIDDEN_CLASS.search(classes[:300]))
    ):
        return False
    length = len(text_of(node))
    return length <= _LONG or 2 * length <= len(text_of(body))


def shown_text(node: LexborNode | None) -> str:
    """The text of an element without what is hidden in it; all of it if nothing else is there."""
    whole = text = text_of(node)
    for part in node.css(_MAY_HIDE) if node is not None else ():
        if (hidden := text_of(part)) and is_hidden(part, part):
            text = text.replace(hidden, " ", 1)
    return clean(text) or whole


def is_slot(node: LexborNode) -> bool:
    """Whether an element is the place of an advertisement that a script fills."""
    return any(name.startswith(_SLOT) for name in node.attributes)


def is_foreign(node: LexborNode, selectors: Selectors, body: LexborNode) -> bool:
    """Whether an element of the article's ``body`` is an advertisement or another part that is not its text."""
    names = f"{attribute(node, 'class')} {attribute(node, 'id')}"
    if not selectors.foreign.search(names):
        return False
    if node.css_first("button, input:not([type=hidden]), select, textarea") is not None:
        return True
    text = _unlinked_text(node)
    if _PLAIN_SENTENCE.search(text) or (len(text) > _LONG and 2 * len(text) > len(text_of(body))):
        return False
    has_links = node.css_first("a") is not None
    return has_links or bool(selectors.advertising.search(names)) or node.css_first(_MEDIA) is None


def is_control(node: LexborNode) -> bool:
    """Whether an element serves to ask or to lead the reader: a form, unless it surrounds a text, or a menu."""
    if node.tag == "nav":
        return _PLAIN_SENTENCE.search(_unlinked_text(node)) is None
    if node.tag != "form":
        return False
    text = composed(text_of(node))
    return len(text) <= _LONG and _PLAIN_SENTENCE.search(text) is None


def is_furniture(node: LexborNode, text: str, links: list[LexborNode]) -> bool:
    """Whether the whole text of a block is furniture, by its form or by the buttons it consists of."""
    if len(text) > 3 * _LONGEST_LABELLED:  # in NFD a syllable is up to three characters
        return False
    text = composed(text)
    if text.endswith(_ASKING) and _PAYWALL.fullmatch(text):
        return True
    if (
        len(text) <= _SHORT
        and (is_furniture_line(text, links) or _acts(node, text, links))
        and node.css_first(_MEDIA) is None
    ):
        return True
    return _is_labelled(node, text, links)


def is_label(text: str) -> bool:
    """Whether a text is the label of an advertisement, which may stand below it."""
    return len(text) <= _SHORT and _ADVERTISEMENT.fullmatch(text) is not None


def is_linked(text: str, links: list[LexborNode]) -> bool:
    """Whether a text consists only of links."""
    for node in links:
        text = text.replace(text_of(node), "", 1)
    return bool(links) and not _WORD.search(text)


def is_furniture_line(text: str, links: list[LexborNode]) -> bool:
    """Whether a line of its own is furniture; ``links`` are the links in it."""
    if len(text) > 3 * _SHORT or len(text := composed(text)) > _SHORT:
        return False
    if _ADVERTISEMENT.fullmatch(text) or _COUNTERS.fullmatch(text) or _ACTION.fullmatch(text):
        return True
    pages = [_PAGER.fullmatch(word) for word in _BETWEEN_PAGES.split(text)]
    if len(pages) < 2 or not all(pages):
        return False
    numbers = [int(page[1]) for page in pages if page and page[1]]
    in_order = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return bool(links) or in_order


def _acts(node: LexborNode, text: str, links: list[LexborNode]) -> bool:
    """Whether a short text belongs to buttons: nearly all of it does something and leads nowhere."""
    only = node.first_child
    if only is None or (only.is_text_node and only.next is None):
        return False
    buttons = [*filter(_is_button, links), *node.css("button")]
    if not buttons or _PLAIN_SENTENCE.search(text):
        return False
    beside = len(text) - sum(len(text_of(button)) for button in buttons)
    return beside <= _LABEL_BESIDE


def _is_button(link: LexborNode) -> bool:
    href = attribute(link, "href").strip()
    return href == "#" or href.startswith("javascript") or (not href and "onclick" in link.attributes)


def _is_labelled(node: LexborNode, text: str, links: list[LexborNode]) -> bool:
    """Whether a text calls itself an advertisement: "[광고] 여름 세일", or a label before links."""
    if _LABELLED.match(text):
        return _PLAIN_SENTENCE.search(_unlinked_text(node)) is None
    return bool(links) and _ADVERTISEMENT.fullmatch(_unlinked_text(node)) is not None


def _unlinked_text(node: LexborNode) -> str:
    """The text of an element without that of its links."""
    text = text_of(node)
    for link in node.css("a"):
        if linked := text_of(link):
            text = text.replace(linked, " ", 1)
    return composed(clean(text))
