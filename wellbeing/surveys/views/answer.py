"""Answering, by a link or by a code from paper: no account, no session, and nothing kept of the visit.

Only tries that found nothing are counted by network address, as a keyed hash in the cache for an hour, so that who
answers leaves no trace there.
"""

from django.shortcuts import render
from django.utils import timezone

from lmi_portal.family_language import in_family_language
from lmi_portal.ratelimiting import address_of, take
from lmi_portal.secret_links import by_secret_link, leaving_no_trace
from wellbeing.surveys.answer_form import AnswerForm
from wellbeing.surveys.answering import CannotAnswer, hand_in
from wellbeing.surveys.tokens import as_typed, token_of
from wellbeing.surveys.wellbq import URL, domains_of

HOUR = 3600
# A whole school may come from behind one network address.
MISSES_AT_ONE_ADDRESS = 300


@leaving_no_trace
@by_secret_link
@in_family_language()
def answer(request, token):
    """GET changes nothing: a mail scanner that follows the link spends no token."""
    found = token_of(token)
    if found is None:
        return not_known(request)
    return survey_page(request, found.survey, token)


@leaving_no_trace
@by_secret_link
@in_family_language()
def answer_code(request):
    """For who holds a sheet of paper: the code stays out of the address, and so out of every log."""
    if request.method != "POST":
        return render(request, "family/wellbeing/answer_code.html")
    code = as_typed(request.POST.get("code", ""))
    found = token_of(code)
    if found is None:
        return not_known(request, code=code)
    return survey_page(request, found.survey, code, code=code)


def survey_page(request, survey, secret, *, code=""):
    """The survey, what it says to an answer, or when it is open."""
    now = timezone.now()
    if not survey.takes_answers(now=now):
        context = {"survey": survey, "is_early": now < survey.opens_at}
        return render(request, "family/wellbeing/not_open.html", context, status=410)
    form = form_of(request, survey)
    if form.is_bound and form.is_valid():
        try:
            hand_in(survey=survey, secret=secret, now=now, **form.told())
        except CannotAnswer:
            return not_known(request, code=code)
        context = {"survey": survey, "domains": domains_of(survey), "wellbq_url": URL}
        return render(request, "family/wellbeing/thanks.html", context)
    return render(request, "family/wellbeing/answer.html", {"survey": survey, "form": form, "code": code})


def form_of(request, survey):
    """Bound only where the answer is sent: who turns to another language keeps what they chose, and hears no errors."""
    if request.POST.get("step") == "send":
        return AnswerForm(request.POST, survey=survey)
    return AnswerForm(survey=survey, typed=request.POST or None)


def not_known(request, *, code=""):
    """One wording for a token that is spent, destroyed or made up: none of it is told apart."""
    if not take(key=f"survey secrets:{address_of(request)}", limit=MISSES_AT_ONE_ADDRESS, per=HOUR):
        return render(request, "family/too_many.html", status=429)
    return render(request, "family/wellbeing/not_known.html", {"code": code}, status=410)
