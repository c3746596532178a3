import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from lmi_portal.accounts.groups import ensure_groups
from lmi_portal.accounts.models import User
from lmi_portal.audit.models import Entry

from .factories import PASSWORD, SECRET, add_second_factor, create_staff, create_user, sign_in_staff
from .letters import link_in, newest_letter

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/accounts/user/", "/admin/accounts/user/add/"


def change_address(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def directory_staff():
    ensure_groups()
    return create_staff(is_superuser=False, groups=["directory"])


@pytest.mark.parametrize("sought", ["ORTIZ", "ana@"])
def test_people_are_found_by_name_and_address(client, sought):
    sign_in_staff(client, create_staff())
    create_user(email="ana@example.org", name="Ana Ortiz")
    create_user(email="bo@example.org", name="Bo Lee")

    page = client.get(LIST, {"q": sought}).content.decode()

    assert ("ana@example.org" in page, "bo@example.org" in page) == (True, False)


@pytest.mark.parametrize("item_count", [1, 3])
def test_list_query_count_is_constant(client, django_assert_num_queries, item_count):
    sign_in_staff(client, create_staff())
    for _ in range(item_count - 1):
        add_second_factor(create_user())

    with django_assert_num_queries(7):
        client.get(LIST)


def test_person_is_added_by_an_invitation_to_choose_a_password(client):
    staff = create_staff(name="Sam Staff")
    events = ensure_groups()["events"]
    sign_in_staff(client, staff)

    client.post(ADD, {"email": "Ana@Example.org", "name": "Ana Ortiz", "is_staff": "on", "groups": [events.pk]})
    ana = User.objects.get(email="ana@example.org")
    client.logout()
    letter = newest_letter("ana@example.org")
    link = link_in(letter)
    address = client.get(link, follow=True).redirect_chain[-1][0]
    landed = client.post(address, {"password1": PASSWORD, "password2": PASSWORD})

    assert (ana.name, ana.is_staff, ana.is_superuser, ana.has_usable_password()) == ("Ana Ortiz", True, False, False)
    assert list(ana.groups.all()) == [events]
    assert "Sam Staff opened an account for you" in letter.body
    assert landed.url == "/admin/"
    assert User.objects.get(pk=ana.pk).check_password(PASSWORD)
    assert Entry.objects.get(deed="account_invited").done_by == staff


def test_taken_address_in_other_letters_is_refused_beside_the_field(client):
    sign_in_staff(client, create_staff())
    create_user(email="ana@example.org")

    page = client.post(ADD, {"email": "ANA@example.org", "name": "Ana"}).content.decode()

    assert "This e-mail address already has an account." in page


def test_change_is_in_the_audit_trail(client):
    sign_in_staff(client, create_staff())
    person = create_user(name="Ana")
    events = ensure_groups()["events"]

    client.post(change_address(person), {"name": "Ana Ortiz", "is_active": "on", "groups": [events.pk]})

    assert Entry.objects.get(deed="account_changed").changes == {
        "name": ["Ana", "Ana Ortiz"],
        "groups": [[], ["events"]],
    }


def test_what_a_group_may_do_is_in_the_audit_trail(client):
    staff = create_staff()
    sign_in_staff(client, staff)
    finance = Group.objects.create(name="finance")
    may_see, may_change = (Permission.objects.get(codename=f"{action}_email") for action in ("view", "change"))
    finance.permissions.add(may_see)

    client.post(
        reverse("admin:auth_group_change", args=[finance.pk]),
        {"name": "finance", "permissions": [may_see.pk, may_change.pk]},
    )

    entry = Entry.objects.get(deed="edit_group")
    assert (entry.done_by, entry.changes) == (
        staff,
        {"permissions": [[str(may_see)], sorted([str(may_see), str(may_change)])]},
    )


def test_second_factors_are_named_and_their_secrets_are_not(client):
    sign_in_staff(client, create_staff())
    person = create_user()
    codes = add_second_factor(person)

    page = client.get(change_address(person)).content.decode()

    assert "TOTP Authenticator (" in page
    assert [secret for secret in [SECRET, *codes.get_unused_codes(), person.password] if secret in page] == []


def test_address_of_the_list_tells_nothing_of_a_password(client):
    sign_in_staff(client, create_staff())
    person = create_user()

    response = client.get(LIST, {"password__startswith": person.password[:5]})

    assert response.status_code == 400


def test_directory_staff_neither_reach_up_nor_hand_out_rights(client):
    boss, person = create_staff(), create_user()
    sign_in_staff(client, directory_staff())

    client.post(change_address(boss), {"name": "Taken over"})
    client.post(change_address(person), {"name": "Renamed", "is_active": "on", "is_staff": "on", "is_superuser": "on"})

    boss.refresh_from_db(), person.refresh_from_db()
    assert boss.name != "Taken over"
    assert (person.name, person.is_staff, person.is_superuser) == ("Renamed", False, False)


def test_nobody_deletes_an_account_here(client):
    sign_in_staff(client, create_staff())
    person = create_user()

    assert client.post(reverse("admin:accounts_user_delete", args=[person.pk])).status_code == 403


def test_secrets_of_allauth_have_no_admin_page():
    labels = {
        model._meta.label for model in admin.site._registry if model._meta.app_label in {"account", "mfa", "auth"}
    }

    assert labels == {"auth.Group"}


def test_staff_groups_are_made_once_and_keep_what_staff_granted_besides(capsys):
    call_command("staff_groups")
    first = {group.name: group.permissions.count() for group in Group.objects.all()}
    extra = Group.objects.get(name="events").permissions.first()
    Group.objects.get(name="finance").permissions.add(extra)

    call_command("staff_groups")

    assert sorted(first) == ["directory", "events", "finance"]
    assert all(count > 3 for count in first.values())
    assert extra in Group.objects.get(name="finance").permissions.all()
    assert f"directory: {first['directory']} permissions" in capsys.readouterr().out
