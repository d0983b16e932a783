"""Which text beside a picture is its caption, and which is the article's."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from support.bodies import body

IMG = "<p><img src='/a.jpg'></p>"
TEXT = "가온시가 새벽버스를 늘린다."


def read(html: str) -> tuple[list[str | None], list[str]]:
    found = body(f"<p>{TEXT}</p>{html}<p>{TEXT}</p>")
    return [image.caption for image in found.images], found.paragraphs[1:-1]


@pytest.mark.parametrize(
    "caption",
    [
        *(
            "가온시청 전경. /박나래 기자",
            "가온시청 전경 /박나래",
            "가온시청 전경/박나래 기자",
            "가온시청 전경. / 가온도민일보",
        ),
        *(
            "가온시청 전경=박나래 기자",
            "가온시청 전경. /박나래 기자 n@x.kr",
            "가온시청 전경 = 박나래",
            "가온시청 전경. ⓒ 가온 도민일보",
            "가온시청 전경 ⓒ박나래",
        ),
        *(
            "가온시청 전경 | 박나래 기자",
            "가온시청 전경. 가온도민일보",
            "가온시청 전경. 박나래 기자",
            "가온시청 전경 (박나래 기자)",
        ),
        *("시민들이 줄을 서 있다. /박나래 기자", "가온시청 전경. /독자 제공", "가온시청 전경. /사진=박나래 기자"),
        *("◆ 가온시청 전경", "◇가온시청 전경", "※ 가온시청 전경", "※ 사진은 본문과 관계없다.", "▼ 가온시청 전경"),
    ],
)
def test_caption(caption: str) -> None:
    for printed in (caption, normalize("NFD", caption)):
        assert read(f"{IMG}<p>{printed}</p>") == ([printed], [])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "가온시/누리군",
            "속도=거리/시간",
            "1인 요금=1200원",
            "/박나래 기자",
            "가온시청 전경. 박나래 기자 n@x.kr",
            "/가온통신",
            "가온시청 전경",
            "첫차는 이르다. 박나래 기자",
        ),
        *("가온시청 전경(가온시)", "※ 이 글은 본지의 뜻과 다를 수 있다.", "◆ 첫차는 네 시에 떠난다.", "■ 첫차는 네 시"),
    ],
)
def test_a_text_beside_a_picture_that_is_no_caption(text: str) -> None:
    assert read(f"{IMG}<p>{text}</p>") == ([None], [text])


def test_a_mark_that_heads_more_parts_than_there_are_pictures_heads_this_one_too() -> None:
    assert read(f"<p>◆ 첫째 길</p>{IMG}<p>◆ 둘째 길</p>") == ([None], ["◆ 첫째 길", "◆ 둘째 길"])


@pytest.mark.parametrize("sign", ["▼", "▽", "↓"])
def test_an_arrow_down_directly_above_a_picture_points_to_it(sign: str) -> None:
    line = f"{sign} 가온시청 전경"
    assert read(f"<p>{line}</p>{IMG}") == ([line], [])
    assert read(f"{IMG}<p>{line}</p>{IMG}") == ([None, line], [])
    assert read(f"<p>{line}</p><p>{TEXT}</p>{IMG}") == ([None], [line, TEXT])
    assert read(f"<p>{line}</p><table><tr><td>가</td><td>1</td></tr><tr><td>나</td><td>2</td></tr></table>{IMG}") == (
        [None],
        [line],
    )


def test_the_caption_of_a_player_is_no_pictures() -> None:
    player = "<figure><iframe src='https://youtu.be/a1'></iframe><figcaption>새벽버스 영상</figcaption></figure>"
    assert read(f"{IMG}{player}") == ([None], ["새벽버스 영상"])


def test_what_is_hidden_in_a_caption_is_no_part_of_it() -> None:
    caption = "<figcaption><span class='blind'>사진 설명</span> 가온시청 전경</figcaption>"
    assert read(f"<figure><img src='/a.jpg'>{caption}</figure>") == (["가온시청 전경"], [])


def test_a_credited_text_away_from_a_picture_is_text() -> None:
    assert read("<p>가온시청 전경. /박나래 기자</p>") == ([], ["가온시청 전경. /박나래 기자"])
