"""A front page's address, taken apart."""

from __future__ import annotations

import pytest

from newscrawler.newspapers.address import Address, parse_address, quotable

HANGUL, A_LABEL = "한글신문.test", "xn--bj0bs4w81f0uu.test"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (
            "https://www.naru.test/",
            Address(
                "https://www.naru.test",
                "https://www.naru.test/",
                "naru.test",
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
                "127.0.0.1_8080",
                frozenset(("127.0.0.1:8080", "www.127.0.0.1:8080", "m.127.0.0.1:8080")),
            ),
        ),
        (
            "http://[::1]:81/",
            Address(
                "http://[::1]:81",
                "http://[::1]:81/",
                "::1",
                "0000_0000_0000_0000_0000_0000_0000_0001_81",
                frozenset(("[::1]:81", "www.[::1]:81", "m.[::1]:81")),
            ),
        ),
    ],
)
def test_what_follows_from_an_address(url: str, address: Address) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://naru.test/", "HTTPS://WWW.Naru.TEST/"),
        ("https://naru.test/", " https://naru.test:443/ "),
        ("https://naru.test/", "http://naru.test:80/"),
        (f"https://{HANGUL}/", f"https://{A_LABEL}/"),
        (f"https://www.{HANGUL}:8080/", f"https://{A_LABEL.upper()}:8080/"),
        ("http://나루.test/", "http://나루.test/"),  # the same Hangul, composed and decomposed
        ("http://8.8.8.8/", "http://0x8.8.010.8/"),
        ("http://8.8.8.8/", "http://134744072/"),
        ("http://127.0.0.1:81/", "http://127.1:81/"),
        ("http://[::1]/", "http://[0:0:0:0:0:0:0:1]/"),
    ],
)
def test_one_host_has_one_name(one: str, other: str) -> None:
    assert parse_address(one).name == parse_address(other).name
    assert parse_address(one).hosts == parse_address(other).hosts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://naru.test:8080/", "http://naru.test/"),
        ("http://naru.test:8080/", "http://naru.test:8081/"),
        ("http://naru.test:443/", "https://naru.test/"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1:8080]/"),
        ("http://naru-8080.test/", "http://naru.test:8080/"),
    ],
)
def test_two_servers_have_two_names(one: str, other: str) -> None:
    assert parse_address(one).name != parse_address(other).name


def test_an_international_name_is_known_in_both_its_forms() -> None:
    found = parse_address(f"https://www.{HANGUL}/")
    assert (found.origin, found.name, found.domain) == (f"https://www.{A_LABEL}", A_LABEL, A_LABEL)
    assert found.hosts == {f"{sub}{host}" for sub in ("", "www.", "m.") for host in (HANGUL, A_LABEL)}


NO_ADDRESS = "not an http or https address with a host"
NO_HOST = "not an address with a valid host name"
SECRET = "an address with a user name or password, which would end up in logs and feeds"
WRONG = {
    "": NO_ADDRESS,
    "naru.test": NO_ADDRESS,
    "ftp://naru.test/": NO_ADDRESS,
    "https://": NO_ADDRESS,
    "https://[bad/": NO_ADDRESS,
    "https://a:x/": NO_ADDRESS,
    "https://a:65536/": NO_ADDRESS,
    "https://a:0/": "not an address to use: its port is 0",
    "http://./": NO_HOST,
    "http://../": NO_HOST,
    "http://.../": NO_HOST,
    "http://www./": NO_HOST,
    "http://naru..test/": NO_HOST,
    "http://.naru.test/": NO_HOST,
    "http://naru.test./": NO_HOST,
    "http://-naru.test/": NO_HOST,
    "http://naru-.test/": NO_HOST,
    "http://na_ru.test/": NO_HOST,
    "http://na ru.test/": NO_HOST,
    "http://naru%2e%2e.test/": NO_HOST,
    "http://..%5c..%5cetc/": NO_HOST,
    "http://na\\ru.test/": NO_HOST,
    "http://*.test/": NO_HOST,
    f"http://{'a' * 64}.test/": NO_HOST,
    f"http://{'a.' * 127}test/": NO_HOST,
    f"http://{'가' * 64}.test/": NO_HOST,
    f"http://{'a.' * 120}test/": "not an address to use: its host is longer than 230 characters",
    "http://256.0.0.1/": NO_HOST,
    "http://naru.0x7f/": NO_HOST,
    "http://1.2.3.4.5/": NO_HOST,
    "http://[fe80::1%25eth0]/": NO_HOST,
    "http://batches/": "not a newspaper's address: the name batches is reserved",
    "http://www.Batches:80/": "not a newspaper's address: the name batches is reserved",
    "http://demo/": "not a newspaper's address: the name demo is reserved",
    "http://desk:s3cret@naru.test/": SECRET,
    "http://desk@naru.test/": SECRET,
    "http://:s3cret@naru.test/": SECRET,
    "http://@naru.test/": SECRET,
    "http://desk:s3cret@[bad/": SECRET,
    "http:///desk:s3cret@naru.test/": SECRET,
    "ftp://desk:s3cret@naru.test/": SECRET,
    "desk:s3cret@naru.test": SECRET,
}


def _row(reason: str) -> tuple[str, str, str]:
    """The row of docs/robustness.md for the addresses that are refused for one reason, with some of them."""
    urls = [url for url in WRONG if WRONG[url] == reason and 0 < len(url) < 40]
    examples = ", ".join(f"`{url}`" for url in urls[:5])
    return f"a newspaper at {examples or 'an address with a very long host'}", f"refused: {reason}", "2"


SHOWN = [(None, _row(reason)) for reason in dict.fromkeys(WRONG.values())]


@pytest.mark.parametrize("url", WRONG)
def test_what_cannot_be_the_address_of_a_newspaper(url: str) -> None:
    with pytest.raises(ValueError, match=r"^(not|an) ") as refused:
        parse_address(url)
    assert str(refused.value) == WRONG[url]
    assert refused.value.__cause__ is None  # no traceback shows an error that quotes the address
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize(
    "url", ["http://naru.test/@desk/", "http://naru.test/?to=desk@naru.test", "http://naru.test#@"]
)
def test_an_at_sign_behind_the_host_is_not_a_password(url: str) -> None:
    assert parse_address(url).name == "naru.test"


def test_an_address_with_a_password_is_never_quoted() -> None:
    assert quotable("ftp://naru.test/") == "ftp://naru.test/"
    assert quotable("http://desk:s3cret@naru.test/") == "(address not shown)"
