import re

from django.conf import settings
from django.utils import timezone

from convenings.following import confirm_follower, follow
from convenings.models import Follower
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.rendering import render

from .factories import create_convening

NOW = timezone.now()


def announced(**fields):
    return create_convening(**{"state": "save_the_date", "title": "Institute"} | fields)


def open_up(convening):
    convening.state = "open"
    convening.save()
    return convening


def confirmed_follower(convening, email="ana@example.org"):
    follow(convening=convening, email=email, now=NOW)
    follower = Follower.objects.get(convening=convening, email=email)
    confirm_follower(follower=follower, now=NOW)
    return follower


def link_in(reason):
    """The path of the portal's link in the one e-mail posted for a reason."""
    body = render(Email.objects.get(reason__startswith=reason)).body
    return re.search(rf"{settings.SITE_URL}(/convenings/following/\S+)", body)[1]
