"""The survey on paper: large type, boxes to tick, and on each sheet its own code."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from lmi_portal.family_language import for_families
from lmi_portal.papers import render_paper

from .answer_form import AnswerForm

LABELS = {
    "code": for_families("Code of this sheet"),
    "made_up": for_families("This is an example. It is not real."),
    "why": for_families("You choose if you answer. Leave out what you like. Do not write your name."),
    "until": for_families("Give it back in a closed envelope until %(day)s."),
    "or": for_families("Or answer on a phone: open %(address)s and type the code."),
    "code_is_for": for_families("The code lets one answer in. Nobody noted who took this sheet."),
    "about": for_families("A little about you"),
    "about_why": for_families(
        "We ask this to see if some groups have it harder than others. Groups of fewer than ten are never shown."
    ),
    "no_health": for_families(
        "Please write nothing about your health or the health of others, and do not name people."
    ),
}


def render_sheets(survey, codes, *, language, now):
    """A PDF/UA-1 file with the survey once for each of `codes`, in `language`."""
    with override(language):
        form = AnswerForm(survey=survey)
        day = date_format(localtime(survey.closes_at), "DATE_FORMAT")
        labels = {name: str(label) for name, label in LABELS.items()}
        facts = {
            "codes": codes,
            "title": survey.title_es if language == "es" else survey.title,
            "district": str(survey.program.district),
            "is_made_up": survey.program.is_made_up,
            "labels": labels
            | {
                "until": labels["until"] % {"day": day},
                "or": labels["or"] % {"address": f"{settings.SITE_URL}{reverse('wellbeing:answer_code')}"},
            },
            "sections": [[heading, [_plain(each) for each in found]] for heading, found in form.sections()],
            "about": [_plain(each) for each in form.about_oneself()],
        }
    return render_paper("family/pdf/survey.typ", facts, written_at=now, language=language)


def _plain(asked):
    return {
        "text": str(asked.text),
        "kind": asked.kind,
        "options": [str(label) for _value, label, _on in asked.options],
    }
