"""A certificate nobody vouches for is no newspaper's, unless a person says that this paper's may be."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from support.crawling import Run
from support.hostile import Paper, RawServer, crawl_url, plain
from support.shown import Shown


def self_signed(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that only itself vouches for, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.public_bytes(serialization.Encoding.PEM)
    path = folder / "server.pem"
    path.write_bytes(pem)
    return path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RawServer]:
    """Two articles over TLS."""
    paper = Paper([1, 2])

    def answer(path: str) -> bytes:
        reply = paper.reply("GET", path)
        return plain(reply.body, f"{reply.status} -")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with RawServer(answer, context) as running:
        yield running


def crawl(server: RawServer, *arguments: str, data_dir: Path, env: dict[str, str] | None = None) -> Run:
    given = (*arguments, "-s", "ALLOW_PRIVATE_HOSTS=1")
    return crawl_url(f"https://127.0.0.1:{server.port}/", *given, data_dir=data_dir, env=env)


@pytest.mark.shows("a certificate nobody vouches for", "`tls`, nothing is asked", 1)
def test_a_certificate_nobody_vouches_for_is_refused(server: RawServer, shown: Shown, tmp_path: Path) -> None:
    run = crawl(server, data_dir=tmp_path)
    (reason,) = run.reasons.values()
    shown.holds(f"`{reason}`, nothing is asked", run.exit_code)
    assert "no secure connection" in run.manifest["alarms"][0]
    assert server.requests == []


def test_a_certificate_the_machine_trusts_is_good(server: RawServer, tmp_path: Path) -> None:
    run = crawl(server, data_dir=tmp_path, env={"SSL_CERT_FILE": str(tmp_path / "server.pem")})
    assert run.exit_code == 0
    assert len(run.articles) == 2


@pytest.mark.shows("the same with DOWNLOAD_VERIFY_CERTIFICATES off for this newspaper", "read", 0)
def test_a_person_may_trust_a_newspaper_without_one(server: RawServer, shown: Shown, tmp_path: Path) -> None:
    run = crawl(server, "-s", "DOWNLOAD_VERIFY_CERTIFICATES=0", data_dir=tmp_path)
    assert len(run.articles) == 2
    shown.holds("read", run.exit_code)
