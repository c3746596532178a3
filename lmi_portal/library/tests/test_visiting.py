import socket
import ssl
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lmi_portal.library.visiting import Answer, Visitor, is_public

from .hosts import Clock, host_at, name_server


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def host():
    with host_at("127.0.0.2") as host:
        yield host


@pytest.fixture
def other(host):
    with host_at("127.0.0.3", port=host.port) as other:
        yield other


def visitor(clock, **options):
    """One that may go to this machine's own addresses, as only a test may."""
    return Visitor(**{"name": "test", "may_reach": lambda _a: True, "sleep": clock.sleep, "clock": clock} | options)


def test_visit_asks_for_the_head_alone_and_says_who_asks(host, clock):
    visit = visitor(clock, name="LMI (+https://portal.example.org)").visit(f"{host.url}/guide?a=b%20c#part")

    assert (visit.answer, visit.status) == (Answer.HERE, 200)
    assert host.heard == [("HEAD", "/guide?a=b%20c")]
    assert host.headers[0]["User-Agent"] == "LMI (+https://portal.example.org)"
    assert host.headers[0]["Host"] == f"127.0.0.2:{host.port}"


def test_where_heads_are_not_answered_a_thousand_bytes_are_asked_for(host, clock):
    host.answers["HEAD", "/guide"] = 405

    visit = visitor(clock).visit(f"{host.url}/guide")

    assert visit.answer == Answer.HERE
    assert host.heard[:2] == [("HEAD", "/guide"), ("GET", "/guide")]
    assert host.headers[1]["Range"] == "bytes=0-1023"


@pytest.mark.parametrize(
    ("status", "answer", "speaks_against"),
    [
        (204, Answer.HERE, False),
        (416, Answer.HERE, False),
        (404, Answer.GONE, True),
        (410, Answer.GONE, True),
        (500, Answer.SILENT, True),
        (503, Answer.SILENT, True),
        (401, Answer.DECLINED, False),
        (403, Answer.DECLINED, False),
        (429, Answer.NOT_NOW, False),
        ((503, {"Retry-After": "3600"}), Answer.NOT_NOW, False),
    ],
)
def test_status_decides(host, clock, status, answer, speaks_against):
    host.answers["/"] = status

    visit = visitor(clock).visit(f"{host.url}/")

    assert (visit.answer, visit.speaks_against()) == (answer, speaks_against)


def test_one_host_is_asked_once_a_second(host, other, clock):
    host.answers["/"] = 404
    polite = visitor(clock)

    polite.visit(f"{host.url}/")
    polite.visit(f"{other.url}/")
    polite.visit(f"{host.url}/next")

    assert host.heard[:2] == [("HEAD", "/"), ("GET", "/")]
    assert clock.slept == [1.0, 1.0]


def test_control_two_hosts_need_not_wait_for_each_other(host, other, clock):
    polite = visitor(clock)

    polite.visit(f"{host.url}/")
    polite.visit(f"{other.url}/")

    assert clock.slept == []


def test_a_host_that_asked_for_rest_has_it_all_night(host, clock):
    host.answers["/"] = (429, {"Retry-After": "120"})
    polite = visitor(clock)
    polite.visit(f"{host.url}/")

    visit = polite.visit(f"{host.url}/another")

    assert (visit.answer, visit.status) == (Answer.NOT_NOW, None)
    assert host.heard == [("HEAD", "/")]


@pytest.mark.parametrize(
    ("first", "second", "answer", "now_at"),
    [
        (301, 308, Answer.MOVED, "/c"),
        (308, 302, Answer.MOVED, "/b"),
        (302, 301, Answer.HERE, ""),
        (307, 303, Answer.HERE, ""),
    ],
)
def test_only_what_moved_for_good_has_moved(host, clock, first, second, answer, now_at):
    host.answers |= {"/a": (first, {"Location": "/b"}), "/b": (second, {"Location": f"{host.url}/c#x"})}

    visit = visitor(clock).visit(f"{host.url}/a")

    assert visit.answer == answer
    assert visit.detail == (f"It is now at {host.url}{now_at}" if now_at else "")


def test_what_moved_to_nowhere_is_gone(host, clock):
    host.answers |= {"/a": (301, {"Location": "/b"}), "/b": 404}

    assert visitor(clock).visit(f"{host.url}/a").answer == Answer.GONE


@pytest.mark.parametrize(("redirects", "answer"), [(5, Answer.HERE), (6, Answer.SILENT)])
def test_five_redirects_are_followed_and_no_sixth(host, clock, redirects, answer):
    host.answers |= {f"/{number}": (302, {"Location": f"/{number + 1}"}) for number in range(redirects)}

    assert visitor(clock).visit(f"{host.url}/0").answer == answer
    assert len(host.heard) == 6


def test_a_long_body_is_left_after_its_beginning(host, clock):
    host.answers["HEAD", "/"] = 405

    visit = visitor(clock).visit(f"{host.url}/")

    assert visit.answer == Answer.HERE
    assert ("poured out", "/") not in host.heard


def test_control_a_client_that_reads_on_gets_all_of_it(host):
    with urllib.request.urlopen(f"{host.url}/", timeout=30) as response:
        assert len(response.read()) == 20_000_000


def test_a_host_that_says_nothing_is_not_waited_for(clock):
    with socket.create_server(("127.0.0.4", 0)) as mute:
        visit = visitor(clock, timeout=0.1).visit(f"http://127.0.0.4:{mute.getsockname()[1]}/")

    assert (visit.answer, visit.detail) == (Answer.SILENT, "It broke off: ReadTimeoutError.")


def test_a_port_that_nobody_keeps_is_silent(clock):
    with socket.create_server(("127.0.0.4", 0)) as closed:
        port = closed.getsockname()[1]

    assert visitor(clock).visit(f"http://127.0.0.4:{port}/").detail == "It takes no connection."


def test_the_next_address_is_tried_where_the_first_takes_no_connection(host, clock, monkeypatch):
    name_server(monkeypatch, **{"two.example.org": ["127.0.0.4", "127.0.0.2"]})

    visit = visitor(clock).visit(f"http://two.example.org:{host.port}/")

    assert visit.answer == Answer.HERE
    assert host.headers[0]["Host"] == f"two.example.org:{host.port}"


@pytest.mark.parametrize(
    ("code", "answer"), [(socket.EAI_NONAME, Answer.GONE), (socket.EAI_AGAIN, Answer.NOT_NOW)], ids=["unknown", "later"]
)
def test_a_name_server_out_of_order_speaks_against_no_link(clock, monkeypatch, code, answer):
    name_server(monkeypatch, **{"lost.example.org": socket.gaierror(code, "")})

    assert visitor(clock).visit("http://lost.example.org/").answer == answer


@pytest.mark.parametrize(
    "link",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://127.0.0.2/",
        "http://somebody:secret@127.0.0.2/",
        "http:///nowhere",
        "http://[::1",
        "http://127.0.0.2:99999/",
        "//127.0.0.2/",
        "",
    ],
)
def test_only_plain_addresses_of_the_web_are_visited(host, clock, link):
    assert visitor(clock).visit(link).answer == Answer.CLOSED_OFF
    assert host.heard == []


@pytest.mark.parametrize("onward", ["file:///etc/passwd", "http://[::1", "http://user:pass@127.0.0.2/"])
def test_nor_is_one_that_a_host_sends_us_to(host, clock, onward):
    host.answers["/"] = (302, {"Location": onward})

    assert visitor(clock).visit(f"{host.url}/").answer == Answer.CLOSED_OFF
    assert host.heard == [("HEAD", "/")]


def test_nothing_within_our_own_network_is_visited(host, clock):
    visit = Visitor(name="test", sleep=clock.sleep, clock=clock).visit(f"{host.url}/")

    assert (visit.answer, visit.detail) == (Answer.CLOSED_OFF, "It leads to an address that is not public.")
    assert host.heard == []


def test_control_without_the_guard_it_would_be(host, clock):
    visitor(clock).visit(f"{host.url}/")

    assert host.heard == [("HEAD", "/")]


def only_the_first(address):
    return address == "127.0.0.2"


def test_a_redirect_into_our_network_is_not_followed(host, other, clock):
    host.answers["/"] = (302, {"Location": f"{other.url}/admin"})

    visit = visitor(clock, may_reach=only_the_first).visit(f"{host.url}/")

    assert visit.answer == Answer.CLOSED_OFF
    assert other.heard == []


def test_control_without_the_guard_the_redirect_gets_in(host, other, clock):
    host.answers["/"] = (302, {"Location": f"{other.url}/admin"})

    visitor(clock).visit(f"{host.url}/")

    assert other.heard == [("HEAD", "/admin")]


def test_a_name_that_leads_elsewhere_a_moment_later_changes_nothing(host, other, clock, monkeypatch):
    name_server(monkeypatch, **{"rebind.example.org": [["127.0.0.2"], ["127.0.0.3"]]})

    visit = visitor(clock, may_reach=only_the_first).visit(f"http://rebind.example.org:{host.port}/")

    assert visit.answer == Answer.HERE
    assert other.heard == []


def test_control_a_client_that_asks_for_the_name_again_gets_in(host, other, monkeypatch):
    name_server(monkeypatch, **{"rebind.example.org": [["127.0.0.2"], ["127.0.0.3"]]})
    (checked, *_more) = socket.getaddrinfo("rebind.example.org", host.port)
    assert only_the_first(checked[4][0])

    urllib.request.urlopen(
        urllib.request.Request(f"http://rebind.example.org:{host.port}/", method="HEAD"), timeout=5
    ).close()

    assert other.heard == [("HEAD", "/")]


def test_a_name_with_one_address_of_ours_among_others_is_closed_off(host, other, clock, monkeypatch):
    name_server(monkeypatch, **{"both.example.org": ["127.0.0.2", "127.0.0.3"]})

    visit = visitor(clock, may_reach=only_the_first).visit(f"http://both.example.org:{host.port}/")

    assert visit.answer == Answer.CLOSED_OFF
    assert host.heard == other.heard == []


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
    ],
)
def test_public_is_what_the_whole_internet_reaches(address, outcome):
    assert is_public(address) is outcome


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
