import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from lmi_portal.accounts.tests.factories import create_staff
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email
from oasis.providers.correcting import (
    SALT,
    CannotCorrect,
    LinkNotValid,
    accept_correction,
    address_on_file,
    opened_by,
    propose_corrections,
    refuse_correction,
    send_correction_link,
)
from oasis.providers.models import Contact, Correction, Service

from .factories import create_service

pytestmark = pytest.mark.django_db


def propose(service, **proposed):
    return propose_corrections(service=service, proposed=proposed, sent_to=address_on_file(service), now=timezone.now())


def link_for(service):
    send_correction_link(service=service, now=timezone.now())
    return re.search(r"/oasis/providers/corrections/\S+/", Email.objects.latest("pk").context["url"])[0]


def typed(service, **changes):
    values = {field: getattr(service, field) for field in Correction.CORRECTABLE}
    return {field: "" if value is None else value for field, value in (values | changes).items()} | {"remark": ""}


def test_link_goes_to_who_receives_referrals_and_its_letter_is_secret(client):
    service = create_service()
    [desk] = service.provider.contacts.all()

    response = client.post(f"{service.get_absolute_url()}correction-link/", follow=True)

    letter = Email.objects.get()
    assert (letter.to, letter.is_private, letter.template) == (desk.email, True, "providers/email/correction_link")
    assert desk.email not in response.text
    assert "If an address is on file" in response.text


def test_desk_of_the_service_itself_comes_before_that_of_its_provider():
    service = create_service()
    Contact.objects.create(service=service, email="glasses@example.org", receives_referrals=True)

    assert address_on_file(service) == "glasses@example.org"


def test_without_an_address_the_page_says_the_same_and_nothing_is_sent(client):
    service = create_service()
    service.provider.contacts.all().delete()

    response = client.post(f"{service.get_absolute_url()}correction-link/", follow=True)

    assert "If an address is on file" in response.text
    assert not Email.objects.exists()


def test_three_links_a_day_are_sent_and_no_more(client):
    service = create_service()

    for _press in range(5):
        client.post(f"{service.get_absolute_url()}correction-link/")

    assert Email.objects.count() == 3


def test_asking_needs_a_press(client):
    service = create_service()

    assert client.get(f"{service.get_absolute_url()}correction-link/").status_code == 405
    assert not Email.objects.exists()


@pytest.mark.parametrize("change", ["another address", "old", "forged", "unlisted", "nonsense"])
def test_links_that_count_no_more_say_why_and_show_nothing(client, change, monkeypatch):
    service = create_service(name="Secret exams")
    link = link_for(service)
    if change == "another address":
        Contact.objects.update(email="new@example.org")
    elif change == "old":
        monkeypatch.setattr("oasis.providers.correcting.VALID_FOR", timedelta(0))
    elif change == "unlisted":
        Service.objects.update(status=Service.Status.INACTIVE)
    elif change == "nonsense":
        link = f"/oasis/providers/corrections/{signing.dumps('x', salt=SALT)}/"
    else:
        link = link[:-5] + "xxxx/"

    response = client.get(link)

    assert response.status_code == 410
    assert "Secret exams" not in response.text


def test_token_names_the_service_and_the_address():
    service = create_service()
    token = signing.dumps([service.pk, address_on_file(service)], salt=SALT, compress=True)

    assert opened_by(token) == (service, address_on_file(service))
    with pytest.raises(LinkNotValid):
        opened_by(token + "x")


def test_opening_the_link_changes_nothing_and_is_kept_by_nobody(client):
    service = create_service()

    response = client.get(link_for(service))

    assert response.status_code == 200
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert not Correction.objects.exists()


def test_what_was_changed_waits_and_the_page_stays_as_it_is(client):
    service, staff = create_service(wait_time="One week", description="Two\nlines"), create_staff()

    # Browsers end lines in their own way: that alone is no correction.
    changes = {"wait_time": "A month", "description": "Two\r\nlines", "minimum_age": "6"}
    response = client.post(link_for(service), typed(service, **changes))

    waiting = {row.field: (row.was, row.proposed) for row in Correction.objects.all()}
    assert waiting == {"wait_time": ("One week", "A month"), "minimum_age": ("", "6")}
    assert "2 corrections" in " ".join(response.text.split())
    service.refresh_from_db()
    assert (service.wait_time, service.minimum_age) == ("One week", None)
    letter = Email.objects.get(template="providers/email/correction_proposed")
    assert letter.to == staff.email


def test_nothing_changed_is_said_so(client):
    service = create_service()

    response = client.post(link_for(service), typed(service), follow=True)

    assert "Nothing was different" in response.text
    assert not Correction.objects.exists()


def test_what_makes_no_sense_is_said_and_all_that_was_typed_is_still_there(client):
    service = create_service()

    changes = {"minimum_age": "12", "maximum_age": "6", "wait_time": "A month"}
    response = client.post(link_for(service), typed(service, **changes))

    assert "It is below the age from which you take people." in response.text
    assert "A month" in response.text
    assert not Correction.objects.exists()


def test_another_proposal_takes_the_place_of_one_that_waits():
    service = create_service()
    propose(service, wait_time="A month")
    propose(service, wait_time="Two months")

    assert [row.proposed for row in Correction.objects.all()] == ["Two months"]


def test_accepted_it_is_on_file_and_in_the_trail():
    service, staff = create_service(capacity=Service.Capacity.OPEN), create_staff()
    [correction] = propose(service, capacity="full")

    accept_correction(correction=correction, accepted_by=staff, now=timezone.now())

    service.refresh_from_db()
    assert (service.capacity, service.capacity_said_at) == ("full", correction.proposed_at)
    assert Entry.objects.get(deed="correction_accepted").changes == {"capacity": ["open", "full"]}


def test_empty_means_that_nothing_is_on_file():
    service = create_service(minimum_age=6, wait_time="A month")
    for correction in propose(service, minimum_age="", wait_time=""):
        accept_correction(correction=correction, accepted_by=create_staff(), now=timezone.now())

    service.refresh_from_db()
    assert (service.minimum_age, service.wait_time) == (None, "")


def test_refused_it_changes_nothing():
    service = create_service()
    [correction] = propose(service, wait_time="A month")

    refuse_correction(correction=correction, refused_by=create_staff(), now=timezone.now())

    service.refresh_from_db()
    assert service.wait_time == ""
    with pytest.raises(CannotCorrect, match="decided already"):
        accept_correction(correction=correction, accepted_by=create_staff(), now=timezone.now())


def test_field_that_was_changed_meanwhile_is_left_to_staff():
    service = create_service()
    [correction] = propose(service, wait_time="A month")
    Service.objects.update(wait_time="Two weeks")

    with pytest.raises(CannotCorrect, match="Two weeks"):
        accept_correction(correction=correction, accepted_by=create_staff(), now=timezone.now())


def test_ages_that_would_run_downwards_are_refused_with_a_sentence():
    service = create_service(minimum_age=12, maximum_age=18)
    low, high = propose(service, minimum_age="19", maximum_age="25")

    with pytest.raises(CannotCorrect):
        accept_correction(correction=low, accepted_by=create_staff(), now=timezone.now())
    for correction in (high, low):
        accept_correction(correction=correction, accepted_by=create_staff(), now=timezone.now())

    service.refresh_from_db()
    assert (service.minimum_age, service.maximum_age) == (19, 25)


def test_remark_is_decided_without_touching_the_service():
    service = create_service()
    [correction] = propose(service, remark="Closed on Fridays")

    accept_correction(correction=correction, accepted_by=create_staff(), now=timezone.now())

    assert Correction.objects.get().state == Correction.State.ACCEPTED
