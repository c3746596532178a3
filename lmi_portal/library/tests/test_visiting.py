import socket
import threading
import time
import urllib.request
from contextlib import suppress

import pytest

from lmi_portal.library.visiting import Answer

from .hosts import name_server, visitor


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


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTT"], ids=["headers", "status"])
def test_a_host_that_lets_its_answer_drip_is_cut_off(clock, begun):
    with socket.create_server(("127.0.0.4", 0)) as slow:
        dripping = threading.Thread(target=drip, args=[slow, begun])
        dripping.start()
        visit = visitor(clock, timeout=0.2).visit(f"http://127.0.0.4:{slow.getsockname()[1]}/")
        dripping.join(timeout=30)

    assert visit.answer == Answer.SILENT
    assert not dripping.is_alive()


def drip(server, begun):
    """A byte whenever the visitor might lose patience, for as long as it listens."""
    connection, _address = server.accept()
    with connection, suppress(OSError):
        connection.sendall(begun)
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)


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
