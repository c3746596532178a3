"""The letter that a survey waits for a co-chair in, ready for the outbox; every fact is frozen at the deed."""

from django.conf import settings
from django.utils.translation import gettext as _


def letters_to_approve(survey, seats, *, mark):
    """To whoever is still to approve the survey that the other co-chair approved; once for a text, known by `mark`."""
    words = {"title": survey.title, "district": survey.program.district.name}
    return [
        {
            "to": seat.email,
            "reason": reason_to_approve(survey, mark=mark),
            "template": "email/plain",
            "context": {
                "subject": _("A survey waits for you: “%(title)s”") % words,
                "paragraphs": [
                    _("Hello %(name)s,") % {"name": seat.name},
                    _("The other co-chair of %(district)s has approved the survey “%(title)s” as it is written.")
                    % words,
                    _("Read it. Once you approve it, too, a co-chair can open it for all employees."),
                ],
                "url": settings.SITE_URL + survey.get_absolute_url(),
                "label": _("Read the survey"),
            },
        }
        for seat in seats
    ]


def reason_to_approve(survey, *, mark):
    return f"survey_to_approve:{survey.pk}:{mark[:16]}"
