"""A front page's address, taken apart."""

from __future__ import annotations

import pytest

from newscrawler.newspapers.address import Address, parse_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (
            "https://www.naru.test/",
            Address(
                "https://www.naru.test",
                "https://www.naru.test/",
                "naru.test",
                frozenset(("naru.test", "www.naru.test", "m.naru.test")),
            ),
        ),
        (
            "http://127.0.0.1:8080/news/?a=1#top",
            Address(
                "http://127.0.0.1:8080",
                "http://127.0.0.1:8080/news/",
                "127.0.0.1",
                frozenset(("127.0.0.1:8080", "www.127.0.0.1:8080", "m.127.0.0.1:8080")),
            ),
        ),
    ],
)
def test_what_follows_from_an_address(url: str, address: Address) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize("url", ["", "naru.test", "ftp://naru.test/", "https://", "https://[bad/", "https://a:x/"])
def test_what_is_not_an_address(url: str) -> None:
    with pytest.raises(ValueError, match=r"^not an http or https address with a host$"):
        parse_address(url)
