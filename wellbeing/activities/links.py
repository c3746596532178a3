"""Signed links: to sign in at the door of one activity, and to one employee's own calendar."""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from wellbeing.models import Activity, Employee

OPENS_BEFORE, CLOSES_AFTER = timedelta(hours=1), timedelta(hours=3)
_door, _feed = Signer(salt="wellbeing.door"), Signer(salt="wellbeing.feed")


def door_address(activity):
    return settings.SITE_URL + reverse("wellbeing:here", args=[_door.sign(activity.pk)])


def activity_of_door(token):
    """The activity whose door the link opens, or None."""
    pk = _unsigned(_door, token)
    rows = Activity.objects.select_related("program__district", "worksite")
    return rows.filter(pk=pk, state=Activity.State.OPEN).first() if pk else None


def is_door_open(activity, *, now):
    """From one hour before it starts to three hours after it ends, while the program is live."""
    is_time = activity.starts_at - OPENS_BEFORE <= now <= activity.ends_at + CLOSES_AFTER
    return is_time and activity.program.is_live()


def feed_address(employee):
    return settings.SITE_URL + reverse("wellbeing:feed", args=[_feed.sign(employee.pk)])


def employee_of_feed(token):
    """Who the link belongs to, while they are on the list; else None."""
    pk = _unsigned(_feed, token)
    return Employee.objects.current().select_related("program__district").filter(pk=pk).first() if pk else None


def _unsigned(signer, token):
    try:
        return signer.unsign(token)
    except BadSignature:
        return None
