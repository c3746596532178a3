from datetime import timedelta

import pytest

from lmi_portal.audit.models import Entry
from oasis.models import AccessEntry, Role, TrainingCompletion

from .factories import create_assignment, create_school, create_site, create_union_assignment, sign_in, today

pytestmark = pytest.mark.django_db

PEOPLE = "/oasis/people/"


@pytest.fixture
def lead(client):
    return sign_in(client, create_assignment(role=Role.SITE_LEAD))


def test_a_site_lead_sees_who_works_there_on_which_basis_and_how_trained(client, lead):
    create_union_assignment(site=lead.site, is_trained=False)

    page = client.get(PEOPLE).text

    told = ["Social service aide", "Consent only", "Training is missing", "Privacy of records", "Trained"]
    assert [text in page for text in told] == [True] * 5
    assert AccessEntry.objects.count() == 0


@pytest.mark.parametrize("others", [1, 3])
def test_people_take_as_many_queries_for_3_as_for_1(client, lead, others, django_assert_num_queries):
    for _number in range(others):
        create_union_assignment(site=lead.site)
    client.get(PEOPLE)

    with django_assert_num_queries(10):
        client.get(PEOPLE)


def test_people_of_other_sites_and_of_the_past_are_not_found(client, lead):
    elsewhere = create_assignment(site=create_site(create_school(lead.district)))
    before = create_assignment(site=lead.site, ends_on=today() - timedelta(days=1))

    page = client.get(PEOPLE).text

    assert [each.user.get_full_name() in page for each in (elsewhere, before)] == [False, False]
    assert [client.get(f"{PEOPLE}{each.pk}/training/").status_code for each in (elsewhere, before)] == [404, 404]


def test_a_program_administrator_sees_the_whole_district(client):
    referrer = create_assignment()
    sign_in(client, create_assignment(role=Role.PROGRAM_ADMINISTRATOR, district=referrer.district))

    assert referrer.user.get_full_name() in client.get(PEOPLE).text


def test_a_completion_is_recorded_and_the_training_is_no_longer_missing(client, lead):
    aide = create_union_assignment(site=lead.site, is_trained=False)
    address = f"{PEOPLE}{aide.pk}/training/"
    module = client.get(address).context["missing"][0]

    client.post(address, {"module": module.pk, "completed_on": today().isoformat()})

    assert TrainingCompletion.objects.get(user=aide.user).recorded_by == lead.user
    assert client.get(address).context["missing"] == []
    assert Entry.objects.get(deed="record_training").done_by == lead.user


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "That day has not come yet."), (0, "This is on file already.")],
    ids=["tomorrow", "twice"],
)
def test_a_completion_that_cannot_be_is_refused(client, lead, days, sentence):
    aide = create_assignment(site=lead.site)
    module = aide.user.oasis_training.get().module
    day = today() + timedelta(days=days)

    page = client.post(f"{PEOPLE}{aide.pk}/training/", {"module": module.pk, "completed_on": day.isoformat()})

    assert sentence in page.text


def test_nobody_records_their_own_training(client):
    lead = sign_in(client, create_assignment(role=Role.SITE_LEAD, is_trained=False))
    module = create_assignment().user.oasis_training.get().module

    typed = {"module": module.pk, "completed_on": today().isoformat()}
    page = client.post(f"{PEOPLE}{lead.pk}/training/", typed)

    assert "Somebody else records what you completed yourself." in page.text
    assert not lead.user.oasis_training.exists()
