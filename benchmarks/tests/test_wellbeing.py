"""The scenario of well-being at its smallest, so that it goes on working; what it measures is not looked at."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from benchmarks import wellbeing
from benchmarks.crowd import threads
from wellbeing.models import ResultGroup


@pytest.mark.django_db
def test_results_of_few_answers_and_many_are_opened(monkeypatch):
    for name, number in {"FEW_ANSWERS": 20, "UNITS": 2, "WORKSITES": 2}.items():
        monkeypatch.setattr(wellbeing, name, number)

    figures = wellbeing.results_figures(SimpleNamespace(answers=100, times=2), say=lambda what: None)

    assert [figure.is_met is None for figure in figures] == [False, False, True]
    assert sorted(ResultGroup.objects.filter(first_dimension="").values_list("people", flat=True)) == [20, 100]


@pytest.mark.django_db(transaction=True)
def test_answers_are_handed_in_over_http(live_server, settings):
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    port = urlsplit(live_server.url).port

    with threads(2) as crowd:
        pace = wellbeing.answer_pace(port, crowd=crowd, answers=4, rounds=1, site_url=live_server.url)

    assert pace > 0
