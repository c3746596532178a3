"""Addresses that only take what a button sends: whoever opens one, as after signing in again, reads so."""

from django.http import HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve


def explain_not_allowed(get_response):
    """Middleware that gives an empty answer 405 a page of its own; its headers stay as the view set them."""

    def answer(request):
        response = get_response(request)
        is_silent = isinstance(response, HttpResponseNotAllowed) and not response.content
        if is_silent and request.method == "GET" and request.accepts("text/html"):
            response.content = render_to_string("405.html", {"page_above": _page_above(request.path_info)}, request)
            response.headers["Content-Type"] = "text/html; charset=utf-8"
            response.headers["Content-Language"] = "en"
        return response

    return answer


def _page_above(path):
    """The nearest address above `path` that is one of ours, but for the front page; else nothing."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            resolve(f"{path}/")
        except Resolver404:
            continue
        return f"{path}/"
    return ""
