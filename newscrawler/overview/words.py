"""The Korean words of the page for the program's short English ones."""

from __future__ import annotations

from newscrawler.overview.board import CellKind, TaskKind

STATES: dict[CellKind, tuple[str, str, str]] = {
    # level (a CSS class), the word in a cell of the board, what it means
    "done": ("good", "", "다 읽음"),
    "incomplete": ("warn", "일부", "읽지 못한 쪽이 있음"),
    "interrupted": ("warn", "중단", "중단됨"),
    "locked": ("warn", "잠김", "다른 실행이 돌고 있어 시작하지 않음"),
    "unfinished": ("warn", "미완", "도는 중이거나 강제로 끝남"),
    "timeout": ("bad", "시간", "시간이 다 되어 멈춤"),
    "quality": ("bad", "미달", "품질 하한에 못 미침"),
    "usage": ("bad", "설정", "명령이나 설정이 잘못됨"),
    "unstored": ("bad", "저장", "저장하지 못함"),
    "crashed": ("bad", "죽음", "프로그램이 스스로 죽음"),
    "missing": ("gap", "없음", "실행이 없음"),
    "waiting": ("quiet", "아직", "오늘 실행이 아직 없음"),
    "before": ("quiet", "·", "모으기 시작하기 전"),
}

TASKS: dict[TaskKind, tuple[str, str, str]] = {
    # level, the heading, what to do
    "stopped": ("bad", "수집이 멈췄습니다", "cron과 기계가 살아 있는지 보고, 배치를 손으로 한 번 돌려 보세요."),
    "unreadable": (
        "bad",
        "기억을 읽지 못했습니다",
        "archive.sqlite와 그 폴더의 권한을 보고, 백업이 있으면 되돌리세요.",
    ),
    "unstored": ("bad", "저장하지 못했습니다", "디스크의 남은 자리와 DATA_DIR의 권한을 보고 다시 돌리세요."),
    "crashed": (
        "bad",
        "프로그램이 죽었습니다",
        "로그의 마지막 줄을 보고, 메모리가 모자라지 않은지 보세요. 다음 실행이 이어받습니다.",
    ),
    "usage": ("bad", "명령이나 설정이 잘못됐습니다", "로그의 문장이 무엇이 틀렸는지 말합니다. 고친 뒤 다시 돌리세요."),
    "quality": (
        "bad",
        "품질 하한에 못 미칩니다",
        "어느 하한인지 신문마다 아래에 적었습니다. 신문의 주소나 화면이 바뀌었는지 브라우저로 보세요.",
    ),
    "missing": ("bad", "실행이 없습니다", "배치의 신문 목록에서 빠지지 않았는지 보고 다시 돌리세요."),
    "timeout": ("bad", "시간이 다 되어 멈췄습니다", "신문이 느린지 보고, 그래도 모자라면 제한 시간을 늘리세요."),
    "unfinished": (
        "warn",
        "끝나지 않았습니다",
        "아직 돌고 있으면 기다리고, 아니면 다시 돌리세요. 읽은 것은 다음 실행이 함께 내놓습니다.",
    ),
    "interrupted": ("warn", "중단됐습니다", "다시 돌리면 남은 것부터 읽습니다."),
    "incomplete": ("warn", "읽지 못한 쪽이 있습니다", "다음 실행이 다시 읽습니다. 이틀 넘게 이어지면 까닭을 보세요."),
    "locked": ("warn", "다른 실행이 돌고 있었습니다", "앞 실행이 멈춰 있지 않은지 보세요."),
    "fallen": (
        "note",
        "기사의 필드가 비기 시작했습니다",
        "신문이 화면을 바꾼 듯합니다. 그날 기사 몇 건을 브라우저에서 견주어 보세요.",
    ),
    "alarms": ("note", "다 읽었지만 살펴볼 것이 있습니다", "아래 문장을 읽어 보세요."),
    "dormant": (
        "note",
        "오래 쉬는 신문입니다",
        "두 주 넘게 실행이 없습니다. 더 모으지 않을 신문이면 폴더를 옮겨 두세요.",
    ),
}

STOPS: dict[str | None, str] = {
    "end": "끝까지 읽음",
    "nothing_new": "새것이 없음",
    "since": "정한 날까지 읽음",
    "max_pages": "정한 쪽수까지 읽음",
    "max_articles": "정한 기사 수까지 읽음",
    "error": "읽지 못함",
    None: "끝나기 전에 실행이 끝남",
}

FIELDS = {
    "section": "면",
    "kicker": "어깨 제목",
    "subtitle": "부제",
    "authors": "글쓴이",
    "publisher": "매체",
    "published_at": "등록 시각",
    "modified_at": "수정 시각",
    "body": "본문",
    "images": "사진",
    "tables": "표",
    "embeds": "영상",
    "tags": "태그",
    "related": "관련 기사",
}

WEEKDAYS = "월화수목금토일"
