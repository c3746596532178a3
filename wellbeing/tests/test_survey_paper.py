import re

import pypdfium2
import pytest

from districts.models import Side
from lmi_portal.audit.models import Entry
from wellbeing.models import SurveyToken
from wellbeing.surveys.tokens import token_of

from .factories import co_chair
from .survey_factories import close, create_open_survey
from .test_survey_desk import page_of

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}\b")


def pages_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()


@pytest.fixture
def survey():
    return create_open_survey()


@pytest.fixture
def labor(client, survey):
    client.force_login(co_chair(survey.program, Side.LABOR))
    return client


@pytest.mark.parametrize(("language", "words"), [("en", "Code of this sheet"), ("es", "Código de esta hoja")])
def test_each_sheet_has_a_code_of_its_own_on_every_page(labor, survey, language, words):
    file = labor.post(page_of(survey.program, f"{survey.pk}/paper/"), {"number": 3, "language": language})

    survey.refresh_from_db()
    pages = pages_of(file.content)
    codes = [CODE.findall(page)[0] for page in pages if words in page]
    assert (file.headers["Content-Type"], survey.paper_codes) == ("application/pdf", 3)
    assert [len(CODE.findall(page)) for page in pages if page.strip() and words in page] == [1] * len(codes)
    assert len(set(codes)) == 3
    assert {token_of(code).survey for code in codes} == {survey}
    assert b"pdfuaid" in file.content


def test_codes_are_kept_nowhere(labor, survey):
    file = labor.post(page_of(survey.program, f"{survey.pk}/paper/"), {"number": 1, "language": "en"})

    (code,) = set(CODE.findall(" ".join(pages_of(file.content))))
    assert code not in str(list(SurveyToken.objects.values()))
    assert Entry.objects.get(deed="hand_out_sheets").changes == {"paper_codes": [0, 1]}


def test_no_more_sheets_are_printed_than_both_sides_approved(labor, survey):
    survey = create_open_survey(survey.program, sheets_at_most=2)
    address = page_of(survey.program, f"{survey.pk}/paper/")
    labor.post(address, {"number": 1, "language": "en"})

    page = labor.post(address, {"number": 2, "language": "en"})

    survey.refresh_from_db()
    assert "Both co-chairs approved 2 sheets, and 1 are printed." in page.text
    assert (survey.paper_codes, survey.tokens.count()) == (1, 1)


def test_both_sides_read_how_many_codes_were_given_out_after_the_close_too(client, labor, survey):
    labor.post(page_of(survey.program, f"{survey.pk}/paper/"), {"number": 2, "language": "en"})
    open_page = labor.get(page_of(survey.program, f"{survey.pk}/")).text
    close(survey)

    client.force_login(co_chair(survey.program, Side.MANAGEMENT))

    told = "2 codes on paper"
    assert (told in open_page, told in client.get(page_of(survey.program, f"{survey.pk}/")).text) == (False, True)


def test_a_sheet_is_typed_in_once(labor, survey):
    file = labor.post(page_of(survey.program, f"{survey.pk}/paper/"), {"number": 1, "language": "en"})
    code = CODE.findall(pages_of(file.content)[0])[0]
    typed = {"step": "send", "code": code.lower(), "q_workload": "agree"}
    before = Entry.objects.count()

    first = labor.post(page_of(survey.program, f"{survey.pk}/paper/entry/"), typed)
    second = labor.post(page_of(survey.program, f"{survey.pk}/paper/entry/"), typed)

    assert "The sheet is in." in first.text
    assert "This code is not open for this survey." in second.text
    assert 'value="agree" checked' in second.text
    assert (survey.responses.count(), Entry.objects.count()) == (1, before)


def test_after_the_close_no_sheets_are_printed(labor, survey):
    close(survey)

    assert labor.post(page_of(survey.program, f"{survey.pk}/paper/"), {"number": 1}).status_code == 404
    assert survey.state == "closed"
