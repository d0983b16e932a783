"""Players, quoted posts, and the frames and pictures of advertisements that are none."""

from __future__ import annotations

import pytest
from support.bodies import between, body

TUBE = "https://www.youtube.com/embed/a1"


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (f"<iframe data-src='{TUBE}' src='about:blank'></iframe>", TUBE),
        (f"<iframe src='' data-lazy-src='{TUBE}'></iframe>", TUBE),
        (f"<iframe data-litespeed-src='{TUBE}'></iframe>", TUBE),
        (f"<iframe src='javascript:false' data-original='{TUBE}'></iframe>", TUBE),
        (f"<iframe src='data:text/html,x' data-src='{TUBE}'></iframe>", TUBE),
        (f"<iframe src='{TUBE}?ads=1' width='300' height='250'></iframe>", f"{TUBE}?ads=1"),
        (f"<embed data-src='{TUBE}'>", TUBE),
        ("<iframe src='https://play.test/embed/7'></iframe>", "https://play.test/embed/7"),
        ("<iframe src='https://shadow.test/video/road-7'></iframe>", "https://shadow.test/video/road-7"),
        ("<video data-src='/m/a.mp4'></video>", "https://www.news-a.test/m/a.mp4"),
        ("<video src='blob:x'><source data-src='/m/a.mp4'></video>", "https://www.news-a.test/m/a.mp4"),
        ("<video width='300' height='250'><source src='/m/a.mp4'></video>", "https://www.news-a.test/m/a.mp4"),
        ("<audio src='/m/a.mp3'></audio>", "https://www.news-a.test/m/a.mp3"),
        ("<audio><source src='/m/a.mp3'><source src='/m/a.ogg'></audio>", "https://www.news-a.test/m/a.mp3"),
        (f"<object><param name='movie' value='{TUBE}'></object>", TUBE),
        ("<oembed url='https://youtu.be/a1'></oembed>", "https://youtu.be/a1"),
        ("<lite-youtube videoid='a1'></lite-youtube>", TUBE),
        ("<iframe src='https://play.test/embed/a b|c'></iframe>", "https://play.test/embed/a%20b%7Cc"),
    ],
)
def test_player(html: str, url: str) -> None:
    assert body(f"<p>글이다.</p>{html}").embeds == [url]


@pytest.mark.parametrize(
    "html",
    [
        "<iframe src='https://ads.test/video-banner.html'></iframe>",
        "<iframe data-src='https://ad.test/embed/300x250'></iframe>",
        "<iframe src='https://cdn.ad-network.test/player'></iframe>",
        "<iframe src='https://tv.test/video/sponsor/7'></iframe>",
        "<iframe src='https://tv.test/embed/7?size=728x90'></iframe>",
        "<iframe src='https://tv.test/embed/7' width='300' height='250px'></iframe>",
        "<iframe src='https://tv.test/embed/7' style='width:728px; height:90px'></iframe>",
        "<iframe src='https://tv.test/embed/7' width='1' height='1'></iframe>",
        "<video src='https://ads.test/a.mp4'></video>",
        "<iframe src='https://www.google.com/maps/embed?pb=1'></iframe>",
        "<iframe src='/iframe/weather.html'></iframe>",
        "<iframe src='about:blank'></iframe>",
        "<lite-youtube></lite-youtube>",
    ],
)
def test_no_player(html: str) -> None:
    assert body(f"<p>글이다.</p>{html}").embeds == []


@pytest.mark.parametrize(
    ("html", "url", "text"),
    [
        (
            "<blockquote class='twitter-tweet'><p>새벽버스 탔다.</p>— 가온 <a href='https://twitter.com/g/status/1'>11월</a></blockquote>",
            "https://twitter.com/g/status/1",
            ["새벽버스 탔다.", "— 가온 11월"],
        ),
        (
            "<blockquote class='instagram-media' data-instgrm-permalink='https://www.instagram.com/p/1/'>"
            "<a href='https://www.instagram.com/p/1/?x'>이 게시물 보기</a><p>새벽버스</p></blockquote>",
            "https://www.instagram.com/p/1/",
            ["새벽버스"],
        ),
        ("<blockquote class='tiktok-embed' cite='https://www.tiktok.com/@g/video/1'>새벽</blockquote>",
         "https://www.tiktok.com/@g/video/1", ["새벽"]),
        ("<div class='fb-post' data-href='https://www.facebook.com/g/posts/1'></div>",
         "https://www.facebook.com/g/posts/1", []),
    ],
)  # fmt: skip
def test_a_post_is_a_player_and_its_text_a_quotation(html: str, url: str, text: list[str]) -> None:
    assert body(f"<p>글이다.</p>{html}").embeds == [url]
    assert between(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>인용이다. <a href='https://twitter.com/g/status/1'>글</a></blockquote>",
        "<blockquote cite='https://gaon.test/'>인용이다.</blockquote>",
        "<div class='fb-like' data-href='https://www.facebook.com/g'></div>",
        "<blockquote class='twitter-tweet'>지워진 글</blockquote>",
    ],
)
def test_no_post(html: str) -> None:
    assert body(f"<p>글이다.</p>{html}").embeds == []


@pytest.mark.parametrize(
    "src", ["https://ads.test/a.jpg", "/ads/a.jpg", "/data/banner/b.jpg", "https://img.ad.test/a.gif"]
)
def test_no_picture(src: str) -> None:
    assert body(f"<p>글이다.</p><img src='{src}'>").images == []


@pytest.mark.parametrize(
    "src", ["/data/ad_2025.jpg", "/data/roads/a.jpg", "https://shadow.test/a.jpg", "/data/300x250/a.jpg"]
)
def test_picture(src: str) -> None:
    assert len(body(f"<p>글이다.</p><img src='{src}'>").images) == 1


@pytest.mark.parametrize(
    "image",
    [
        "<img src='/blank.gif' data-lazy-src='/a.jpg'>",
        "<img data-echo='/a.jpg'>",
        "<img src='about:blank' data-cfsrc='/a.jpg'>",
        "<picture><source srcset='/a.jpg 1x, /b.jpg 2x'><img></picture>",
        "<img src='/a.jpg' data-url='https://gaon.test/share'>",
    ],
)
def test_a_picture_that_is_loaded_later(image: str) -> None:
    assert [found.url for found in body(f"<p>글이다.</p>{image}").images] == ["https://www.news-a.test/a.jpg"]
