"""Letters to those who care for referrals: numbers and a link, and never a word about a student."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _


def letter_to(user, *, reason, subject, paragraphs, number=None):
    """A letter for post_emails; its link leads to the referral `number`, or to the caseload."""
    path = reverse("oasis:referral", args=[number]) if number else reverse("oasis:start")
    return {
        "to": user.email,
        "reason": reason,
        "template": "email/plain",
        "context": {
            "subject": subject,
            "paragraphs": [*paragraphs, _("This e-mail says nothing about a student: sign in to read more.")],
            "url": settings.SITE_URL + path,
            "label": _("Open the referral") if number else _("Open your caseload"),
        },
    }
