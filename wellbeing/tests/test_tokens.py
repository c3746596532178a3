import re

import pytest

from lmi_portal.masking import MASK, SECRETS
from wellbeing.models import SurveyToken
from wellbeing.surveys.tokens import ALPHABET, as_typed, draw_code, draw_link, token_of

from .survey_factories import create_open_survey, draw_links


def test_links_have_192_bits_and_are_masked_in_logs():
    link = draw_link()

    assert re.fullmatch(r"[\w-]{32}", link, re.ASCII)
    assert SECRETS.sub(MASK, f"GET /wellbeing/answer/{link}/") == f"GET /wellbeing/answer/{MASK}/"


def test_codes_have_60_bits_in_letters_that_nobody_mistakes():
    code = draw_code()

    assert len(ALPHABET) ** 12 == 2**60
    assert set(ALPHABET) & set("ILOU") == set()
    assert re.fullmatch(r"(\w{4}-){2}\w{4}", code)


@pytest.mark.parametrize("typed", ["7k3m q2xa 10td", "7K3MQ2XAIOTD", " 7k3m-q2xa-loTd "])
def test_codes_are_read_as_they_were_meant(typed):
    assert as_typed(typed) == "7K3M-Q2XA-10TD"


@pytest.mark.django_db
def test_the_database_keeps_hashes_in_their_own_order():
    survey = create_open_survey()
    links = draw_links(survey, 20)

    kept = list(SurveyToken.objects.values_list("digest", flat=True))

    assert (len(kept), kept) == (20, sorted(kept))
    assert not set(kept) & set(links)
    assert token_of(links[7]).survey == survey
    assert token_of(draw_link()) is None
