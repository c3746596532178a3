"""Employees are told of results once they are shared: one letter each, posted by the worker.

As answers are anonymous, everybody on the list is written to, and the letter tells what the shared page tells of all.
"""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from lmi_portal.audit.recording import record
from lmi_portal.family_language import nearest_language
from lmi_portal.outbox.posting import post_emails
from wellbeing.models import Program, Survey

from .bank import asked, in_language, topics

BATCH = 200


def tell_of_shared_results(*, now):
    """Post the letters of results that wait; two callers at once post each once."""
    waiting = Survey.objects.filter(shared_at__isnull=False, told_of_results_at=None)
    for pk in waiting.filter(program__in=Program.objects.live()).order_by("pk").values_list("pk", flat=True):
        tell_all(survey_id=pk, now=now)


@transaction.atomic
def tell_all(*, survey_id, now):
    """Post a letter to each current employee; done once for a survey, and for none whose sharing was taken back."""
    locked = Survey.objects.select_for_update(of=("self",), no_key=True).select_related("program__district")
    survey = locked.get(pk=survey_id)
    if survey.told_of_results_at or not survey.shared_at:
        return
    people = survey.groups.get(first_dimension="").people
    employees = survey.program.employees.current().order_by("email").values_list("email", "language")
    letters = [_letter(survey, email, nearest_language(language), people) for email, language in employees]
    for start in range(0, len(letters), BATCH):
        post_emails(letters[start : start + BATCH], now=now)
    survey.told_of_results_at = now
    survey.save(update_fields=["told_of_results_at"])
    record(deed="tell_of_results", on=survey, by=None, now=now, changes={"letters": [0, len(letters)]})


def _letter(survey, to, language, people):
    with override(language):
        district = str(survey.program.district)
    page = reverse("wellbeing:shared_results", args=[survey.program.district.cd_code, survey.pk])
    topics_asked = {question.topic for question in asked(survey)}
    return {
        "to": to,
        "reason": f"survey_results:{survey.pk}",
        "template": "family/wellbeing/email/survey_results",
        "context": {
            "title": survey.title_es if language == "es" else survey.title,
            "district": district,
            "topics": [in_language(words, language) for key, words in topics().items() if key in topics_asked],
            "people": people,
            "link": f"{settings.SITE_URL}{page}?language={language}",
        },
        "language": language,
        "is_sealed": True,
    }
