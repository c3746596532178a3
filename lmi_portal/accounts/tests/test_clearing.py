import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.audit.models import Entry
from lmi_portal.outbox.models import Email

from .factories import add_second_factor, create_staff, create_user, sign_in_staff
from .letters import newest_letter

pytestmark = pytest.mark.django_db


def address_of(person):
    return reverse("admin:accounts_user_clear_second_factor", args=[person.pk])


def sign_in_group(client, name):
    ensure_groups()
    user = create_staff(is_superuser=False, groups=[name])
    sign_in_staff(client, user)
    return user


def has_factor(person):
    return Authenticator.objects.filter(user=person).exists()


def create_person():
    person = create_user(name="Ana Ortiz")
    add_second_factor(person)
    return person


def test_clearing_asks_first_and_does_nothing(client):
    sign_in_staff(client, create_staff())
    person = create_person()

    [prospect] = client.get(address_of(person)).context["prospects"]

    assert prospect.sentences[-1] == f"{person.email} gets an e-mail that says who did it."
    assert (has_factor(person), Email.objects.count()) == (True, 0)


def test_confirmed_it_is_cleared_audited_and_told(client):
    staff = create_staff(name="Sam Staff")
    sign_in_staff(client, staff)
    person = create_person()

    response = client.post(address_of(person), {"confirmed": "yes"})

    assert (response.url, has_factor(person)) == (reverse("admin:accounts_user_change", args=[person.pk]), False)
    entry = Entry.objects.get(deed="clear_second_factor")
    assert (entry.done_by, entry.subject_key, entry.changes) == (
        staff,
        str(person.pk),
        {"second factors": [["Recovery codes", "TOTP Authenticator"], []]},
    )
    letter = newest_letter(person.email)
    assert "Sam Staff of LMI staff cleared the second factor of your account" in letter.body
    assert reverse("account_reset_password") in letter.body


def test_second_press_clears_and_tells_nothing_more(client):
    sign_in_staff(client, create_staff())
    person = create_person()
    client.post(address_of(person), {"confirmed": "yes"})

    again = client.post(address_of(person), {"confirmed": "yes"}, follow=True)

    assert f"{person}: This account has no second factor." in [str(message) for message in again.context["messages"]]
    assert (Entry.objects.count(), Email.objects.count()) == (1, 1)


def test_nobody_clears_their_own(client):
    staff = create_staff()
    sign_in_staff(client, staff)

    [prospect] = client.get(address_of(staff)).context["prospects"]
    client.post(address_of(staff), {"confirmed": "yes"})

    assert prospect.refusal == "You change your own on the page of your account."
    assert has_factor(staff)


@pytest.mark.parametrize(("group", "status"), [("directory", 302), ("events", 403), ("finance", 403)])
def test_only_the_directory_s_keepers_clear(client, group, status):
    sign_in_group(client, group)
    person = create_person()

    response = client.post(address_of(person), {"confirmed": "yes"})

    assert (response.status_code, has_factor(person)) == (status, status == 403)


def test_directory_staff_clear_no_colleague_s(client):
    sign_in_group(client, "directory")
    boss = create_staff()

    response = client.post(address_of(boss), {"confirmed": "yes"})

    assert (response.status_code, has_factor(boss)) == (403, True)


def test_open_session_of_staff_that_showed_the_factor_must_set_up_a_new_one(client):
    colleague, open_session = create_staff(), Client()
    sign_in_staff(open_session, colleague)
    sign_in_staff(client, create_staff())
    before = open_session.get("/admin/").status_code

    client.post(address_of(colleague), {"confirmed": "yes"})

    assert (before, open_session.get("/admin/").url) == (200, reverse("mfa_index"))
