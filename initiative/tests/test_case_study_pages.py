import re

import pytest

from districts.tests.factories import create_district
from initiative.models import CaseStudy, KeyFact
from lmi_portal.library.models import Resource

from .case_studies import answer, create_case_study, create_in_review, create_practice, create_published

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_is_constant(client, django_assert_num_queries, count):
    for _n in range(count):
        create_published()

    # case studies, key facts, practices in use, their practices, practices to choose from
    with django_assert_num_queries(5):
        response = client.get("/case-studies/")

    assert len(response.context["cards"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count_is_constant(client, django_assert_num_queries, count):
    case_study = create_published()
    for number in range(count):
        create_published()
        KeyFact.objects.create(case_study=case_study, label=f"Fact {number}", value="1")

    # case study, key facts, years, answers, practices in use, their practices, others to compare with
    with django_assert_num_queries(7):
        response = client.get(case_study.get_absolute_url())

    assert len(response.context["others"]) == count


def test_cards_show_the_first_two_key_facts_and_the_practices(client):
    case_study = create_published()

    page = text_of(client.get("/case-studies/"))

    assert f'<a href="/case-studies/{case_study.slug}/">{case_study.title}</a>' in page
    assert f"{case_study.district} · Sacramento County" in page
    assert re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [("Students", "about 900"), ("Unions", "Two")]
    assert f"<li><span>{case_study.practice_uses.get().practice}</span></li>" in page


def test_list_is_narrowed_by_practice(client):
    chosen, other = create_published(), create_published()
    practice = chosen.practice_uses.get().practice

    response = client.get("/case-studies/", {"practice": practice.slug})

    assert [card["slug"] for card in response.context["cards"]] == [chosen.slug]
    assert f'?practice={practice.slug}" aria-current="page">{practice.name} (1)</a>' in text_of(response)
    assert other.title not in text_of(response)


def test_list_says_when_nothing_fits_and_when_nothing_is_there(client):
    assert "No case study is published yet" in text_of(client.get("/case-studies/"))
    create_published()
    for slug in (create_practice().slug, "no such thing"):
        assert "No case study tells of this practice" in text_of(client.get("/case-studies/", {"practice": slug}))


def test_practices_of_drafts_are_not_offered(client):
    draft = create_case_study()

    assert draft.practice_uses.get().practice.name not in text_of(client.get("/case-studies/"))


def test_page_tells_everything_of_the_case_study(client):
    report = Resource.objects.create(
        title="The report", slug="the-report", kind="case_study", abstract="All.", link="https://example.org/report"
    )
    case_study = create_published(
        investigator="A. Nyström", method="A day of talk.", studied="Spring 2027", report=report, report_page=9
    )

    page = text_of(client.get(case_study.get_absolute_url()))

    for said in [
        f"<h1>{case_study.title}</h1>",
        "<p>A strike was near.</p> <p>Then somebody called.</p>",
        "What led labor and management to collaborate?",
        "They meet on Mondays.",
        "Fewer grievances.",
        "People change.",
        '<span class="value">about 900</span><span class="source">Source: its website</span>',
        '<time datetime="2019">2019</time> The first accord.',
        f'href="/practices/{case_study.practice_uses.get().practice.slug}/"',
        "A. Nyström",
        "A day of talk.",
        "Spring 2027",
        "principals, union leaders",
        '<a href="/library/the-report/">The report</a>, from page 9',
        'href="https://example.org/report"',
        f'href="/case-studies/{case_study.slug}.pdf"',
        f'href="/districts/{case_study.district.cd_code}/"',
        "Told from what is published already in a report; not yet reviewed in this portal by the district.",
    ]:
        assert said in page


def test_page_says_when_both_sides_have_approved_it(client):
    case_study, people, _staff = create_in_review()
    for side, user in people.items():
        answer(case_study, side, user)

    page = text_of(client.get(case_study.get_absolute_url()))

    assert f"Labor and management of {case_study.district} have both approved this text." in page
    assert "not yet reviewed" not in page


def test_texts_are_plain(client):
    case_study = create_published(led_to="<script>alert(1)</script>\nand **more**")

    page = client.get(case_study.get_absolute_url()).content.decode()

    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;<br>and **more**</p>" in page


def test_page_stands_without_report_timeline_or_practices(client):
    case_study = create_published(investigator="", method="", interviewed=[])
    case_study.timeline.all().delete()
    case_study.practice_uses.all().delete()
    case_study.key_facts.all().delete()

    page = text_of(client.get(case_study.get_absolute_url()))

    assert "Year by year" not in page
    assert "Practices in use" not in page
    assert "Full report" not in page


def test_a_report_that_the_library_does_not_show_is_not_linked(client):
    report = Resource.objects.create(title="The report", slug="r", kind="guide", abstract="All.", is_published=False)
    case_study = create_published(report=report, report_page=4)

    assert "a report, from page 4" in text_of(client.get(case_study.get_absolute_url()))


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_is_not_found(client, state):
    case_study = create_in_review()[0] if state == "in_review" else create_case_study(state=state)

    assert client.get(case_study.get_absolute_url()).status_code == 404


def test_staff_preview_a_draft(client, staff):
    case_study = create_case_study()

    page = text_of(client.get(case_study.get_absolute_url()))

    assert "Draft: only LMI staff see this page." in page
    assert f"Not yet approved by {case_study.district}." in page


def compare(client, *slugs):
    return client.get("/case-studies/compare/", {"with": slugs})


@pytest.mark.parametrize("count", [2, 3])
def test_districts_stand_side_by_side_by_question(client, django_assert_num_queries, count):
    chosen = [create_published(district=create_district(name=name)) for name in ("Oak", "Ash", "Elm")[:count]]

    # choices, the chosen, key facts, years, answers, practices in use, their practices
    with django_assert_num_queries(7):
        response = compare(client, *(each.slug for each in chosen))

    rows = response.context["comparison"].rows
    assert [question["name"] for question, _answers in rows] == ["led_to", "in_practice", "impact", "lessons"]
    assert all(
        [district["name"] for district, _text in answers] == ["Oak", "Ash", "Elm"][:count] for _q, answers in rows
    )
    assert (
        "<h1>Oak and Ash</h1>" in text_of(response) if count == 2 else "<h1>Oak, Ash and Elm</h1>" in text_of(response)
    )


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (1, "Choose two or three districts to read them side by side."),
        (4, "Three districts at most stand side by side"),
    ],
    ids=["too-few", "too-many"],
)
def test_another_number_is_refused_and_nothing_is_lost(client, chosen, sentence):
    slugs = [create_published().slug for _n in range(4)][:chosen]

    response = compare(client, *slugs)

    assert sentence in text_of(response)
    assert re.findall(r'value="([\w-]+)" id="[\w-]+" checked', text_of(response)) == slugs
    assert response.context["comparison"].case_studies == []


def test_an_unknown_address_is_named_and_the_others_still_stand(client):
    first, second, draft = create_published(), create_published(), create_case_study()

    page = text_of(compare(client, first.slug, "atlantis", draft.slug, second.slug, first.slug))

    assert "No case study is published under “atlantis”." in page
    assert f"No case study is published under “{draft.slug}”." in page
    assert f"<h1>{first.district} and {second.district}</h1>" in page


def test_comparison_begins_with_a_choice(client):
    assert "No case study is published yet" in text_of(compare(client))
    case_study = create_published()

    page = text_of(compare(client, ""))

    assert "Choose two or three districts: their answers" in page
    assert f'value="{case_study.slug}"' in page
    assert 'role="status"' not in page


def test_published_says_when():
    with pytest.raises(Exception, match="published_case_study_says_when"):
        create_case_study(state=CaseStudy.State.PUBLISHED)
