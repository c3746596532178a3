"""The letters about joining, ready for the outbox; every fact in them is frozen at the deed."""

from django.conf import settings
from django.urls import reverse

from lmi_portal.accounts.models import User

from .models import Membership


def to_deciders(membership):
    """A letter to each lead of the district and to LMI staff: those who keep the directory, or all where none does."""
    leads = Membership.objects.led().filter(district=membership.district, user__is_active=True)
    staff = User.objects.filter(is_staff=True, is_active=True)
    keepers = staff.filter(groups__name="directory")
    desk = reverse("districts:request", args=[membership.pk])
    lens = reverse("admin:districts_membership_change", args=[membership.pk])
    # A lead who is LMI staff too gets the one letter that a lead gets.
    pages = dict.fromkeys((keepers or staff).values_list("email", flat=True), lens)
    pages |= dict.fromkeys(leads.values_list("user__email", flat=True), desk)
    pages.pop(membership.user.email, None)
    return [_letter(membership, "requested", to=email, url=settings.SITE_URL + page) for email, page in pages.items()]


def to_asker(membership, news):
    """`news` is approved, declined or ended."""
    return _letter(membership, news, to=membership.user.email, url=settings.SITE_URL + reverse("teams:list"))


def _letter(membership, news, *, to, url):
    return {
        "to": to,
        "reason": f"join_{news}:{membership.pk}",
        "template": f"districts/email/join_{news}",
        "context": {
            "name": membership.user.get_full_name(),
            "email": membership.user.email,
            "district": membership.district.name,
            "role": str(membership.get_role_display()),
            "speaks_for": str(membership.speaks_for()),
            "reason": membership.decline_reason,
            "url": url,
        },
    }
