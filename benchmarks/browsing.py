"""HTTP clients that keep their connection open for a while, as browsers do, and come through a proxy."""

import http.client
import time
from dataclasses import dataclass
from itertools import repeat
from urllib.parse import urlencode, urlsplit

from .crowd import Lap, wait_for_all

REQUESTS_A_CONNECTION = 20


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict
    body: bytes | None = None


def get(path, *, site_url, cookies=None):
    return Request("GET", path, _headers(site_url, cookies))


def post(path, data, *, site_url, cookies):
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": site_url, "Referer": site_url + path}
    return Request("POST", path, _headers(site_url, cookies) | form, urlencode(data, doseq=True).encode())


def _headers(site_url, cookies):
    site = urlsplit(site_url)
    headers = {
        "Host": site.netloc,
        "X-Forwarded-Proto": site.scheme,
        "X-Forwarded-For": "203.0.113.7",
        "Accept": "text/html",
        "Accept-Language": "en-US,en;q=0.9",
    }
    return headers | ({"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {})


def browse_for(port, request, duration):
    """The same request again and again for `duration` seconds; the outcomes are status codes."""
    return _browse(port, repeat(request), duration)


def browse_all(port, requests):
    """Each of the requests once; the outcomes are status codes."""
    return _browse(port, requests, float("inf"))


def _browse(port, requests, duration):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    wait_for_all()
    started, statuses = time.monotonic(), []
    for number, request in enumerate(requests):
        if time.monotonic() - started > duration:
            break
        if number % REQUESTS_A_CONNECTION == 0:
            # Opened anew, it goes to the worker that has time; kept for ever, all could stay with one of the four.
            connection.close()
        connection.request(request.method, request.path, body=request.body, headers=request.headers)
        with connection.getresponse() as response:
            response.read()
            statuses.append(response.status)
    ended = time.monotonic()
    connection.close()
    return Lap(started, ended, statuses)
