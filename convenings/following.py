"""“Tell me when it opens”: an address asks, confirms by a link, is told once, and may leave at any time.

Nothing a visitor sees tells whether an address follows.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_email, post_emails

from .models import Convening, Follower
from .news import convening_facts

CONFIRMING, LEAVING = "convenings.follow", "convenings.unfollow"
VALID_FOR = timedelta(days=3)
# Staff may read the letter in the outbox, so its link ends too, long after anyone would press it.
LEAVING_VALID_FOR = timedelta(days=180)
TOLD_AT_ONCE = 500


class CannotFollow(Exception):
    """Why an address is not written to, in words fit for the person who asked."""


class LinkNotValid(Exception):
    """Why a link opens nothing, in words fit for whoever opened it."""


def may_be_followed(convening, *, now):
    """Whether its registration is still to open here."""
    opens_at = convening.registration_opens_at
    return convening.kind != Convening.Kind.PARTNER and (
        convening.state == Convening.State.SAVE_THE_DATE
        or bool(convening.state == Convening.State.OPEN and opens_at and now < opens_at)
    )


@transaction.atomic
def follow(*, convening, email, now):
    """Write to `email` for a confirmation, at most once an hour; one that follows already is not written to.

    Raises CannotFollow where registration is not still to open.
    """
    if not may_be_followed(convening, now=now):
        raise CannotFollow(_("There is nothing to wait for: registration is open already, or over."))
    follower, created = Follower.objects.get_or_create(
        convening=convening, email=email.strip().lower(), defaults={"asked_at": now}
    )
    if follower.confirmed_at and not follower.unsubscribed_at:
        return
    if not created:
        follower.asked_at = now
        follower.save(update_fields=["asked_at"])
    record(deed="follow", on=follower, by=None, by_label=follower.email, now=now)
    link = reverse("convenings:confirm_follower", args=[_token(follower, CONFIRMING)])
    post_email(
        to=follower.email,
        reason=f"follower_asked:{convening.pk}:{now:%Y%m%d%H}",
        template="convenings/email/follower_asked",
        context=convening_facts(convening) | {"link": settings.SITE_URL + link},
        is_private=True,
        now=now,
    )


@transaction.atomic
def confirm_follower(*, follower, now):
    """The address is its owner's; confirmed twice, it counts once."""
    follower = Follower.objects.select_for_update().get(pk=follower.pk)
    if follower.confirmed_at and not follower.unsubscribed_at:
        return
    follower.confirmed_at, follower.unsubscribed_at = now, None
    follower.save(update_fields=["confirmed_at", "unsubscribed_at"])
    record(deed="confirm_follower", on=follower, by=None, by_label=follower.email, now=now)


@transaction.atomic
def unfollow(*, follower, now):
    """Write no more; left twice, it counts once."""
    follower = Follower.objects.select_for_update().get(pk=follower.pk)
    if follower.unsubscribed_at:
        return
    follower.unsubscribed_at = now
    follower.save(update_fields=["unsubscribed_at"])
    record(deed="unfollow", on=follower, by=None, by_label=follower.email, now=now)


def tell_followers(*, now):
    """Write once to every confirmed follower of a convening that takes teams by now; returns how many."""
    waiting = Convening.objects.filter(pk__in=Follower.objects.to_tell().values("convening"))
    return sum(_tell(convening, now=now) for convening in waiting if convening.is_open_for_registration(now=now))


@transaction.atomic
def _tell(convening, *, now):
    followers = list(
        Follower.objects.select_for_update(skip_locked=True).to_tell().filter(convening=convening)[:TOLD_AT_ONCE]
    )
    facts = convening_facts(convening)
    post_emails([_opened_letter(follower, facts) for follower in followers], now=now)
    Follower.objects.filter(pk__in=[follower.pk for follower in followers]).update(told_at=now)
    return len(followers)


def _opened_letter(follower, facts):
    link = settings.SITE_URL + reverse("convenings:unfollow", args=[_token(follower, LEAVING)])
    return {
        "to": follower.email,
        "reason": f"registration_opened:{follower.convening_id}",
        "template": "convenings/email/registration_opened",
        "context": facts | {"unfollow_link": link},
        "attachment": "convening_ics",
    }


def follower_to_confirm(token):
    """The follower of a confirmation link, valid for three days. Raises LinkNotValid."""
    expired = _("This link has expired. Ask once more on the convening’s page.")
    return _follower_of(token, salt=CONFIRMING, max_age=VALID_FOR, expired=expired)


def follower_to_leave(token):
    """The follower of an unsubscribe link, valid for half a year. Raises LinkNotValid."""
    expired = _("This link has expired. The e-mail that it came with was the only one.")
    return _follower_of(token, salt=LEAVING, max_age=LEAVING_VALID_FOR, expired=expired)


def _token(follower, salt):
    return signing.dumps(follower.pk, salt=salt)


def _follower_of(token, *, salt, max_age, expired):
    try:
        pk = signing.loads(token, salt=salt, max_age=max_age)
    except signing.SignatureExpired as error:
        raise LinkNotValid(expired) from error
    except signing.BadSignature as error:
        raise LinkNotValid(_("This link is not complete. Open it again from the e-mail.")) from error
    follower = Follower.objects.select_related("convening").filter(pk=pk).first()
    if follower is None:
        raise LinkNotValid(_("This link no longer counts. Ask once more on the convening’s page."))
    return follower
