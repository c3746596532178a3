"""What the referrer's screens weigh on the wire: the page as it is, the rest as whitenoise compresses it."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from oasis.referring import send_off

from .factories import create_assignment, create_consent, create_referral, sign_in

pytestmark = pytest.mark.django_db

KB = 1_000
# At 400 kbit/s, 50 kB come in a second: the page and what it is drawn with must leave room for the way there.
BEFORE_FIRST_VIEW, IN_ALL = 30 * KB, 100 * KB


@pytest.fixture
def screens(client):
    referrer = sign_in(client, create_assignment())
    draft = create_referral(logged_by=referrer)
    sent = create_referral(logged_by=referrer)
    create_consent(sent.student, provider=sent.service.provider)
    send_off(referral=sent, by=referrer.user, version=0, now=timezone.now())
    steps = [reverse(f"oasis:{name}", args=[draft.number]) for name in ("referral_service", "referral_send")]
    moves = [reverse("oasis:referral_move", args=[sent.number, name]) for name in ("close", "schedule")]
    return [
        reverse("oasis:start"),
        reverse("oasis:referral_add"),
        f"{reverse('oasis:referral_add')}?student={draft.student_id}",
        *steps,
        reverse("oasis:referral", args=[sent.number]),
        *moves,
        reverse("oasis:referral_attempt", args=[sent.number]),
        reverse("oasis:referrals"),
    ]


def compressed(address):
    return len(gzip.compress(Path(finders.find(address.removeprefix("/static/"))).read_bytes()))


def weight_of(page):
    """Bytes before anything is seen, and in all."""
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    others = re.findall(r'<script src="([^"]+)"|<link rel="icon" href="([^"]+)"|<img src="([^"]+)"', page)
    first = len(page.encode()) + sum(compressed(address) for address in styles)
    return first, first + sum(compressed(address) for groups in others for address in groups if address)


def test_the_referrers_screens_come_quickly_over_a_slow_line(client, screens):
    weights = {screen: weight_of(client.get(screen).content.decode()) for screen in screens}

    assert len(weights) == 10
    assert {screen: both for screen, both in weights.items() if both[0] > BEFORE_FIRST_VIEW or both[1] > IN_ALL} == {}


def test_control_with_all_of_bootstrap_the_first_view_takes_longer(client, screens):
    page = client.get(screens[1]).content.decode()

    first, _in_all = weight_of(page.replace("bootstrap-reboot.min.css", "bootstrap.min.css"))

    assert first > BEFORE_FIRST_VIEW


def test_nothing_comes_from_elsewhere(client, screens):
    pages = [client.get(screen).content.decode() for screen in screens]

    assert [address for page in pages for address in re.findall(r'(?:src|srcset|action)="(https?:[^"]+)"', page)] == []


def test_the_stylesheets_keep_their_budget():
    sizes = {name: Path(finders.find(name)).stat().st_size for name in ("lmi-oasis.css", "lmi-oasis-light.css")}

    assert {name: size for name, size in sizes.items() if size > 6 * KB} == {}
