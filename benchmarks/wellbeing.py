"""Well-being: a survey's results over 50,000 answers beside 500, and answers handed in by many at once.

A page of results reads groups that were counted when the survey closed, so what is measured is that this stays so.
"""

import time
from itertools import count
from random import Random
from statistics import quantiles

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from districts.models import BargainingUnit, Side
from districts.tests.factories import create_unit
from lmi_portal.encryption import blind_index
from wellbeing.models import JobClass, Response, ResultGroup, Shift, Survey, SurveyToken
from wellbeing.surveys.bank import COMMENT, pulse, questions
from wellbeing.surveys.counting import count_answers
from wellbeing.surveys.tokens import PURPOSE, draw_link
from wellbeing.tests.factories import co_chair, create_program, create_survey, create_worksite

from .browsing import browse_all, post
from .crowd import per_second, typical
from .figures import Figure
from .filling import csrf_cookie
from .hot_convening import dealt
from .pages import refuse_errors

SLOWER_BY, ANSWERS_A_SECOND = 1.5, 60
FEW_ANSWERS = 500
UNITS, WORKSITES = 8, 60
CUT = "?by=unit&within=shift"

_seed = count(1)


def results_figures(sizes, *, say):
    """The Figures of the page of results; `sizes` has how many answers there are, and times that a page is opened."""
    program = create_large_program()
    surveys = [create_survey(program, questions=list(pulse())) for _wave in range(2)]
    counting = []
    for survey, answers in zip(surveys, [FEW_ANSWERS, sizes.answers], strict=True):
        say(f"Counting {answers:,} answers")
        counting.append(counting_seconds(survey, answers=answers))
    browser = browser_of(program)
    few, many = (page_seconds(browser, survey, times=sizes.times) for survey in surveys)
    queries = [page_queries(browser, survey) for survey in surveys]
    shown = ResultGroup.objects.filter(survey=surveys[1], people__isnull=False).count()
    return [
        Figure(
            f"page of results over {sizes.answers:,} answers, p95, beside {FEW_ANSWERS}",
            f"{many * 1000:.0f} ms",
            f"{few * 1000:.0f} ms",
            f"{many / few:.2f}",
            f"ratio ≤ {SLOWER_BY}",
            many / few <= SLOWER_BY,
        ),
        Figure(
            f"queries of that page, beside {FEW_ANSWERS}",
            str(queries[1]),
            str(queries[0]),
            aim="the same",
            is_met=queries[0] == queries[1],
        ),
        Figure(
            f"counting {sizes.answers:,} answers once, {shown} groups shown",
            f"{counting[1]:.0f} s",
            f"{counting[0]:.1f} s",
        ),
    ]


def create_large_program():
    """A district of many units and work sites, as large as California's largest."""
    program = create_program()
    for _number in range(UNITS - 2):
        create_unit(program.district, kind=BargainingUnit.Kind.CLASSIFIED)
    for _number in range(WORKSITES):
        create_worksite(program)
    return program


def counting_seconds(survey, *, answers):
    """How long it takes to count made-up answers as at the close of `survey`, which is closed afterwards."""
    told = list(made_up_answers(survey, number=answers))
    started = time.perf_counter()
    ResultGroup.objects.bulk_create(count_answers(survey=survey, answers=told))
    took = time.perf_counter() - started
    now = timezone.now()
    Survey.objects.filter(pk=survey.pk).update(state=Survey.State.CLOSED, answered=answers, counted_at=now)
    return took


def made_up_answers(survey, *, number):
    """As `count_answers` takes them; who works what is drawn by weights, so that there are large groups and small."""
    draw = Random(next(_seed))
    units = [str(pk) for pk in survey.program.district.units.order_by("pk").values_list("pk", flat=True)]
    worksites = [str(pk) for pk in survey.program.worksites.order_by("pk").values_list("pk", flat=True)]
    asked = [question for key in survey.questions if (question := questions()[key]).kind != COMMENT]
    for _number in range(number):
        unit = draw.choices(units, weights=falling(units))[0]
        yield {
            "about": {
                "side": Side.LABOR.value,
                "unit": unit,
                "job_class": draw.choices(JobClass.values, weights=falling(JobClass.values))[0],
                "shift": draw.choices(Shift.values, weights=falling(Shift.values))[0],
                "worksite": draw.choices(worksites, weights=falling(worksites))[0],
            },
            "answers": {question.key: draw.choice(list(question.labels)) for question in asked},
        }


def falling(values):
    return [1 / place for place in range(1, len(values) + 1)]


def browser_of(program):
    browser = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    browser.force_login(co_chair(program, Side.LABOR))
    return browser


def page_of(survey):
    return reverse("wellbeing:results", args=[survey.program.district.cd_code, survey.pk]) + CUT


def page_seconds(browser, survey, *, times):
    """The seconds within which 19 of 20 answers are given, of `times` after three that only warm up."""
    taken = [_seconds(browser, page_of(survey)) for _number in range(times + 3)][3:]
    return quantiles(taken, n=20)[-1]


def page_queries(browser, survey):
    with CaptureQueriesContext(connection) as queries:
        _seconds(browser, page_of(survey))
    return len(queries)


def _seconds(browser, path):
    started = time.perf_counter()
    response = browser.get(path, secure=True)
    took = time.perf_counter() - started
    assert response.status_code == 200, f"{path} answered {response.status_code}."
    return took


def answer_pace(port, *, crowd, answers, rounds, site_url):
    """Answers a second at `crowd.size` clients, each by a link of its own."""

    def one_round():
        program = create_program()
        create_worksite(program)
        survey = create_survey(program, questions=list(pulse()), state=Survey.State.OPEN)
        requests = answer_requests(survey, number=answers, site_url=site_url)
        laps = crowd.go(browse_all, [(port, part) for part in dealt(requests, crowd.size)])
        refuse_errors(laps, wanted=200)
        counted = Response.objects.filter(survey=survey).count(), SurveyToken.objects.filter(survey=survey).count()
        assert counted == (answers, 0), f"{counted} answers and tokens, where {answers} and 0 were due."
        return {"answers": per_second(laps)}

    return typical(one_round, rounds=rounds)["answers"]


def answer_requests(survey, *, number, site_url):
    """What `number` browsers send, each with a token that the survey knows."""
    secrets = [draw_link() for _number in range(number)]
    tokens = [SurveyToken(digest=blind_index(secret, purpose=PURPOSE), survey=survey) for secret in secrets]
    SurveyToken.objects.bulk_create(tokens)
    cookies, csrf_token = csrf_cookie()
    found = []
    for secret, told in zip(secrets, made_up_answers(survey, number=number), strict=True):
        about = {f"about_{name}": value for name, value in told["about"].items()}
        data = about | {f"q_{key}": value for key, value in told["answers"].items()}
        data |= {"step": "send", "csrfmiddlewaretoken": csrf_token}
        path = reverse("wellbeing:answer", args=[secret])
        found.append(post(path, data, site_url=site_url, cookies=cookies))
    return found


def answer_figure(pace, *, yardstick, clients):
    return Figure(
        f"survey answers over HTTP, {clients} clients",
        f"{pace:,.0f} a second",
        f"{yardstick:,.0f} a second",
        f"{pace / yardstick:.2f}",
        f"≥ {ANSWERS_A_SECOND} a second",
        pace >= ANSWERS_A_SECOND,
    )
