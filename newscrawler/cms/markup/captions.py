"""Tells the caption of a picture from the text beside it, by its sign, its credit and its length."""

from __future__ import annotations

import re

from newscrawler.korean.bylines import role_of
from newscrawler.korean.bylines.words import could_be_name, is_outlet
from newscrawler.korean.text import composed

CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:\w*caption\w*|cap|img_?txt|photo_?txt|img_?desc|photo_?desc)(?:$|[\s_-])", re.I
)
SIGN = re.compile(r"^[▲△▼▽◀◁▶▷↑↓☝👆👇⬆⬇]\ufe0f?\s?")
LONGEST = 200  # characters
_LONGEST_CREDITED = 100
_LONGEST_MARKED = 80
DOWN = re.compile(r"^[▼▽↓👇⬇]")  # may point to the picture below
# Signs that begin a sub-headline as often as a caption.
MARK = re.compile(r"^[◆◇※]\s?")
_OF_PICTURE = re.compile(r"사진|그림|이미지|영상|그래픽|자료")
_CREDIT = re.compile(
    r"^[\[(<〈]?\s?(?:사진|그래픽|자료|출처|ⓒ|©)|(?:제공|촬영|ⓒ\S{1,20}|=[^\W\d][^\s/=]{0,19})[\])>〉.]*$"
)
# "… 전경. /박나래 기자", "… 전경=박나래", "… ⓒ 가온 도민일보", "… 전경. 가온통신"
_SIGNED = re.compile(r"\S\s?(?P<sign>[/=|ⓒ©(\[〈<]|[가-힣\w)]\.(?=\s))\s?(?P<name>[^/=|ⓒ©.\d(\[〈<]{2,24}?)[\])>〉.]*$")
_ADDRESS = re.compile(r"\s?\(?[\w.+-]{1,40}@[\w.-]{1,60}\)?$")
_CREDITED = frozenset(("제공", "촬영", "캡처", "갈무리", "독자", "DB", "자료사진"))
SENTENCE_END = re.compile(r"[다요죠까][.!?]?[\"'”’)\]]*$")


def is_caption(text: str, *, in_paragraph: bool, repeated: bool) -> bool:
    """Whether a text directly behind a picture is its caption.

    ``in_paragraph`` says whether both stand in one paragraph, ``repeated`` whether the article uses the text's mark
    (◆) more often than it has pictures: it then begins sub-headlines.
    """
    text = composed(text)
    if len(text) > LONGEST:
        return False
    if sign := SIGN.match(text):
        return text.count(sign[0].strip()) == 1 or not SENTENCE_END.search(text)  # ▲가 ▲나를 연다: a list
    if MARK.match(text) and not repeated and len(text) <= _LONGEST_MARKED:
        return not SENTENCE_END.search(text) or bool(_OF_PICTURE.search(text))
    if SENTENCE_END.search(text):
        return False
    return in_paragraph or (len(text) <= _LONGEST_CREDITED and is_credited(text))


def is_credited(text: str) -> bool:
    """Whether a text ends with who took or gave the picture."""
    if _CREDIT.search(text):
        return True
    found = _SIGNED.search(_ADDRESS.sub("", text))
    if found is None or (found["sign"].endswith(".") and "@" in text):  # a byline with its address closes the article
        return False
    words, sign = found["name"].split(), found["sign"]
    if not words or len(words) > 4:
        return False
    last = words[-1]
    known = role_of(last) == "press" or is_outlet(last) or last in _CREDITED
    if sign in "ⓒ©":
        return True
    if sign.endswith("."):  # after a phrase: a sentence before it is text, and its writer signs it
        return known and len(words) <= 2 and sign[0] not in "다요"
    is_apart = text[found.start("sign") - 1] in " .)”’\"'"
    if sign in "([〈<":
        return known
    return known or (len(words) == 1 and could_be_name(last) and (is_apart or sign == "="))
