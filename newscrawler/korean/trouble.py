"""Words that name another reason why a page shows nothing: load, maintenance, a log-in, a broken server."""

from __future__ import annotations

import re

_TROUBLE = re.compile(
    r"점검|일시적|잠시|잠깐|나중에|다시 ?(?:시도|접속)|접속 ?(?:자|량|하|이|을|할|지연|대기)|과부하|혼잡|폭주|트래픽|"
    r"로그인|권한|회원만|유료|구독|인증|차단|비정상|쿠키|세션|지연|장애|복구|보안|대기|준비 ?중|비밀번호|비공개|"
    r"(?:시스템|서버|내부|통신|연결|네트워크|디비|DB) ?(?:의 ?|에 ?)?(?:오류|에러|문제|작업|이전|증설)|"
    r"데이터 ?베이스|오류로|캐시|도메인|만료|초과|새로 ?고침|원활|응답(?:하지|이|을)|테이블|"
    r"(?:이용자|사용자|방문자|요청|접근)[이가] ?(?:너무 ?)?(?:많|몰|급증)|공사 ?중|호스팅|"
    r"(?i:temporar|maintenance|try again|later|log ?in|sign ?in|forbidden|denied|database|session|cookie|captcha|"
    r"verif|robot|busy|overload|gateway|timed? ?out|subscri|suspended|blocked|expired|for sale|hosting|"
    r"\btable\b|\bcache)"
)


def names_trouble(text: str) -> bool:
    """Whether a text names trouble that may pass, so that what it says is missing may only be missing for now."""
    return _TROUBLE.search(text) is not None
