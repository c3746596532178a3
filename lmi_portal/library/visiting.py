"""One visit to an address of somebody else: polite, short, and never into our own network."""

import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv6Network, ip_address
from threading import Event, Timer
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, LocationParseError, NewConnectionError, SSLError
from urllib3.util import Timeout, parse_url

MOST_REDIRECTS = 5
MOST_BYTES = 1024
MOST_ADDRESSES = 3
SECONDS_APART = 1.0
# So many times the timeout is all that one answer may take: a host that lets it drip would never run into that.
PATIENCE = 3
PORTS = {"http": 80, "https": 443}
MOVED, ELSEWHERE = {301, 308}, {302, 303, 307}
GONE, BUSY, RANGE_REFUSED = {404, 410}, 429, 416
NAT64 = IPv6Network("64:ff9b::/96")


class Answer(Enum):
    """What a visit comes to; only GONE, SILENT and CLOSED_OFF speak against the link."""

    HERE = "here"
    MOVED = "moved"
    GONE = "gone"
    SILENT = "silent"
    CLOSED_OFF = "closed off"
    DECLINED = "declined"
    NOT_NOW = "not now"


@dataclass(frozen=True)
class Visit:
    """`status` is the last one heard, or None; `detail` a few words in English for staff."""

    answer: Answer
    status: int | None = None
    detail: str = ""

    def speaks_against(self):
        return self.answer in {Answer.GONE, Answer.SILENT, Answer.CLOSED_OFF}


class _Ended(Exception):
    def __init__(self, answer, detail, status=None):
        super().__init__(detail)
        self.visit = Visit(answer, status, detail)


def is_public(address):
    """Whether the whole internet reaches this IP address, also where it carries another within itself."""
    ip = ip_address(address.partition("%")[0])
    if inner := _carried(ip):
        return is_public(str(inner))
    # Addresses of a site are given out no more since 2004, and used here and there still.
    is_of_a_site = ip.version == 6 and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or is_of_a_site)


def _carried(ip):
    if ip.version == 4:
        return None
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])


class Visitor:
    """Visits for one night: it asks no host more than once a second, and leaves one alone that asked for it.

    `may_reach` judges every IP address before it is connected to; the connection goes to that very address, so a name
    that answers otherwise a moment later changes nothing. `trust` is an SSL context, the system's where None.
    """

    def __init__(self, *, name, may_reach=is_public, sleep=time.sleep, clock=time.monotonic, timeout=10.0, trust=None):
        self._name, self._may_reach, self._trust = name, may_reach, trust
        self._sleep, self.clock = sleep, clock
        self._timeout, self._patience = Timeout(connect=timeout, read=timeout), PATIENCE * timeout
        self._next_turn, self._resting = {}, set()

    def visit(self, link):
        """Go to `link`, and on to where it leads, five times at most; return a Visit."""
        address, moved_to, for_good = link, "", True
        try:
            for _hop in range(MOST_REDIRECTS + 1):
                status, onward = self._ask(address)
                if not onward:
                    return _judged(status, moved_to)
                for_good = for_good and status in MOVED
                address = _joined(address, onward)
                moved_to = address if for_good else moved_to
        except _Ended as ended:
            return ended.visit
        return Visit(Answer.SILENT, status, f"It sends visitors on more than {MOST_REDIRECTS} times.")

    def _ask(self, address):
        """(status, where it sends us or ""): HEAD first, and the first bytes by GET where that is not answered well."""
        url = _read(address)
        for method in ("HEAD", "GET"):
            self._take_turn(url.host)
            status, headers = self._send(method, url)
            self._respect(url.host, status, headers)
            if status < 400:
                break
        onward = headers.get("Location", "") if status in MOVED | ELSEWHERE else ""
        return status, onward

    def _take_turn(self, host):
        if host in self._resting:
            raise _Ended(Answer.NOT_NOW, "Its host asked for a rest tonight.")
        wait = self._next_turn.get(host, 0) - self.clock()
        if wait > 0:
            self._sleep(wait)
        self._next_turn[host] = self.clock() + SECONDS_APART

    def _respect(self, host, status, headers):
        if status == BUSY or (status == 503 and "Retry-After" in headers):
            self._resting.add(host)
            raise _Ended(Answer.NOT_NOW, "Its host asked for a rest.", status)

    def _send(self, method, url):
        """(status, headers) from the first of the host's addresses that takes a connection."""
        problem = None
        for address in self._addresses_of(url):
            try:
                return self._send_to(address, method, url)
            except (NewConnectionError, ConnectTimeoutError) as refused:
                problem = refused
            except SSLError as unproven:
                raise _Ended(Answer.SILENT, f"Its certificate is not good: {unproven}"[:300]) from unproven
            except HTTPError as broken:
                raise _Ended(Answer.SILENT, f"It broke off: {type(broken).__name__}.") from broken
        raise _Ended(Answer.SILENT, "It takes no connection.") from problem

    def _addresses_of(self, url):
        host = url.host.strip("[]")
        try:
            found = socket.getaddrinfo(host, url.port or PORTS[url.scheme], type=socket.SOCK_STREAM)
        except socket.gaierror as problem:
            # Our own name server may be out of order: that says nothing about the link.
            answer = Answer.NOT_NOW if problem.errno == socket.EAI_AGAIN else Answer.GONE
            raise _Ended(answer, "No such host is known.") from problem
        except (OSError, UnicodeError) as problem:
            raise _Ended(Answer.CLOSED_OFF, "Its host’s name cannot be read.") from problem
        addresses = list(dict.fromkeys(each[4][0] for each in found))
        if not all(self._may_reach(address) for address in addresses):
            raise _Ended(Answer.CLOSED_OFF, "It leads to an address that is not public.")
        return addresses[:MOST_ADDRESSES]

    def _send_to(self, address, method, url):
        options = {"port": url.port or PORTS[url.scheme], "timeout": self._timeout, "retries": False}
        if url.scheme == "https":
            host = url.host.strip("[]")
            names = {"server_hostname": host, "assert_hostname": host, "ssl_context": self._trust}
            pool = urllib3.HTTPSConnectionPool(address, **options, **names)
        else:
            pool = urllib3.HTTPConnectionPool(address, **options)
        sockets = _remember_sockets(pool)
        is_cut = Event()
        patience = Timer(self._patience, _cut, [sockets, is_cut])
        patience.start()
        headers = {"Host": url.netloc, "User-Agent": self._name, "Accept": "*/*"}
        if method == "GET":
            headers["Range"] = f"bytes=0-{MOST_BYTES - 1}"
        try:
            how = {"redirect": False, "retries": False, "preload_content": False, "assert_same_host": False}
            response = pool.urlopen(method, url.request_uri, headers=headers, decode_content=False, **how)
            try:
                if method == "GET":
                    response.read(MOST_BYTES)
            finally:
                response.close()
            if is_cut.is_set():
                raise _Ended(Answer.SILENT, "It takes too long to answer.")
        finally:
            patience.cancel()
            pool.close()
        return response.status, response.headers


def _remember_sockets(pool):
    """The list that will hold the sockets of all connections that the pool makes."""
    sockets = []

    class Connection(pool.ConnectionCls):
        def connect(self):
            super().connect()
            sockets.append(self.sock)

    pool.ConnectionCls = Connection
    return sockets


def _cut(sockets, is_cut):
    # Said first: what was heard up to the cut can look like a whole answer.
    is_cut.set()
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _read(address):
    try:
        url = parse_url(address)
    except LocationParseError as problem:
        raise _Ended(Answer.CLOSED_OFF, "Its address cannot be read.") from problem
    if url.scheme not in PORTS or not url.host or url.auth:
        raise _Ended(Answer.CLOSED_OFF, "Only plain http and https addresses are visited.")
    return url


def _joined(address, onward):
    try:
        return urljoin(address, onward).partition("#")[0]
    except ValueError as problem:
        raise _Ended(Answer.CLOSED_OFF, "It sends visitors to an address that cannot be read.") from problem


def _judged(status, moved_to):
    if status in GONE:
        return Visit(Answer.GONE, status, "Its host says that it is not there.")
    if status >= 500:
        return Visit(Answer.SILENT, status, "Its host is out of order.")
    if status >= 400 and status != RANGE_REFUSED:
        return Visit(Answer.DECLINED, status, "Its host does not show it to us.")
    if moved_to:
        return Visit(Answer.MOVED, status, f"It is now at {moved_to}"[:300])
    return Visit(Answer.HERE, status)
