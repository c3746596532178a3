"""What keeps a visit out of our own network, each guard with a control that shows what it keeps out."""

import socket
import urllib.request

import pytest

from lmi_portal.library.visiting import Answer, Visitor, is_public

from .hosts import name_server, visitor


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
        ("fec0::1", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
    ],
)
def test_public_is_what_the_whole_internet_reaches(address, outcome):
    assert is_public(address) is outcome
