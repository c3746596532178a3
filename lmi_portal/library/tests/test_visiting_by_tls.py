import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lmi_portal.library.visiting import Answer

from .hosts import host_at, name_server, visitor


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of good.example.org that vouches for itself, as files of the key and it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("good.example.org")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    (folder / "cert.pem").write_bytes(signed.public_bytes(pem))
    return folder


@pytest.mark.parametrize(("name", "answer"), [("good", Answer.HERE), ("other", Answer.SILENT)])
def test_the_certificate_must_be_the_names_though_the_address_is_fixed(clock, certificate, monkeypatch, name, answer):
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    trust = ssl.create_default_context(cafile=certificate / "cert.pem")
    name_server(monkeypatch, **{f"{name}.example.org": ["127.0.0.2"]})

    with host_at("127.0.0.2", tls=shown) as host:
        visit = visitor(clock, trust=trust).visit(f"https://{name}.example.org:{host.port}/")

    assert visit.answer == answer
    assert visit.detail.startswith("" if name == "good" else "Its certificate is not good")


def test_an_unknown_certificate_is_told(clock, certificate, monkeypatch):
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    name_server(monkeypatch, **{"good.example.org": ["127.0.0.2"]})

    with host_at("127.0.0.2", tls=shown) as host:
        visit = visitor(clock).visit(f"https://good.example.org:{host.port}/")

    assert visit.detail.startswith("Its certificate is not good")
