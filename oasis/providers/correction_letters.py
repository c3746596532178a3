"""The letters about corrections, ready for the outbox; every fact in them is frozen at the deed."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lmi_portal.accounts.models import User


def to_provider(service, *, to, token, now):
    return {
        "to": to,
        "reason": f"correction_link:{service.pk}:{now.isoformat()}",
        "template": "providers/email/correction_link",
        "is_private": True,
        "context": {
            "service": service.name,
            "provider": service.provider.name,
            "page": settings.SITE_URL + service.get_absolute_url(),
            "url": settings.SITE_URL + reverse("providers:correct", args=[token]),
        },
    }


def to_staff(service, *, now):
    """A letter a day about a service to those who keep the directory, or to all of LMI's staff where none does."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    keepers = staff.filter(groups__name="directory")
    return [
        {
            "to": email,
            "reason": f"correction_proposed:{service.pk}:{timezone.localdate(now)}",
            "template": "providers/email/correction_proposed",
            "context": {
                "service": service.name,
                "provider": service.provider.name,
                "url": settings.SITE_URL + reverse("admin:providers_correction_changelist") + "?state__exact=waiting",
            },
        }
        for email in (keepers or staff).values_list("email", flat=True)
    ]
