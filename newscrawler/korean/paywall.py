"""The line that a newspaper prints below the beginning of an article that only its subscribers may read."""

from __future__ import annotations

import re

_LONGEST = 120
# 유료회원만 볼 수 있습니다, 유료 구독자 전용 기사입니다
_PAID = re.compile(
    r"유료\s?(?:회원|독자|구독자|가입자|구독)\s?(?:님)?\s?(?:만|에게만|께만|전용|에게\s?(?:제공|공개)|(?:이|가)?\s?되)"
)
# 이 기사는 로그인 후 …, 기사 전문은 구독 회원만 …
_SUBJECT = re.compile(r"(?:^|\s)(?:(?:[이본]|해당|나머지|전체)\s?(?:기사|콘텐츠|컨텐츠)|기사\s?(?:전문|본문|전체))")
_READERS = re.compile(r"유료|구독|로그인|회원")
_LIMIT = re.compile(
    r"만\s|에게만|전용|로그인\s?(?:후|하)|(?:볼|읽을|보실|읽으실|열람하실|열람할|이용하실|이용할)\s?수\s?있"
)
# Articles end sentences in 다; a notice addresses its reader.
_POLITE = re.compile(r"(?:니다|세요|시오|해요|전용\s?(?:기사|콘텐츠|컨텐츠))[\s.!\])」]{0,4}$")


def says_locked(line: str) -> bool:
    """Whether a line says that the rest of the article is for subscribers; a sentence about subscribers does not."""
    if len(line) > _LONGEST or not _POLITE.search(line):
        return False
    return bool(_PAID.search(line) or (_SUBJECT.search(line) and _READERS.search(line) and _LIMIT.search(line)))
