"""What employees are written about activities, in their own language; sealed, so that nobody else reads who comes."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from lmi_portal.family_language import nearest_language

from .wording import place_of, title_in_language, when_in_words

TEMPLATE = "family/wellbeing/email/activity"


def activity_letter(sign_up, activity, *, news, once="", **facts):
    """A letter for `post_emails` to the employee of `sign_up`.

    `news` is signed_up, waitlisted, promoted, moved, canceled or reminder; `once` makes the same news new again. The
    program's district and the work site are read along with `activity`.
    """
    language = nearest_language(sign_up.employee.language)
    with translation.override(language):
        told = {"title": title_in_language(activity), "when": when_in_words(activity), "place": place_of(activity)}
    path = reverse("wellbeing:activity", args=[activity.program.district.cd_code, activity.pk])
    return {
        "to": sign_up.employee.email,
        "reason": f"wellbeing_{news}:{sign_up.pk}:{sign_up.signed_up_at.timestamp():.6f}:{once}",
        "template": TEMPLATE,
        "context": told
        | {
            "news": news,
            "activity_id": activity.pk,
            "sign_up_id": sign_up.pk,
            "district": activity.program.district.name,
            "link": settings.SITE_URL + path,
            "is_made_up": activity.program.is_made_up,
        }
        | facts,
        "attachment": "wellbeing_activity",
        "language": language,
        "is_sealed": True,
    }
