from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from django.utils import timezone

from districts.models import Side
from lmi_portal.accents import without_accents
from wellbeing.activities.promoting import FLYER, POSTER, address_of, render_promotion, texts_of
from wellbeing.activities.samples import samples, samples_like
from wellbeing.committee.bargaining import bargaining_topics_in
from wellbeing.health import health_words_in
from wellbeing.models import Activity, Shift

from .factories import co_chair, create_program, create_seat, user_of

NOW = datetime(2026, 10, 14, 22, 0, tzinfo=UTC)


def create_activity(program, **fields):
    starts_at = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    words = {"title": "Soup swap", "title_es": "Intercambio de sopas", "description": "We taste & trade."}
    defaults = {"kind": "food", "description_es": "Probamos.", "place": "Room 12", "state": "open"}
    return Activity.objects.create(
        program=program, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), **words | defaults | fields
    )


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_samples_are_whole_and_there_is_one_for_every_kind_and_shift():
    assert len(samples()) == 16
    assert {each.kind for each in samples()} == set(Activity.Kind.values)
    assert {each.shift for each in samples()} == {"", *Shift.values}
    assert [each.slug for each in samples() if not (each.title_es and each.description_es and each.prepare)] == []
    assert len({each.slug for each in samples()}) == 16


def test_samples_ask_for_no_health_and_leave_bargaining_alone():
    words = [f"{each.title} {each.description} {each.title_es} {each.description_es}" for each in samples()]

    assert [health_words_in(text) for text in words] == [[]] * 16
    assert {each.slug for each, text in zip(samples(), words, strict=True) if bargaining_topics_in(text)} <= {
        "first-budget",
        "pension-basics",
    }


def test_what_suits_everybody_suits_each_shift():
    assert [each.slug for each in samples_like(kind="calm", shift="night")] == ["quiet-room", "night-tea"]


@pytest.mark.parametrize("day", range(7))
def test_a_copy_is_two_weeks_ahead_on_a_working_day(day):
    starts_at, ends_at = samples()[0].span(now=NOW + timedelta(days=day))

    start = timezone.localtime(starts_at)
    assert start.weekday() < 5 and 14 <= (start.date() - timezone.localdate(NOW + timedelta(days=day))).days <= 16
    assert (f"{start:%H:%M}", ends_at - starts_at) == ("15:30", timedelta(minutes=20))


@pytest.mark.django_db
def test_one_click_copies_a_sample_into_a_draft(client):
    program = create_program()
    client.force_login(co_chair(program, Side.LABOR))

    response = client.post(f"/wellbeing/{program.district.cd_code}/samples/soup-swap/copy/")

    activity = program.activities.get()
    assert response["Location"] == f"/wellbeing/{program.district.cd_code}/activities/{activity.pk}/edit/"
    assert (activity.state, activity.title, activity.title_es) == ("draft", "Soup swap", "Intercambio de sopas")


@pytest.mark.django_db
def test_copying_is_a_post_of_a_sample_that_there_is(client):
    program = create_program()
    client.force_login(user_of(create_seat(program)))
    samples_page = f"/wellbeing/{program.district.cd_code}/samples/"

    assert client.get(f"{samples_page}soup-swap/copy/").status_code == 405
    assert client.post(f"{samples_page}nothing/copy/").status_code == 404
    assert program.activities.count() == 0


@pytest.mark.django_db
def test_everyone_may_read_the_samples(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/wellbeing/samples/?kind=thanks&shift=night")

    assert [each.slug for each in response.context["samples"]] == ["thank-you-wall"]


@pytest.mark.django_db
@pytest.mark.parametrize("template", [POSTER, FLYER], ids=["poster", "flyer"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Soup swap", "Room 12", "3:30 p.m.", "PST", "You choose if you come."]),
        ("es", ["Intercambio de sopas", "Room 12", "PST", "Usted decide si viene."]),
    ],
)
def test_papers_say_what_when_where_and_that_it_is_voluntary(template, language, words):
    activity = create_activity(create_program())

    pdf = render_promotion(template, activity, language=language, now=NOW)

    text = text_of(pdf)
    assert [word for word in words if word not in text] == []
    assert b"pdfuaid:part" in pdf and len(pypdfium2.PdfDocument(pdf)) == 1
    assert without_accents(address_of(activity).partition("://")[2]) in text.replace(" ", "")


@pytest.mark.django_db
def test_a_long_activity_still_fits_a_page():
    activity = create_activity(create_program(), title="A very long title " * 6, description="What happens. " * 20)

    assert len(pypdfium2.PdfDocument(render_promotion(POSTER, activity, language="en", now=NOW))) == 1


@pytest.mark.django_db
def test_words_to_copy_are_in_each_language_and_escape_nothing():
    english, spanish = [words for _code, _name, words in texts_of(create_activity(create_program()))]

    assert english["newsletter"].startswith("Soup swap: Monday, Nov. 30, 2026, 3:30 p.m.")
    assert "We taste & trade. All employees are welcome. You choose if you come." in english["newsletter"]
    assert english["announcement"].splitlines()[0] == "Soup swap"
    assert "Todo el personal puede venir." in spanish["newsletter"]


@pytest.mark.django_db
def test_what_was_canceled_gets_no_poster(client):
    program = create_program()
    activity = create_activity(program, state="cancelled")
    client.force_login(co_chair(program, Side.LABOR))

    address = f"/wellbeing/{program.district.cd_code}/activities/{activity.pk}"
    assert [client.get(f"{address}/{page}").status_code for page in ("tell/", "poster.pdf", "flyer.pdf")] == [404] * 3


@pytest.mark.django_db
def test_the_page_offers_each_language(client):
    program = create_program()
    activity = create_activity(program)
    client.force_login(co_chair(program, Side.LABOR))
    address = f"/wellbeing/{program.district.cd_code}/activities/{activity.pk}"

    page = client.get(f"{address}/tell/")

    assert [code for code, _name, _words in page.context["texts"]] == ["en", "es"]
    assert client.get(f"{address}/flyer.pdf?language=es")["Content-Type"] == "application/pdf"
    assert client.get(f"{address}/poster.pdf?language=fr").status_code == 404
