"""Letters about a survey: each employee's own link, and reminders to all.

All tokens and all letters of a survey are promised in one transaction. In parts it would have to be noted how far it
came, and the last part – one late employee – would say whose token is whose: a row's place on the disk tells with which
others it was written. All at once, a token is anybody's; a crash leaves nothing, and the next try begins anew, so that
nobody ever holds two tokens. Five thousand take some seconds of a worker, and no page waits.

Who comes to work later gets no link of their own, as theirs alone would be known; a paper code is for them.
"""

from datetime import timedelta
from random import SystemRandom

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from lmi_portal.audit.recording import record
from lmi_portal.family_language import nearest_language
from lmi_portal.outbox.models import Email
from lmi_portal.outbox.posting import post_emails
from wellbeing.models import Survey
from wellbeing.refusing import CannotDo

from .tokens import draw_link, keep_tokens

BATCH = 200
REST = timedelta(days=3)


def post_due_letters(*, now):
    """Post the invitations and reminders that wait; two callers at once post each once."""
    waiting = Survey.objects.open(now=now).filter(opens_at__lte=now).order_by("pk")
    for pk in waiting.filter(invited_at=None).values_list("pk", flat=True):
        invite(survey_id=pk, now=now)
    for pk in waiting.exclude(reminded_at=None).values_list("pk", flat=True):
        remind(survey_id=pk, now=now)


@transaction.atomic
def invite(*, survey_id, now):
    """Draw a token for each current employee and post it to them; done once for a survey."""
    survey = (
        Survey.objects.select_for_update(of=("self",), no_key=True)
        .select_related("program__district")
        .get(pk=survey_id)
    )
    if survey.invited_at or not survey.takes_answers(now=now):
        return
    people = _people(survey)
    drawn = [draw_link() for _each in people]
    SystemRandom().shuffle(people)
    letters = [
        _letter(survey, email, language, token=token) for (email, language), token in zip(people, drawn, strict=True)
    ]
    keep_tokens(survey=survey, drawn=drawn)
    _post(letters, now=now)
    survey.invited, survey.invited_at = len(people), now
    survey.save(update_fields=["invited", "invited_at"])
    record(deed="invite_to_survey", on=survey, by=None, now=now, changes={"invited": [0, len(people)]})


@transaction.atomic
def ask_to_remind(*, survey, by, now):
    """Have everyone reminded, as nobody knows who answered; raises CannotDo. The worker posts the letters."""
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if not survey.takes_answers(now=now) or survey.invited_at is None:
        raise CannotDo(_("The survey is not open, or its invitations have not gone out yet."))
    if now - max(survey.invited_at, survey.reminded_at or survey.invited_at) < REST:
        raise CannotDo(_("A letter went out less than three days ago. Give people time."))
    record(deed="remind_of_survey", on=survey, by=by, now=now)
    survey.reminded_at = now
    survey.save(update_fields=["reminded_at"])


@transaction.atomic
def remind(*, survey_id, now):
    """Post the reminder that was asked for to all current employees; done once for each asking."""
    survey = (
        Survey.objects.select_for_update(of=("self",), no_key=True)
        .select_related("program__district")
        .get(pk=survey_id)
    )
    reason = f"survey_reminder:{survey.pk}:{survey.reminded_at.isoformat()}"
    if not survey.takes_answers(now=now) or Email.objects.filter(reason=reason).exists():
        return
    _post([_letter(survey, email, language, reason=reason) for email, language in _people(survey)], now=now)


def reason_of_invitation(survey):
    return f"survey_invitation:{survey.pk}"


def _people(survey):
    return list(survey.program.employees.current().order_by("pk").values_list("email", "language"))


def _post(letters, *, now):
    # In the order of addresses, which is not that of the tokens' hashes.
    letters = sorted(letters, key=lambda letter: letter["to"])
    for start in range(0, len(letters), BATCH):
        post_emails(letters[start : start + BATCH], now=now)


def _letter(survey, to, language, *, token="", reason=""):
    language = nearest_language(language)
    with override(language):
        context = {
            "title": survey.title_es if language == "es" else survey.title,
            "district": str(survey.program.district),
            "until": date_format(localtime(survey.closes_at), "DATE_FORMAT"),
        }
    if token:
        address = reverse("wellbeing:answer", args=[token])
        context["link"] = f"{settings.SITE_URL}{address}?language={language}"
    return {
        "to": to,
        "reason": reason or reason_of_invitation(survey),
        "template": f"family/wellbeing/email/survey_{'invitation' if token else 'reminder'}",
        "context": context,
        "language": language,
        "is_sealed": True,
    }
