"""Hosts of other people, as real HTTP servers on addresses of this machine, and a clock that nobody waits for."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lmi_portal.library.visiting import Visitor


class Clock:
    """Time that passes only while somebody sleeps; `slept` says for how long each time."""

    def __init__(self):
        self.now, self.slept = 100.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def visitor(clock, **options):
    """One that may go to this machine's own addresses, as only a test may."""
    return Visitor(**{"name": "test", "may_reach": lambda _a: True, "sleep": clock.sleep, "clock": clock} | options)


class Host:
    """What it answers: {path: status or (status, headers)}; what it heard: [(method, path)] and their headers."""

    def __init__(self, address, port):
        self.answers, self.heard, self.headers = {}, [], []
        self.server = ThreadingHTTPServer((address, port), _handler_of(self))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://{address}:{self.port}"


def _handler_of(host):
    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            host.heard.append((self.command, self.path))
            host.headers.append(dict(self.headers))
            wanted = host.answers.get((self.command, self.path), host.answers.get(self.path, 200))
            status, headers = wanted if isinstance(wanted, tuple) else (wanted, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.pour()

        def pour(self):
            """Twenty megabytes, unless the visitor hangs up before."""
            try:
                for _each in range(200):
                    self.wfile.write(b"x" * 100_000)
            except OSError:
                return
            host.heard.append(("poured out", self.path))

        do_HEAD = do_GET = answer

        def log_message(self, *words):
            """Nobody reads it."""

    return Handler


@contextmanager
def host_at(address, *, port=0, tls=None):
    """A Host that answers at `address`, one of 127.0.0.x; `tls` is the SSL context that it shows."""
    host = Host(address, port)
    if tls:
        host.server.socket = tls.wrap_socket(host.server.socket, server_side=True)
    thread = threading.Thread(target=host.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield host
    finally:
        host.server.shutdown()
        host.server.server_close()
        thread.join()


def name_server(monkeypatch, **names):
    """Let names lead where a test says: {name: [addresses], or [[addresses at first], [and later]]}."""
    real, asked = socket.getaddrinfo, dict.fromkeys(names, 0)

    def answer(host, port, *args, **kwargs):
        if host not in names:
            return real(host, port, *args, **kwargs)
        leads = names[host]
        if isinstance(leads, Exception):
            raise leads
        if isinstance(leads[0], list):
            leads = leads[min(asked[host], len(leads) - 1)]
            asked[host] += 1
        return [each for address in leads for each in real(address, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
